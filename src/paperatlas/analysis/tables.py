"""The analysis as CSV files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperatlas import schema
from paperatlas.formats import csv_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from paperatlas.analysis.records import Analysis, NodeMeasures, Ranking

    Row = Sequence[str | int | float | None]

__all__ = ["tables"]

_PREDICATES: Final = tuple(entry.name for entry in schema.PREDICATES)
_DIGITS: Final = 9
"""Decimal places of shares: finer than any difference worth a look, coarser than the noise of adding in floats."""


def tables(analysis: Analysis) -> dict[str, bytes]:
    r"""The tables of an analysis, as the contents of CSV files by their names.

    - ``measures.csv``: a row a node: degrees (in all, and by predicate), PageRank, betweenness, community;
    - ``communities.csv``: a row a community, with its first ten members;
    - ``models.csv``, ``datasets.csv``, ``methods.csv``, ``labs.csv``: a row each, in the order of their standing;
    - ``comparisons.csv``: a row a pair, with how many papers and which say what;
    - ``years.csv``: a row a year.

    Cells are those of :func:`paperatlas.formats.csv_table`; ids in one cell are apart by a blank.

    >>> from paperatlas.analysis import analyze
    >>> from paperatlas.graph.graph import Graph
    >>> tables(analyze(Graph()))["years.csv"]
    b'year,papers_dated,papers_with_inferred_year\r\n'
    """
    return {
        "measures.csv": _measures(analysis),
        "communities.csv": _communities(analysis),
        "models.csv": _models(analysis.models),
        "datasets.csv": _datasets(analysis.datasets),
        "methods.csv": _methods(analysis.methods),
        "labs.csv": _labs(analysis),
        "comparisons.csv": _comparisons(analysis),
        "years.csv": csv_table(
            ("year", "papers_dated", "papers_with_inferred_year"),
            ((year.year, year.stated, year.inferred) for year in analysis.years),
        ),
    }


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


def _measures(analysis: Analysis) -> bytes:
    known = ("id", "type", "label", "papers", "in_degree", "out_degree", "pagerank", "betweenness", "community")
    degrees = [f"{direction}_{name}" for direction in ("in", "out") for name in _PREDICATES]
    return csv_table((*known, *degrees), map(_measures_row, analysis.nodes.values()))


def _measures_row(node: NodeMeasures) -> Row:
    shares = (_share(node.pagerank), _share(node.betweenness), node.community)
    by_predicate = (counts.get(name, 0) for counts in (node.incoming, node.outgoing) for name in _PREDICATES)
    return (node.id, node.type, node.label, node.papers, node.in_degree, node.out_degree, *shares, *by_predicate)


def _communities(analysis: Analysis) -> bytes:
    types = ("Paper", *schema.ARTIFACT_TYPES)
    columns = ("community", "name", "size", *(f"{name.lower()}s" for name in types), "first_members")
    return csv_table(
        columns,
        (
            (
                community.number,
                community.name,
                community.size,
                *(community.types.get(name, 0) for name in types),
                " ".join(community.members[:10]),
            )
            for community in analysis.communities
        ),
    )


def _models(models: Sequence[Ranking]) -> bytes:
    columns = "id,label,papers,introducing,compared,better,worse,comparable,built_on,applied,trained,evaluated,pagerank"
    return _standings(columns, models)


def _datasets(datasets: Sequence[Ranking]) -> bytes:
    return _standings("id,label,papers,trained,evaluated,introducing,built_on,compared,pagerank", datasets)


def _methods(methods: Sequence[Ranking]) -> bytes:
    columns = "id,label,papers,introducing,applied,built_on,compared,better,worse,comparable,evaluated,pagerank"
    return _standings(columns, methods)


def _standings(columns: str, rows: Sequence[Ranking]) -> bytes:
    names = columns.split(",")[:-1]
    return csv_table(
        columns.split(","), ([*(getattr(row, name) for name in names), _share(row.pagerank)] for row in rows)
    )


def _labs(analysis: Analysis) -> bytes:
    return csv_table(
        ("id", "label", "papers", "introduced", "authors", "mentioned"),
        ((lab.id, lab.label, lab.papers, lab.introduced, lab.authors, lab.mentioned) for lab in analysis.labs),
    )


def _comparisons(analysis: Analysis) -> bytes:
    outcomes = ("first_better", "second_better", "comparable", "unspecified")
    columns = ("first", "first_label", "second", "second_label", "papers", *outcomes)
    lists = tuple(f"papers_{outcome}" for outcome in outcomes)
    return csv_table((*columns, *lists), _comparison_rows(analysis))


def _comparison_rows(analysis: Analysis) -> Iterator[Row]:
    for pair in analysis.comparisons:
        ends = (pair.first, analysis.nodes[pair.first].label, pair.second, analysis.nodes[pair.second].label)
        papers = [pair.papers(outcome.name) for outcome in schema.OUTCOMES]
        yield (*ends, len(pair.papers()), *map(len, papers), *map(" ".join, papers))
