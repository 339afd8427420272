"""When two names on two papers are one author.

Names alone tell little: dozens of people are called Yang Liu. Two mentions of one name are one person where their
papers share something: the name of another author, an organisation, or an author-listing page. Sharing is carried on:
who is one person with a second is one with a third that shares something with the second. That coauthors are what tells
people apart where little more than bylines is known is an old finding (Kang et al., *On co-authorship for author
disambiguation*, Information Processing & Management 45(1), 2009). Where a family name is rare among many thousands of
names, nothing need be shared: hardly two people have such a name.

Initials may be missing or stand for a name. Where anything in a circle contradicts (``Michael S.`` and ``Michael B.``,
or two forms of the name on one paper), only names with equal initials are joined. A shortened given name (``X. Li``) is
joined to a full one where it shares something with exactly one person of that letter and family name.

Corrections win over all rules. They move whom they name and those who were one with them, nobody else: people who are
said to be two draw each further paper to the side with which it shares most.

The cost is linear in the number of authors times the coauthors of each; no two persons are compared, but for
the papers of people whom a correction names.
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
"""The mentions of one person, sorted."""


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


_BY_TIE: Final = {
    SharedFact.COAUTHOR: AuthorRule.SHARED_COAUTHOR,
    SharedFact.LAB: AuthorRule.SHARED_LAB,
    SharedFact.PAGE: AuthorRule.SHARED_PAGE,
}


class Authors:
    """Tells the node of each author of each paper."""

    def __init__(self, circles: AuthorMentions, by_rules: Sequence[int], entities: Sequence[Entity]) -> None:
        """Made by :func:`resolve_authors`, with the number of each mention's person under the rules, and its entity."""
        self._mentions = circles
        self._by_rules = by_rules
        self._entities = entities
        self._papers = {paper.id: number for number, paper in enumerate(circles.papers)}

    def entity(self, paper: str, name: str) -> Entity:
        """The author of that name on that paper.

        Args:
            paper: The id of the paper's node.
            name: One of the names that were given for it.
        """
        return self._entities[self._mention(paper, name)]

    def entities(self) -> list[Entity]:
        """All authors, sorted by id."""
        return sorted(set(self._entities), key=lambda entity: entity.id)

    def why(self, left: tuple[str, str], right: tuple[str, str]) -> AuthorRule:
        """The rule that joins or parts two authors, each given as the id of a paper and a name on it."""
        first, second = self._mention(*left), self._mention(*right)
        if first == second:
            return AuthorRule.ONE_MENTION
        same = self._entities[first] == self._entities[second]
        if same != (self._by_rules[first] == self._by_rules[second]):
            return AuthorRule.CORRECTION
        names = self._mentions.name[first], self._mentions.name[second]
        if names[0].name_key != names[1].name_key:
            return AuthorRule.SHORTENED if same else AuthorRule.OTHER_NAME
        shared = set(self._mentions.shared_facts(first)) & set(self._mentions.shared_facts(second))
        if same:
            return self._joined_by(names[0].name_key, shared)
        return AuthorRule.CONTRADICTION if shared else AuthorRule.NOTHING_SHARED

    def _joined_by(self, core: tuple[str, str], shared: set[int]) -> AuthorRule:
        if _is_collective(self._mentions, self._mentions.cores[core]):
            return AuthorRule.COLLECTIVE
        if shared:
            return _BY_TIE[self._mentions.kind(min(shared))]
        return AuthorRule.RARE_NAME if _is_rare(self._mentions, self._mentions.cores[core]) else AuthorRule.CHAIN

    def _mention(self, paper: str, name: str) -> int:
        return self._mentions.mention(self._papers[paper], name)


