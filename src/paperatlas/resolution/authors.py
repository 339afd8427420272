"""Disambiguate authors: decide which names on papers are one person.

Names alone are weak evidence: dozens of people are called Yang Liu. Two mentions of one name are one person if their
papers share a fact: the name of another author, a lab, or an author-listing page. The relation is transitive. Coauthors
are known to be the best evidence beside the byline (Kang et al., *On co-authorship for author disambiguation*,
Information Processing & Management 45(1), 2009). A family name that is rare among many thousands of names needs no
shared fact: hardly two people have such a name.

Initials may be missing or stand for a name. If mentions that share facts contradict each other (``Michael S.`` and
``Michael B.``, or two forms of the name on one paper), only equal initials join them. A shortened given name
(``X. Li``) joins a full one if it shares a fact with exactly one person of that letter and family name.

Corrections win over all rules. They move the persons that they name, and nobody else: of two separated persons, each
further paper goes to the one with which it shares most.

The cost is linear in the number of authors times their coauthors; the rules compare no pairs of persons, except for the
papers of people in a correction.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from enum import StrEnum
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

from networkx.utils import UnionFind

from paperatlas.graph.graph import Entity
from paperatlas.resolution.author_mentions import AuthoredPaper, AuthorMentions, SharedFact
from paperatlas.resolution.union_find import ConstrainedUnionFind
from paperatlas.text.keys import iri_part
from paperatlas.text.person_names import person_name, reading_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from paperatlas.curation.corrections import AuthorEnd

    Ends = tuple[AuthorEnd, AuthorEnd]

__all__ = ["AuthorRule", "AuthoredPaper", "Authors", "resolve_authors"]

_COLLECTIVE = re.compile(r"\b(?:team|contributors|consortium|collaboration|project|group|labs?)\b", re.IGNORECASE)

Person = list[int]
"""The sorted mentions of one person."""


class AuthorRule(StrEnum):
    """Why two mentions are one author, or are not."""

    CORRECTION = "a correction says so"
    ONE_MENTION = "one name on one paper is one author"
    SHARED_COAUTHOR = "one name, and the papers share another author's name"
    SHARED_LAB = "one name, and the papers share an organisation"
    SHARED_PAGE = "one name, and an author-listing page lists both papers"
    COLLECTIVE = "a team or an organisation is one author everywhere"
    CHAIN = "one name, and other papers of that name tie the two together"
    RARE_NAME = "one name, and at most one name in ten thousand has that family name"
    SHORTENED = "the given name is shortened, and only one person whom it fits shares something"
    OTHER_NAME = "the names differ in more than case, diacritics, order and initials"
    CONTRADICTION = "initials contradict, or both names stand on one paper"
    NOTHING_SHARED = "one name, but no coauthor, organisation or author-listing page is shared"


_RULES_OF_FACTS: Final = {
    SharedFact.COAUTHOR: AuthorRule.SHARED_COAUTHOR,
    SharedFact.LAB: AuthorRule.SHARED_LAB,
    SharedFact.PAGE: AuthorRule.SHARED_PAGE,
}


class Authors:
    """The entity of each author of each paper."""

    def __init__(self, index: AuthorMentions, by_rules: Sequence[int], entities: Sequence[Entity]) -> None:
        """Keep the outcome of :func:`resolve_authors`: each mention's person by the rules alone, and its entity."""
        self._index = index
        self._by_rules = by_rules
        self._entities = entities
        self._papers = {paper.id: number for number, paper in enumerate(index.papers)}

    def entity(self, paper: str, name: str) -> Entity:
        """Return the author of a name on a paper.

        Args:
            paper: The id of the paper's node.
            name: One of the paper's names.
        """
        return self._entities[self._mention(paper, name)]

    def entities(self) -> list[Entity]:
        """Return all authors, sorted by id."""
        return sorted(set(self._entities), key=lambda entity: entity.id)

    def why(self, left: tuple[str, str], right: tuple[str, str]) -> AuthorRule:
        """Return the rule that joins or separates two authors, each given as the id of a paper and a name on it."""
        first, second = self._mention(*left), self._mention(*right)
        if first == second:
            return AuthorRule.ONE_MENTION
        same = self._entities[first] == self._entities[second]
        if same != (self._by_rules[first] == self._by_rules[second]):
            return AuthorRule.CORRECTION
        names = self._index.name[first], self._index.name[second]
        if names[0].name_key != names[1].name_key:
            return AuthorRule.SHORTENED if same else AuthorRule.OTHER_NAME
        shared = set(self._index.shared_facts(first)) & set(self._index.shared_facts(second))
        if same:
            return self._joined_by(names[0].name_key, shared)
        return AuthorRule.CONTRADICTION if shared else AuthorRule.NOTHING_SHARED

    def _joined_by(self, name_key: tuple[str, str], shared: set[int]) -> AuthorRule:
        if _is_collective(self._index, self._index.by_name[name_key]):
            return AuthorRule.COLLECTIVE
        if shared:
            return _RULES_OF_FACTS[self._index.kind(min(shared))]
        return AuthorRule.RARE_NAME if _is_rare(self._index, self._index.by_name[name_key]) else AuthorRule.CHAIN

    def _mention(self, paper: str, name: str) -> int:
        return self._index.mention(self._papers[paper], name)


