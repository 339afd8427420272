"""When two records are one paper: by arXiv id or DOI, else by the normal form of the title, with checks.

Two records with one title are one paper unless both have identifiers of one kind that differ (then each identifier is a
paper of its own), or the authors of one are all known and none of them is among those of the other.
"""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, cast

import networkx as nx

from paperatlas.text.keys import iri_part, title_key
from paperatlas.text.person_names import person_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from paperatlas.graph.papers import Paper

__all__ = ["ListedPaper", "PaperRule", "paper_ids", "why_papers"]


class PaperRule(StrEnum):
    """Why two records are one paper, or are not."""

    SAME_IDENTIFIER = "both have one arXiv id or DOI"
    SAME_TITLE = "titles that differ in case, spaces and punctuation at most"
    CHAIN = "a third record has the title of one and the identifier of the other"
    OTHER_TITLE = "other titles, and no identifier in common"
    OTHER_IDENTIFIER = "one title, but identifiers of one kind that differ"
    OTHER_AUTHORS = "one title, but authors who have nobody in common"
    UNTOLD = "one title, but records of it are several papers, and this one does not tell which it is"


class ListedPaper(NamedTuple):
    """What tells the paper of a record.

    Attributes:
        title: The title.
        identifier: The arXiv id or DOI (``arxiv:…``, ``doi:…``), or nothing.
        authors: The names of authors that are known.
        complete: Whether they are all.
    """

    title: str
    identifier: str | None = None
    authors: tuple[str, ...] = ()
    complete: bool = False

    @classmethod
    def of(cls, paper: Paper) -> ListedPaper:
        """What tells the paper of a record of a page."""
        return cls(paper.title, paper.identifier, paper.authors, paper.authors_complete and bool(paper.authors))

    @property
    def family(self) -> frozenset[tuple[str, str]]:
        """Family names with the first letter of the given one: what all spellings of an author share."""
        names = map(person_name, self.authors)
        return frozenset((name.family, name.first_letters[:1]) for name in names)


def paper_ids(records: Iterable[ListedPaper]) -> dict[ListedPaper, str]:
    """The node id of each record, such as ``paper/attention-is-all-you-need``; the order of the records does not count.

    >>> same = [ListedPaper("A Title"), ListedPaper("A title!", "arxiv:2401.00001")]
    >>> set(paper_ids(same).values())
    {'paper/a-title'}
    >>> others = [ListedPaper("A", None, ("Ada Lake",), True), ListedPaper("A", None, ("Bo Brook",), True)]
    >>> sorted(paper_ids(others).values())
    ['paper/a;brook-b', 'paper/a;lake-a']
    """
    records = set(records)
    titled: dict[str, list[ListedPaper]] = defaultdict(list)
    for record in records:
        titled[title_key(record.title)].append(record)
    anchors = {record: anchor for key, group in titled.items() for record, anchor in _anchors(key, group)}
    same: nx.Graph[object] = nx.Graph()
    for record in records:
        same.add_edge(record, anchors[record])
        if record.identifier is not None:
            same.add_edge(record, ("identifier", record.identifier))
    groups = (cast("set[ListedPaper]", group & records) for group in nx.connected_components(same))
    return {record: node for group in groups for record, node in _named(group, anchors)}


def why_papers(left: ListedPaper, right: ListedPaper, ids: Mapping[ListedPaper, str]) -> PaperRule:
    """The rule that joins or parts two records of :func:`paper_ids`."""
    same_title = title_key(left.title) == title_key(right.title)
    if left.identifier is not None and left.identifier == right.identifier:
        return PaperRule.SAME_IDENTIFIER
    if ids[left] == ids[right]:
        return PaperRule.SAME_TITLE if same_title else PaperRule.CHAIN
    if not same_title:
        return PaperRule.OTHER_TITLE
    if left.identifier is not None and right.identifier is not None:
        return PaperRule.OTHER_IDENTIFIER
    return PaperRule.OTHER_AUTHORS if left.authors and right.authors else PaperRule.UNTOLD


Anchor = tuple[str, str, str]
"""What the records of one paper share by their title: *title*, its normal form, and what tells papers of it apart."""


def _anchors(key: str, group: Collection[ListedPaper]) -> Iterator[tuple[ListedPaper, Anchor]]:
    """For each record of one title, what it shares with those that are the same paper."""
    if _conflict({record.identifier for record in group if record.identifier is not None}):
        return ((record, ("title", key, record.identifier or "")) for record in group)
    circles = _circles(group)
    if len(circles) < 2:
        return ((record, ("title", key, "")) for record in group)
    return ((record, ("title", key, _matching_sign(record, circles))) for record in group)


def _circles(group: Iterable[ListedPaper]) -> list[frozenset[tuple[str, str]]]:
    """The authors of the papers of one title, where one of its lists is whole; lists with common authors are one."""
    group = list(group)
    if not any(record.complete for record in group):
        return []
    same: nx.Graph[object] = nx.Graph()
    for record in group:
        family = sorted(record.family)
        nx.add_path(same, family)
        if record.identifier is not None and family:
            same.add_edge(record.identifier, family[0])
    components = nx.connected_components(same)
    return [frozenset(cast("tuple[str, str]", end) for end in found if isinstance(end, tuple)) for found in components]


def _matching_sign(record: ListedPaper, circles: Iterable[frozenset[tuple[str, str]]]) -> str:
    """The first author, in order of the alphabet, of the circle that the record's authors belong to."""
    family, letter = next((min(circle) for circle in circles if circle & record.family), ("", ""))
    return "-".join(filter(None, (family, letter)))


def _conflict(identifiers: Iterable[str]) -> bool:
    kinds = [identifier.partition(":")[0] for identifier in identifiers]
    return len(kinds) != len(set(kinds))


def _named(group: Iterable[ListedPaper], anchors: Mapping[ListedPaper, Anchor]) -> Iterator[tuple[ListedPaper, str]]:
    """The records of one paper with its id: from the first of its titles, and what tells it from others of it."""
    members = sorted(group, key=lambda record: (title_key(record.title), anchors[record]))
    first = members[0]
    key = title_key(first.title)
    sign = min(anchors[record][2] for record in members if title_key(record.title) == key)
    node = f"paper/{iri_part(key)}"
    if sign:
        node += f";{iri_part(sign)}"
    return ((record, node) for record in members)
