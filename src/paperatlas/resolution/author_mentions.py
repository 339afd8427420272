"""Index the mentions of authors on papers, and the facts that papers share: coauthors, labs, author-listing pages.

Mentions and facts are numbers, so that a million authors fit into memory.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from paperatlas.text.keys import title_key
from paperatlas.text.person_names import PersonName, person_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["AuthorMentions", "AuthoredPaper", "SharedFact"]

_RARE: Final = 10_000
"""The number of names of which at most one has a rare family name."""


class SharedFact(StrEnum):
    """The kinds of facts that two papers may share."""

    COAUTHOR = "coauthor"
    LAB = "lab"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class AuthoredPaper:
    """The authorship of one paper, from all pages that list it.

    Attributes:
        id: The id of the paper's node.
        suffix: The part for the paper in the IRI of an author with namesakes: the arXiv id or DOI, else the last part
            of ``id``.
        authors: The names as listed.
        labs: The ids of the paper's labs.
        own_labs: The ids of an author's labs, by name, if the source states them; they replace ``labs`` for the author.
        pages: The author-listing pages that list the paper.
        titles: The normal forms of its titles.
    """

    id: str
    suffix: str
    authors: tuple[str, ...]
    labs: tuple[str, ...] = ()
    own_labs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pages: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


class AuthorMentions:
    """The mentions of authors, numbered from 0; equal names on one paper are one mention.

    Attributes:
        papers: The papers.
        paper: The number of each mention's paper.
        name: The parsed name of each mention.
        spellings: The spellings of each mention.
        by_name: The mentions of each given and family name.
    """

    def __init__(self, papers: Sequence[AuthoredPaper]) -> None:
        """Number the mentions on papers, in their order."""
        self.papers = papers
        self.paper: list[int] = []
        self.name: list[PersonName] = []
        self.spellings: list[tuple[str, ...]] = []
        self.by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._names: dict[str, PersonName] = {}
        self._facts: dict[tuple[SharedFact, object], int] = {}
        self._kinds: list[SharedFact] = []
        self._own_labs: dict[int, list[int]] = {}
        self._mentions = [self._add(number, paper) for number, paper in enumerate(papers)]
        self._as_coauthor = [self._fact(SharedFact.COAUTHOR, name.name_key) for name in self.name]
        self._coauthors = [self._shareable(mentions.values()) for mentions in self._mentions]
        self._labs = [[self._fact(SharedFact.LAB, lab) for lab in paper.labs] for paper in papers]
        self._pages = [[self._fact(SharedFact.PAGE, page) for page in paper.pages] for paper in papers]
        full = filter(self._is_full, self.by_name)
        self._name_counts = Counter(word for given, family in full for word in {given, _without_suffix(family)})

    def mention(self, paper: int, name: str) -> int:
        """Return the mention of a name on a paper, given by its number."""
        return self._mentions[paper][self._name(name).full_key]

    def mentions_of(self, name: str, title: str | None = None) -> list[int]:
        """Return the mentions of a name in any spelling, on papers of a title if given."""
        person = self._name(name)
        return [
            mention
            for mention in self.by_name.get(person.name_key, ())
            if self.name[mention].full_key == person.full_key
            and (title is None or title_key(title) in self.papers[self.paper[mention]].titles)
        ]

    def shared_facts(self, mention: int) -> Iterator[int]:
        """Yield the facts that a mention may share with another of the same name."""
        paper = self.paper[mention]
        yield from (fact for fact in self._coauthors[paper] if fact != self._as_coauthor[mention])
        yield from self._own_labs.get(mention, self._labs[paper])
        yield from self._pages[paper]

    def is_rare(self, name_key: tuple[str, str]) -> bool:
        """Return whether a name is in full, and at most one name in ten thousand has its family name, last or first.

        First too, as *Zhang Yifan* is most often a Yifan Zhang: few families are called Yifan, but many people.
        """
        return self._is_full(name_key) and self._name_counts[_without_suffix(name_key[1])] * _RARE <= len(self.by_name)

    def kind(self, fact: int) -> SharedFact:
        """Return the kind of a fact."""
        return self._kinds[fact]

    def _is_full(self, name_key: tuple[str, str]) -> bool:
        return bool(name_key[0]) and not self.name[self.by_name[name_key][0]].shortened

    def _name(self, name: str) -> PersonName:
        if name not in self._names:
            self._names[name] = person_name(name)
        return self._names[name]

    def _fact(self, kind: SharedFact, value: object) -> int:
        number = self._facts.setdefault((kind, value), len(self._kinds))
        if number == len(self._kinds):
            self._kinds.append(kind)
        return number

    def _add(self, number: int, paper: AuthoredPaper) -> dict[tuple[str, str, str], int]:
        """Number the mentions on a paper."""
        mentions: dict[tuple[str, str, str], int] = {}
        for spelling in paper.authors:
            name = self._name(spelling)
            mention = mentions.setdefault(name.full_key, len(self.paper))
            if mention < len(self.paper):
                self.spellings[mention] += (spelling,)
            else:
                self.paper.append(number)
                self.name.append(name)
                self.spellings.append((spelling,))
                self.by_name[name.name_key].append(mention)
            if spelling in paper.own_labs:
                self._own_labs[mention] = [self._fact(SharedFact.LAB, lab) for lab in paper.own_labs[spelling]]
        return mentions

    def _shareable(self, mentions: Iterable[int]) -> list[int]:
        """Return the coauthor facts of a paper that other papers have too; most names occur on one paper only."""
        return sorted(
            {self._as_coauthor[mention] for mention in mentions if len(self.by_name[self.name[mention].name_key]) > 1}
        )


def _without_suffix(family: str) -> str:
    """Return a family name without its suffix: ``murphy`` of ``murphy jr``."""
    return family.partition(" ")[0]