def resolve_authors(
    papers: Iterable[AuthoredPaper], same: Sequence[Ends] = (), different: Sequence[Ends] = ()
) -> Authors:
    """Resolve the names on papers, in any order, to persons.

    Args:
        papers: The papers, each once.
        same: Corrections: pairs of authors that are one.
        different: Corrections: pairs of authors that are two; they win over ``same``.

    >>> first = AuthoredPaper("paper/a", "a", ("Xiang Li", "Bo Brook"))
    >>> authors = resolve_authors([first, AuthoredPaper("paper/b", "b", ("Xiang Li",))])
    >>> [author.id for author in authors.entities()]
    ['author/bo-brook', 'author/xiang-li;a', 'author/xiang-li;b']
    >>> authors = resolve_authors([first, AuthoredPaper("paper/b", "b", ("Li, Xiang", "Bo Brook"))])
    >>> [author.id for author in authors.entities()]
    ['author/bo-brook', 'author/xiang-li']
    """
    index = AuthorMentions(sorted(papers, key=lambda paper: paper.id))
    namesakes = {name_key: _persons(index, mentions) for name_key, mentions in index.by_name.items()}
    _join_shortened(index, namesakes)
    persons = [person for group in namesakes.values() for person in group]
    by_rules = [0] * len(index.paper)
    for number, person in enumerate(persons):
        for mention in person:
            by_rules[mention] = number
    return Authors(index, by_rules, _entities(index, _corrected(index, persons, same, different)))


def _persons(index: AuthorMentions, mentions: Person) -> list[Person]:
    """Return the persons of one given and family name."""
    if len(mentions) == 1 or _is_collective(index, mentions) or _is_rare(index, mentions):
        return [mentions]
    return [
        person
        for group in _linked(index, mentions)
        for person in (_by_initials(index, group) if _contradict(index, group) else [group])
    ]


def _is_collective(index: AuthorMentions, mentions: Person) -> bool:
    return any(_COLLECTIVE.search(spelling) for mention in mentions for spelling in index.spellings[mention])


def _is_rare(index: AuthorMentions, mentions: Person) -> bool:
    """Return whether a name is rare and its mentions do not contradict each other, so that they are one person."""
    return index.is_rare(index.name[mentions[0]].name_key) and not _contradict(index, mentions)


def _linked(index: AuthorMentions, mentions: Person) -> list[Person]:
    """Return the mentions in groups that share facts, directly or over others."""
    groups = UnionFind(mentions)
    first: dict[int, int] = {}
    for mention in mentions:
        groups.union(mention, *{first.setdefault(fact, mention) for fact in index.shared_facts(mention)})
    return sorted(map(sorted, groups.to_sets()))


def _by_initials(index: AuthorMentions, mentions: Person) -> list[Person]:
    parts: dict[str, Person] = defaultdict(list)
    for mention in mentions:
        parts[index.name[mention].initials].append(mention)
    return [person for part in parts.values() for person in _linked(index, part)]


def _contradict(index: AuthorMentions, mentions: Iterable[int]) -> bool:
    """Return whether initials differ in other than missing ones, or one paper has two of the mentions."""
    mentions = list(mentions)
    initials = sorted({index.name[mention].initials for mention in mentions}, key=len)
    agree = all(longer.startswith(shorter) for shorter, longer in pairwise(initials))
    return not agree or len({index.paper[mention] for mention in mentions}) < len(mentions)


def _join_shortened(index: AuthorMentions, persons: dict[tuple[str, str], list[Person]]) -> None:
    """Join each person with a shortened given name to the matching person with a full one, if exactly one matches."""
    full: dict[tuple[str, str], list[Person]] = defaultdict(list)
    shortened = {name_key for name_key, mentions in index.by_name.items() if index.name[mentions[0]].shortened}
    for (given, family), namesakes in persons.items():
        if (given[:1], family) in shortened and (given, family) not in shortened:
            full[given[:1], family] += namesakes
    for name_key in sorted(full):
        for short, person in _matches(index, persons[name_key], full[name_key]):
            person[:] = sorted(person + short)
            persons[name_key].remove(short)


