"""Link records of one paper: by arXiv id or DOI, else by the normal form of the title, with checks.

Two records with one title are one paper unless both have identifiers of one kind that differ (then each identifier is a
paper), or the author list of one is complete and shares no author with that of the other.
"""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, cast

import networkx as nx

from paperatlas.text.keys import iri_part, title_key
from paperatlas.text.person_names import person_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from paperatlas.graph.papers import Paper

    AuthorKey = tuple[str, str]

__all__ = ["ListedPaper", "PaperRule", "paper_ids", "why_papers"]


class PaperRule(StrEnum):
    """Why two records are one paper, or are not."""

    SAME_IDENTIFIER = "both have one arXiv id or DOI"
    SAME_TITLE = "titles that differ in case, spaces and punctuation at most"
    CHAIN = "a third record has the title of one and the identifier of the other"
    OTHER_TITLE = "other titles, and no identifier in common"
    OTHER_IDENTIFIER = "one title, but identifiers of one kind that differ"
    OTHER_AUTHORS = "one title, but authors who have nobody in common"
    UNIDENTIFIED = "one title, but records of it are several papers, and this one does not tell which it is"


class ListedPaper(NamedTuple):
    """The fields of a record that identify its paper.

    Attributes:
        title: The title.
        identifier: The arXiv id or DOI (``arxiv:…``, ``doi:…``); None if unknown.
        authors: The listed authors.
        complete: Whether the paper has no other authors.
    """

    title: str
    identifier: str | None = None
    authors: tuple[str, ...] = ()
    complete: bool = False

    @classmethod
    def of(cls, paper: Paper) -> ListedPaper:
        """Return the identifying fields of a record of a page."""
        return cls(paper.title, paper.identifier, paper.authors, paper.authors_complete and bool(paper.authors))

    @property
    def author_keys(self) -> frozenset[AuthorKey]:
        """The family name and first letter of each author, equal for all spellings of the author."""
        names = map(person_name, self.authors)
        return frozenset((name.family, name.first_letters[:1]) for name in names)


def paper_ids(records: Iterable[ListedPaper]) -> dict[ListedPaper, str]:
    """Return the node id of each record, whatever their order, such as ``paper/attention-is-all-you-need``.

    >>> same = [ListedPaper("A Title"), ListedPaper("A title!", "arxiv:2401.00001")]
    >>> set(paper_ids(same).values())
    {'paper/a-title'}
    >>> others = [ListedPaper("A", None, ("Ada Lake",), True), ListedPaper("A", None, ("Bo Brook",), True)]
    >>> sorted(paper_ids(others).values())
    ['paper/a;brook-b', 'paper/a;lake-a']
    """
    records = set(records)
    by_title: dict[str, list[ListedPaper]] = defaultdict(list)
    for record in records:
        by_title[title_key(record.title)].append(record)
    anchors = {record: (key, sign) for key, group in by_title.items() for record, sign in _signs(group).items()}
    links: nx.Graph[object] = nx.Graph()
    for record in records:
        links.add_edge(record, ("title", *anchors[record]))
        if record.identifier is not None:
            links.add_edge(record, ("identifier", record.identifier))
    groups = (cast("set[ListedPaper]", component & records) for component in nx.connected_components(links))
    return {record: node for group in groups for node in [_node([anchors[r] for r in group])] for record in group}


def why_papers(left: ListedPaper, right: ListedPaper, ids: Mapping[ListedPaper, str]) -> PaperRule:
    """Return the rule that joins or separates two records of :func:`paper_ids`."""
    same_title = title_key(left.title) == title_key(right.title)
    if left.identifier is not None and left.identifier == right.identifier:
        return PaperRule.SAME_IDENTIFIER
    if ids[left] == ids[right]:
        return PaperRule.SAME_TITLE if same_title else PaperRule.CHAIN
    if not same_title:
        return PaperRule.OTHER_TITLE
    if left.identifier is not None and right.identifier is not None:
        return PaperRule.OTHER_IDENTIFIER
    return PaperRule.OTHER_AUTHORS if left.authors and right.authors else PaperRule.UNIDENTIFIED


def _signs(group: Collection[ListedPaper]) -> dict[ListedPaper, str]:
    """Return the sign of each record of one title, which differs between papers; empty if it is one paper."""
    if _conflict({record.identifier for record in group if record.identifier is not None}):
        return {record: record.identifier or "" for record in group}
    teams = _teams(group)
    return {record: _team_sign(record, teams) if len(teams) > 1 else "" for record in group}


def _conflict(identifiers: Iterable[str]) -> bool:
    schemes = [identifier.partition(":")[0] for identifier in identifiers]
    return len(schemes) != len(set(schemes))


def _teams(group: Collection[ListedPaper]) -> list[frozenset[AuthorKey]]:
    """Return the authors of each paper of one title, joined over common authors; empty if no list is complete."""
    if not any(record.complete for record in group):
        return []
    links: nx.Graph[object] = nx.Graph()
    for record in group:
        keys = sorted(record.author_keys)
        nx.add_path(links, keys)
        if record.identifier is not None and keys:
            links.add_edge(record.identifier, keys[0])
    components = nx.connected_components(links)
    return [frozenset(cast("AuthorKey", node) for node in nodes if isinstance(node, tuple)) for nodes in components]


def _team_sign(record: ListedPaper, teams: Iterable[frozenset[AuthorKey]]) -> str:
    """Return the alphabetically first author of the team that a record shares authors with."""
    return "-".join(filter(None, next((min(team) for team in teams if team & record.author_keys), ())))


def _node(anchors: Collection[tuple[str, str]]) -> str:
    """Return the id of a paper: its first title key, and the least sign of that title."""
    key, sign = min(anchors)
    return f"paper/{iri_part(key)}" + (f";{iri_part(sign)}" if sign else "")