def resolve_authors(
    papers: Iterable[AuthoredPaper], same: Sequence[Ends] = (), different: Sequence[Ends] = ()
) -> Authors:
    """The persons behind the names on all papers; the order of the papers does not count.

    Args:
        papers: The papers, each once.
        same: Corrections: pairs of authors that are one.
        different: Corrections: pairs of authors that are two; where corrections contradict each other, these win.

    >>> first = AuthoredPaper("paper/a", "a", ("Xiang Li", "Bo Brook"))
    >>> found = resolve_authors([first, AuthoredPaper("paper/b", "b", ("Xiang Li",))])
    >>> [author.id for author in found.entities()]
    ['author/bo-brook', 'author/xiang-li;a', 'author/xiang-li;b']
    >>> found = resolve_authors([first, AuthoredPaper("paper/b", "b", ("Li, Xiang", "Bo Brook"))])
    >>> [author.id for author in found.entities()]
    ['author/bo-brook', 'author/xiang-li']
    """
    circles = AuthorMentions(sorted(papers, key=lambda paper: paper.id))
    namesakes = {core: _persons(circles, mentions) for core, mentions in circles.cores.items()}
    _join_shortened(circles, namesakes)
    persons = [person for found in namesakes.values() for person in found]
    by_rules = [0] * len(circles.paper)
    for number, person in enumerate(persons):
        for mention in person:
            by_rules[mention] = number
    return Authors(circles, by_rules, _entities(circles, _corrected(circles, persons, same, different)))


def _persons(circles: AuthorMentions, mentions: Person) -> list[Person]:
    """The persons of one given and family name."""
    if len(mentions) == 1 or _is_collective(circles, mentions) or _is_rare(circles, mentions):
        return [mentions]
    found: list[Person] = []
    for group in _tied(circles, mentions):
        if _contradict(circles, group):
            found += _by_initials(circles, group)
        else:
            found.append(group)
    return found


def _is_collective(circles: AuthorMentions, mentions: Person) -> bool:
    return any(_COLLECTIVE.search(spelling) for mention in mentions for spelling in circles.spellings[mention])


def _is_rare(circles: AuthorMentions, mentions: Person) -> bool:
    """Whether all mentions of a name are one person, as the name is rare and nothing contradicts."""
    return circles.is_rare(circles.name[mentions[0]].name_key) and not _contradict(circles, mentions)


def _tied(circles: AuthorMentions, mentions: Person) -> list[Person]:
    """The mentions in groups that share something, directly or over others."""
    groups = UnionFind(mentions)
    first_with: dict[int, int] = {}
    for mention in mentions:
        groups.union(mention, *{first_with.setdefault(tie, mention) for tie in circles.shared_facts(mention)})
    return sorted(map(sorted, groups.to_sets()))


def _by_initials(circles: AuthorMentions, mentions: Person) -> list[Person]:
    parts: dict[str, Person] = defaultdict(list)
    for mention in mentions:
        parts[circles.name[mention].initials].append(mention)
    return [person for part in parts.values() for person in _tied(circles, part)]


def _contradict(circles: AuthorMentions, mentions: Iterable[int]) -> bool:
    """Whether initials differ in more than that some are missing, or one paper has two of the mentions."""
    mentions = list(mentions)
    initials = sorted({circles.name[mention].initials for mention in mentions}, key=len)
    chain = all(longer.startswith(shorter) for shorter, longer in pairwise(initials))
    return not chain or len({circles.paper[mention] for mention in mentions}) < len(mentions)


def _join_shortened(circles: AuthorMentions, persons: dict[tuple[str, str], list[Person]]) -> None:
    """Move who has a shortened given name to the one person of the full name, where there is exactly one."""
    full: dict[tuple[str, str], list[Person]] = defaultdict(list)
    shortened = {core for core, mentions in circles.cores.items() if circles.name[mentions[0]].shortened}
    for (given, family), namesakes in persons.items():
        if (given[:1], family) in shortened and (given, family) not in shortened:
            full[given[:1], family] += namesakes
    for core in sorted(full):
        joined = _matches(circles, persons[core], full[core])
        for short, person in joined:
            person[:] = sorted(person + short)
            persons[core].remove(short)


def _matches(circles: AuthorMentions, shortened: list[Person], full: list[Person]) -> list[tuple[Person, Person]]:
    """The pairs of a shortened and a full name that are one person; none of those that contradict each other."""
    sharing: dict[int, set[int]] = defaultdict(set)
    for number, person in enumerate(full):
        for mention in person:
            for tie in circles.shared_facts(mention):
                sharing[tie].add(number)
    matched: dict[int, list[Person]] = defaultdict(list)
    for short in shortened:
        near = {number for mention in short for tie in circles.shared_facts(mention) for number in sharing.get(tie, ())}
        fitting = [number for number in near if _fits(circles, short, full[number])]
        if len(fitting) == 1:
            matched[fitting[0]].append(short)
    return [
        (short, full[number])
        for number, shorts in sorted(matched.items())
        if not _contradict(circles, (mention for short in shorts for mention in short))
        for short in shorts
    ]