def _matches(index: AuthorMentions, shortened: list[Person], full: list[Person]) -> list[tuple[Person, Person]]:
    """Return the pairs of a shortened and a full name that are one person; none that contradict each other."""
    sharing: dict[int, set[int]] = defaultdict(set)
    for number, person in enumerate(full):
        for mention in person:
            for fact in index.shared_facts(mention):
                sharing[fact].add(number)
    matched: dict[int, list[Person]] = defaultdict(list)
    for short in shortened:
        near = {number for mention in short for fact in index.shared_facts(mention) for number in sharing.get(fact, ())}
        fitting = [number for number in near if _fits(index, short, full[number])]
        if len(fitting) == 1:
            matched[fitting[0]].append(short)
    return [
        (short, full[number])
        for number, shorts in sorted(matched.items())
        if not _contradict(index, (mention for short in shorts for mention in short))
        for short in shorts
    ]


def _fits(index: AuthorMentions, short: Person, full: Person) -> bool:
    """Return whether the initials agree as far as both go, and no paper has both."""
    letters = [{index.name[mention].first_letters for mention in person} for person in (short, full)]
    agree = all(left.startswith(right) or right.startswith(left) for left in letters[0] for right in letters[1])
    papers = [{index.paper[mention] for mention in person} for person in (short, full)]
    return agree and papers[0].isdisjoint(papers[1])


def _corrected(
    index: AuthorMentions, persons: list[Person], same: Sequence[Ends], different: Sequence[Ends]
) -> list[Person]:
    """Return the persons after corrections."""
    alike, apart = (
        [tuple(index.mentions_of(*author) for author in ends) for ends in pairs] for pairs in (same, different)
    )
    named = {mention for ends in (*alike, *apart) for mentions in ends for mention in mentions}
    moved = [person for person in persons if not named.isdisjoint(person)]
    unions = ConstrainedUnionFind(
        sorted(mention for person in moved for mention in person),
        apart=((left, right) for first, second in apart for left in first for right in second if left != right),
    )
    for first, second in alike:
        for left, right in pairwise([*first, *second] if first and second else []):
            unions.join(left, right, AuthorRule.CORRECTION)
    for person in moved:
        for left, right in _closest_first(index, person):
            unions.join(left, right, AuthorRule.CHAIN)
    return [*(person for person in persons if named.isdisjoint(person)), *unions.groups()]


def _closest_first(index: AuthorMentions, person: Person) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a person's mentions that share facts, most first; all pairs if none need be shared."""
    facts = {mention: set(index.shared_facts(mention)) for mention in person}
    shared = {(left, right): len(facts[left] & facts[right]) for left, right in combinations(person, 2)}
    name_keys = {index.name[mention].name_key for mention in person}
    free = _is_collective(index, person) or any(_is_rare(index, index.by_name[name_key]) for name_key in name_keys)
    return (pair for pair in sorted(shared, key=lambda pair: (-shared[pair], pair)) if shared[pair] or free)


def _entities(index: AuthorMentions, persons: Iterable[Person]) -> list[Entity]:
    """Return the entity of each mention."""
    namesakes: dict[tuple[str, str], list[tuple[Person, Counter[str], str]]] = defaultdict(list)
    for person in persons:
        spellings = Counter(spelling for mention in person for spelling in index.spellings[mention])
        best = min(spellings, key=lambda spelling: _rank(spelling, spellings[spelling]))
        name_key = next(index.name[mention].name_key for mention in person if best in index.spellings[mention])
        namesakes[name_key].append((person, spellings, reading_order(best)))
    entities: dict[int, Entity] = {}
    for name_key, group in namesakes.items():
        for person, spellings, label in group:
            labelled = [mention for mention in person if index.name[mention].name_key == name_key]
            node = f"author/{iri_part(index.name[labelled[0]].slug)}"
            if len(group) > 1:
                node += _suffix(index, labelled)
            entity = Entity(node, "Author", label, tuple(sorted(spellings.keys() - {label})))
            entities.update(dict.fromkeys(person, entity))
    return [entities[mention] for mention in range(len(index.paper))]


def _rank(spelling: str, count: int) -> tuple[bool, int, bool, int, str]:
    """Return the rank of a spelling as a label: full, frequent, in mixed case and with most capitals comes first."""
    one_case = spelling.isupper() or spelling.islower()
    return person_name(spelling).shortened, -count, one_case, -sum(map(str.isupper, spelling)), spelling


def _suffix(index: AuthorMentions, person: Person) -> str:
    """Return the IRI suffix of a person with namesakes: the first paper, and the initials if it has two of the name."""
    first = min(person, key=lambda mention: index.papers[index.paper[mention]].suffix)
    name, paper = index.name[first], index.paper[first]
    namesakes = sum(index.paper[mention] == paper for mention in index.by_name[name.name_key])
    parts = [index.papers[paper].suffix, *([name.initials] if namesakes > 1 else [])]
    return "".join(f";{iri_part(part)}" for part in parts)
