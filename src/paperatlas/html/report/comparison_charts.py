"""The comparisons as figures: who is compared, who beats whom, and on whose word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import networkx as nx

from paperatlas.graph.display import paper_url
from paperatlas.html.report.charts import Bar, Cell, bar_chart, fit_text, matrix_chart
from paperatlas.html.report.components import EntityLabel, Figure, ReportTable, SourceQuote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperatlas.analysis.records import Analysis, PairComparison, Ranking
    from paperatlas.graph.graph import Graph

__all__ = ["comparison_figures"]

_TOP: Final = 15
_SQUARE: Final = 12
"""How many things the matrix shows at most."""
_PAIRS: Final = 20
"""How many pairs the table shows at most."""
_SAYS: Final = {"better": "is ahead", "worse": "is behind", "comparable": "is on a par", "unspecified": "is compared"}


def comparison_figures(analysis: Analysis, graph: Graph) -> tuple[Figure, ...]:
    """The figures of the comparisons; none where nothing is compared, no matrix where it would be all but empty."""
    if not analysis.comparisons:
        return ()
    return (*_records(analysis), *_matrix(analysis), _pairs(analysis, graph))


def _records(analysis: Analysis) -> tuple[Figure, ...]:
    things = [ranking for ranking in (*analysis.models, *analysis.datasets, *analysis.methods) if ranking.compared]
    shown = sorted(things, key=lambda one: (-one.compared, -one.papers, one.id))[:_TOP]
    if not shown:
        return ()
    heading = "What is compared most, and how it does"
    bars = [Bar(ranking.label, _outcomes(ranking), str(ranking.compared)) for ranking in shown]
    kinds = {"better": "does better", "comparable": "about as well", "worse": "does worse", "unspecified": "not said"}
    rows = tuple(
        (
            EntityLabel(ranking.label, ranking.type),
            ranking.compared,
            ranking.better,
            ranking.comparable,
            ranking.worse,
            _outcome_words(ranking),
        )
        for ranking in shown
    )
    caption = (
        "In how many papers the thing is compared with another, and how that ends for it. A paper in which it beats "
        "one and loses to another counts in both parts; the number at the end counts each paper once."
    )
    columns = ("Name", "Compared in", "Better", "About as well", "Worse", "Not said")
    return (Figure(heading, bar_chart("records", heading, bars, kinds), caption, ReportTable(columns, rows)),)


def _outcomes(ranking: Ranking) -> tuple[tuple[str, float], ...]:
    return (
        ("better", ranking.better),
        ("comparable", ranking.comparable),
        ("worse", ranking.worse),
        ("unspecified", _outcome_words(ranking)),
    )


def _outcome_words(ranking: Ranking) -> int:
    """At least so many papers compare it and leave the outcome open."""
    return max(ranking.compared - ranking.better - ranking.comparable - ranking.worse, 0)


def _matrix(analysis: Analysis) -> tuple[Figure, ...]:
    chosen = _most_entangled(analysis.comparisons)
    places = {node_id: place for place, node_id in enumerate(chosen)}
    inside = [pair for pair in analysis.comparisons if pair.first in places and pair.second in places]
    if len(inside) < 3:
        return ()
    labels = [analysis.nodes[node_id].label for node_id in chosen]
    cells: dict[tuple[int, int], Cell] = {}
    for pair in inside:
        row, column = places[pair.first], places[pair.second]
        ahead, behind = pair.tally("better"), pair.tally("worse")
        cells[row, column] = _cell(labels[row], labels[column], ahead, behind, pair)
        cells[column, row] = _cell(labels[column], labels[row], behind, ahead, pair)
    heading = "Who is ahead of whom"
    kinds = {"better": "row ahead", "worse": "row behind", "comparable": "even or open"}
    caption = (
        f"{len(chosen)} things that are compared much among themselves. “2–1” says that two papers "
        "have the row ahead of the column and one has it behind; “=” that papers find them on a par; “·” that they are "
        "compared without a stated outcome."
    )
    rows = tuple(_pair_row(analysis, pair) for pair in inside)
    table = ReportTable(("First", "Second", "First ahead", "Second ahead", "On a par", "Not said"), rows)
    return (Figure(heading, matrix_chart("matrix", heading, labels, cells, kinds), caption, table),)


def _most_entangled(comparisons: Sequence[PairComparison]) -> list[str]:
    """The things to show in the matrix: those of the innermost cores (Seidman 1983), then those with most partners.

    The k-core of a network is what remains when nodes with fewer than k partners are taken away again and again, so
    that the things of the innermost are those most compared among themselves.
    """
    network: nx.Graph[str] = nx.Graph()
    network.add_edges_from(
        (pair.first, pair.second) for pair in comparisons if "paper" not in (_folder(pair.first), _folder(pair.second))
    )
    cores = nx.core_number(network)
    ranked = sorted(network, key=lambda node_id: (-cores[node_id], -network.degree[node_id], node_id))
    inside = network.subgraph(ranked[:_SQUARE])
    return [node_id for node_id in ranked[:_SQUARE] if inside.degree[node_id]]


def _folder(node_id: str) -> str:
    return node_id.partition("/")[0]


def _cell(row: str, column: str, ahead: int, behind: int, pair: PairComparison) -> Cell:
    if ahead or behind:
        text = f"{ahead}–{behind}"
        kind = "better" if ahead > behind else "worse" if ahead < behind else "comparable"
    else:
        text, kind = "=" if pair.tally("comparable") else "·", "comparable"
    strength = min(abs(ahead - behind) / 3, 1.0)
    counted = f"ahead in {ahead}, behind in {behind}, on a par in {pair.tally('comparable')} papers"
    return Cell(kind, strength, text, f"{row} against {column}: {counted}")


def _pair_row(analysis: Analysis, pair: PairComparison) -> tuple[EntityLabel, EntityLabel, int, int, int, int]:
    tallies = (pair.tally("better"), pair.tally("worse"), pair.tally("comparable"), pair.tally("unspecified"))
    return (_end(analysis, pair.first), _end(analysis, pair.second), *tallies)


def _pairs(analysis: Analysis, graph: Graph) -> Figure:
    shown = analysis.comparisons[:_PAIRS]
    rows = tuple(
        (_end(analysis, pair.first), _end(analysis, pair.second), _tally(pair), _source_quotes(pair, graph))
        for pair in shown
    )
    caption = (
        f"{len(shown)} of {len(analysis.comparisons)} compared pairs: those in most papers first, then those whose "
        f"ends most papers name. {_contradictions(analysis)} The last column quotes the papers."
    )
    columns = ("First", "Second", "Papers that say so", "On whose word")
    return Figure("The pairs, and on whose word", None, caption, ReportTable(columns, rows), open=True)


def _end(analysis: Analysis, node_id: str) -> EntityLabel:
    """An end of a pair; a paper stands for what it made and did not name, and its title may be long."""
    node = analysis.nodes[node_id]
    return EntityLabel(f"the work of “{fit_text(node.label, 44)}”" if node.type == "Paper" else node.label, node.type)


def _tally(pair: PairComparison) -> str:
    phrases = {"better": "first ahead", "worse": "second ahead", "comparable": "on a par", "unspecified": "not said"}
    return ", ".join(f"{words}: {pair.tally(outcome)}" for outcome, words in phrases.items() if pair.tally(outcome))


def _contradictions(analysis: Analysis) -> str:
    count = sum(pair.disputed for pair in analysis.comparisons)
    if not count:
        return "Papers agree on the outcome wherever they say it."
    return f"In {count} of all pairs papers disagree on who is ahead, or on whether anyone is."


def _source_quotes(pair: PairComparison, graph: Graph) -> tuple[SourceQuote, ...]:
    return tuple(
        SourceQuote(
            graph.entities[verdict.paper].label,
            paper_url(graph, verdict.paper),
            verdict.quote,
            f"the first {_SAYS[verdict.outcome]}",
        )
        for verdict in pair.verdicts
    )