def _fits(circles: AuthorMentions, short: Person, full: Person) -> bool:
    """Whether the initials agree as far as both go, and no paper has both."""
    letters = [sorted({circles.name[mention].first_letters for mention in person}) for person in (short, full)]
    agree = all(left.startswith(right) or right.startswith(left) for left in letters[0] for right in letters[1])
    papers = [{circles.paper[mention] for mention in person} for person in (short, full)]
    return agree and papers[0].isdisjoint(papers[1])


def _corrected(
    circles: AuthorMentions, persons: list[Person], same: Sequence[Ends], different: Sequence[Ends]
) -> list[Person]:
    """The persons as corrections have them."""
    alike, apart = ([tuple(circles.named(*author) for author in ends) for ends in pairs] for pairs in (same, different))
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
        for left, right in _closest_first(circles, person):
            unions.join(left, right, AuthorRule.CHAIN)
    return [*(person for person in persons if named.isdisjoint(person)), *unions.groups()]


def _closest_first(circles: AuthorMentions, person: Person) -> Iterator[tuple[int, int]]:
    """The pairs of a person's mentions that share something, most first; all pairs where nothing need be shared."""
    ties = {mention: set(circles.shared_facts(mention)) for mention in person}
    shared = {(left, right): len(ties[left] & ties[right]) for left, right in combinations(person, 2)}
    cores = {circles.name[mention].name_key for mention in person}
    free = _is_collective(circles, person) or any(_is_rare(circles, circles.cores[core]) for core in cores)
    return (pair for pair in sorted(shared, key=lambda pair: (-shared[pair], pair)) if shared[pair] or free)


def _entities(circles: AuthorMentions, persons: Iterable[Person]) -> list[Entity]:
    """The node of each mention."""
    namesakes: dict[tuple[str, str], list[tuple[Person, Counter[str], str]]] = defaultdict(list)
    for person in persons:
        spellings = Counter(spelling for mention in person for spelling in circles.spellings[mention])
        best = min(spellings, key=lambda spelling: _rank(spelling, spellings[spelling]))
        core = next(circles.name[mention].name_key for mention in person if best in circles.spellings[mention])
        namesakes[core].append((person, spellings, reading_order(best)))
    entities: dict[int, Entity] = {}
    for core, found in namesakes.items():
        for person, spellings, label in found:
            node = _node(circles, core, person, alone=len(found) == 1)
            entity = Entity(node, "Author", label, tuple(sorted(spellings.keys() - {label})))
            entities.update(dict.fromkeys(person, entity))
    return [entities[mention] for mention in range(len(circles.paper))]


def _node(circles: AuthorMentions, core: tuple[str, str], person: Person, *, alone: bool) -> str:
    """The id of a person's node.

    Args:
        circles: All mentions.
        core: The given and family name of the person's label.
        person: The person's mentions.
        alone: Whether nobody else has a label of that name.
    """
    own = [mention for mention in person if circles.name[mention].name_key == core]
    node = f"author/{iri_part(circles.name[own[0]].slug)}"
    return node if alone else node + _suffix(circles, own)


def _rank(spelling: str, count: int) -> tuple[bool, int, bool, int, str]:
    """What the label is the least of: full, frequent, in mixed case, with capitals where others have none."""
    plain = spelling.isupper() or spelling.islower()
    return person_name(spelling).shortened, -count, plain, -sum(map(str.isupper, spelling)), spelling


def _suffix(circles: AuthorMentions, person: Person) -> str:
    """What tells a person from the namesakes: the first paper, and the initials where that has two of the name."""
    first = min(person, key=lambda mention: circles.papers[circles.paper[mention]].suffix)
    name, paper = circles.name[first], circles.paper[first]
    namesakes = sum(circles.paper[mention] == paper for mention in circles.cores[name.name_key])
    parts = [circles.papers[paper].suffix, *([name.initials] if namesakes > 1 else [])]
    return "".join(f";{iri_part(part)}" for part in parts)
