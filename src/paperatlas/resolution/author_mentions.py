"""Who stands on which paper, and what papers share: names, organisations, author-listing pages.

Everything is a number here, so that a million authors fit into memory and are gone through once.
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
"""At most one name in so many has a rare family name."""


class SharedFact(StrEnum):
    """What two papers may share."""

    COAUTHOR = "coauthor"
    LAB = "lab"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class AuthoredPaper:
    """Who wrote one paper, over all pages that list it.

    Attributes:
        id: The id of the paper's node.
        suffix: What tells the paper in the IRI of an author whose name others bear too: the arXiv id or DOI, else the
            last part of ``id``.
        authors: The names as they are listed.
        labs: The ids of the paper's organisations.
        own_labs: The ids of an author's organisations, by name, where the source tells them; then ``labs`` says nothing
            of that author.
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
    """All mentions of authors, numbered from 0; equal names on one paper are one mention.

    Attributes:
        papers: The papers.
        paper: The number of each mention's paper.
        name: Each mention's name, taken apart.
        spellings: The ways each mention is spelled.
        cores: The mentions of each given and family name.
    """

    def __init__(self, papers: Sequence[AuthoredPaper]) -> None:
        """Number the mentions of the papers, in their order."""
        self.papers = papers
        self.paper: list[int] = []
        self.name: list[PersonName] = []
        self.spellings: list[tuple[str, ...]] = []
        self.cores: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._names: dict[str, PersonName] = {}
        self._ties: dict[tuple[SharedFact, object], int] = {}
        self._kinds: list[SharedFact] = []
        self._own_labs: dict[int, list[int]] = {}
        self._mentions = [self._add(number, paper) for number, paper in enumerate(papers)]
        self._own = [self._tie(SharedFact.COAUTHOR, name.name_key) for name in self.name]
        self._coauthors = [self._shareable(mentions) for mentions in self._mentions]
        self._labs = [[self._tie(SharedFact.LAB, lab) for lab in paper.labs] for paper in papers]
        self._pages = [[self._tie(SharedFact.PAGE, page) for page in paper.pages] for paper in papers]
        full = filter(self._is_full, self.cores)
        self._bearers = Counter(word for given, family in full for word in {given, _without_suffix(family)})

    def mention(self, paper: int, name: str) -> int:
        """The mention of that name on the paper of that number."""
        return self._mentions[paper][self._name(name).full_key]

    def named(self, name: str, title: str | None = None) -> list[int]:
        """The mentions of a name, whatever its spelling; only those on papers of a title, if one is given."""
        person = self._name(name)
        return [
            mention
            for mention in self.cores.get(person.name_key, ())
            if self.name[mention].full_key == person.full_key
            and (title is None or title_key(title) in self.papers[self.paper[mention]].titles)
        ]

    def shared_facts(self, mention: int) -> Iterator[int]:
        """The numbers of what the mention may share with another of the same name."""
        paper, own = self.paper[mention], self._own[mention]
        yield from (tie for tie in self._coauthors[paper] if tie != own)
        yield from self._own_labs.get(mention, self._labs[paper])
        yield from self._pages[paper]

    def is_rare(self, core: tuple[str, str]) -> bool:
        """Whether a name is written out, and one name in ten thousand at most has its family name, last or first.

        First too, as *Zhang Yifan* is most often a Yifan Zhang: few families are called Yifan, but many people.
        """
        return self._is_full(core) and self._bearers[_without_suffix(core[1])] * _RARE <= len(self.cores)

    def kind(self, tie: int) -> SharedFact:
        """What the tie of that number is."""
        return self._kinds[tie]

    def _is_full(self, core: tuple[str, str]) -> bool:
        return bool(core[0]) and not self.name[self.cores[core][0]].shortened

    def _name(self, name: str) -> PersonName:
        found = self._names.get(name)
        if found is None:
            found = self._names[name] = person_name(name)
        return found

    def _tie(self, kind: SharedFact, value: object) -> int:
        number = self._ties.setdefault((kind, value), len(self._kinds))
        if number == len(self._kinds):
            self._kinds.append(kind)
        return number

    def _add(self, number: int, paper: AuthoredPaper) -> dict[tuple[str, str, str], int]:
        """Number the mentions of a paper."""
        found: dict[tuple[str, str, str], int] = {}
        for spelling in paper.authors:
            name = self._name(spelling)
            mention = found.setdefault(name.full_key, len(self.paper))
            if mention < len(self.paper):
                self.spellings[mention] += (spelling,)
            else:
                self.paper.append(number)
                self.name.append(name)
                self.spellings.append((spelling,))
                self.cores[name.name_key].append(mention)
            if spelling in paper.own_labs:
                self._own_labs[mention] = [self._tie(SharedFact.LAB, lab) for lab in paper.own_labs[spelling]]
        return found

    def _shareable(self, mentions: Mapping[tuple[str, str, str], int]) -> list[int]:
        """The names of a paper that other papers have too; most names stand on one paper only and need no look."""
        numbers: Iterable[int] = mentions.values()
        return sorted({self._own[mention] for mention in numbers if len(self.cores[self.name[mention].name_key]) > 1})


def _without_suffix(family: str) -> str:
    """``murphy`` of ``murphy jr``."""
    return family.partition(" ")[0]
