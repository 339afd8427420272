"""When two records are one paper: by arXiv id or DOI, else by the normal form of the title.

Two records with one title are one paper unless both have identifiers of one kind that differ; then each identifier is a
paper of its own.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, cast

import networkx as nx

from paperatlas.resolution.normal_forms import iri_part, title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["paper_ids"]

Record = tuple[str, str | None]


def paper_ids(records: Iterable[Record]) -> dict[Record, str]:
    """The node id of each record.

    Args:
        records: Pairs of title and identifier (``arxiv:…``, ``doi:…``, or nothing), in any order.

    Returns:
        The id, such as ``paper/attention-is-all-you-need``, for each pair.

    >>> paper_ids([("A Title", None), ("A title!", "arxiv:2401.00001")])[("A Title", None)]
    'paper/a-title'
    """
    records = set(records)
    identifiers: dict[str, set[str]] = defaultdict(set)
    for title, identifier in records:
        if identifier is not None:
            identifiers[title_key(title)].add(identifier)
    same: nx.Graph[tuple[str | None, ...]] = nx.Graph()
    for title, identifier in records:
        same.add_edge((title, identifier), _anchor(title_key(title), identifier, identifiers))
        if identifier is not None:
            same.add_edge((title, identifier), ("identifier", identifier))
    groups = (cast("set[Record]", group) & records for group in nx.connected_components(same))
    return {record: node for group in groups for record, node in _named(group, identifiers)}


def _anchor(key: str, identifier: str | None, identifiers: Mapping[str, set[str]]) -> tuple[str, ...]:
    """What all records of one title share, or only those of one identifier where identifiers of the title conflict."""
    return ("title", key, identifier or "") if _conflict(identifiers.get(key, ())) else ("title", key)


def _conflict(identifiers: Iterable[str]) -> bool:
    kinds = [identifier.partition(":")[0] for identifier in identifiers]
    return len(kinds) != len(set(kinds))


def _named(group: Iterable[Record], identifiers: Mapping[str, set[str]]) -> Iterable[tuple[Record, str]]:
    """The records of one paper with its id: from the first of its titles, and its identifier where others share it."""
    members = sorted(group, key=lambda record: (title_key(record[0]), record[0], record[1] or ""))
    key = title_key(members[0][0])
    own = min((identifier for _, identifier in members if identifier), default=None)
    node = f"paper/{iri_part(key)}"
    if own is not None and _conflict(identifiers[key]):
        node += f";{iri_part(own)}"
    return ((record, node) for record in members)
