"""The tables of an analysis as CSV."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from paperatlas import schema
from paperatlas.formats import csv_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from paperatlas.analysis.records import Analysis, Community, NodeMeasures, Ranking

    Row = Sequence[str | int | float | None]

__all__ = ["tables"]

_PREDICATES: Final = tuple(entry.name for entry in schema.PREDICATES)
_DIGITS: Final = 9
"""The decimal places of shares: finer than any difference of interest, coarser than the noise of float sums."""

_RANKING_COLUMNS: Final = {
    "models": "papers,introducing,compared,better,worse,comparable,built_on,applied,trained,evaluated",
    "datasets": "papers,trained,evaluated,introducing,built_on,compared",
    "methods": "papers,introducing,applied,built_on,compared,better,worse,comparable,evaluated",
}


def tables(analysis: Analysis) -> dict[str, bytes]:
    r"""Return the tables of an analysis, as the contents of CSV files by file name.

    - ``measures.csv``: degrees (in all, and by predicate), PageRank, betweenness and community of each node;
    - ``communities.csv``: the communities, with their first ten members;
    - ``models.csv``, ``datasets.csv``, ``methods.csv``, ``labs.csv``: the rankings;
    - ``comparisons.csv``: the compared pairs, with the number and ids of the papers for each outcome;
    - ``years.csv``: the papers of each year.

    Cells are those of :func:`paperatlas.formats.csv_table`; a blank separates the ids in one cell.

    >>> from paperatlas.analysis import analyze
    >>> from paperatlas.graph.graph import Graph
    >>> tables(analyze(Graph()))["years.csv"]
    b'year,papers_dated,papers_with_inferred_year\r\n'
    """
    return {
        "measures.csv": _measures(analysis),
        "communities.csv": _communities(analysis),
        **{f"{name}.csv": _rankings(getattr(analysis, name), columns) for name, columns in _RANKING_COLUMNS.items()},
        "labs.csv": _attributes(("id", "label", "papers", "introduced", "authors", "mentioned"), analysis.labs),
        "comparisons.csv": _comparisons(analysis),
        "years.csv": csv_table(
            ("year", "papers_dated", "papers_with_inferred_year"),
            ((year.year, year.stated, year.inferred) for year in analysis.years),
        ),
    }


def _attributes(names: Sequence[str], records: Sequence[object]) -> bytes:
    """Write the attributes of records under their names."""
    return csv_table(names, ([getattr(record, name) for name in names] for record in records))


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


def _measures(analysis: Analysis) -> bytes:
    columns = ("id", "type", "label", "papers", "in_degree", "out_degree", "pagerank", "betweenness", "community")
    degrees = [f"{direction}_{name}" for direction in ("in", "out") for name in _PREDICATES]
    return csv_table((*columns, *degrees), map(_measures_row, analysis.nodes.values()))


def _measures_row(node: NodeMeasures) -> Row:
    shares = (_share(node.pagerank), _share(node.betweenness), node.community)
    by_predicate = (counts.get(name, 0) for counts in (node.incoming, node.outgoing) for name in _PREDICATES)
    return (node.id, node.type, node.label, node.papers, node.in_degree, node.out_degree, *shares, *by_predicate)


def _communities(analysis: Analysis) -> bytes:
    types = ("Paper", *schema.ARTIFACT_TYPES)
    columns = ("community", "name", "size", *(f"{name.lower()}s" for name in types), "first_members")

    def row(community: Community) -> Row:
        counts = (community.types.get(name, 0) for name in types)
        return (community.number, community.name, community.size, *counts, " ".join(community.members[:10]))

    return csv_table(columns, map(row, analysis.communities))


def _rankings(rankings: Sequence[Ranking], columns: str) -> bytes:
    rounded = [replace(ranking, pagerank=round(ranking.pagerank, _DIGITS)) for ranking in rankings]
    return _attributes(("id", "label", *columns.split(","), "pagerank"), rounded)


def _comparisons(analysis: Analysis) -> bytes:
    outcomes = ("first_better", "second_better", "comparable", "unspecified")
    columns = ("first", "first_label", "second", "second_label", "papers", *outcomes)
    return csv_table((*columns, *(f"papers_{outcome}" for outcome in outcomes)), _comparison_rows(analysis))


def _comparison_rows(analysis: Analysis) -> Iterator[Row]:
    for pair in analysis.comparisons:
        ends = (pair.first, analysis.nodes[pair.first].label, pair.second, analysis.nodes[pair.second].label)
        papers = [pair.papers(outcome.name) for outcome in schema.OUTCOMES]
        yield (*ends, len(pair.papers()), *map(len, papers), *map(" ".join, papers))
