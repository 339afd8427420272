"""The figures of the comparisons: the most compared entities, a matrix of outcomes, and the pairs with quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import networkx as nx

from paperatlas.graph.display import paper_url
from paperatlas.html.report.charts import Bar, MatrixCell, fit_text, matrix_chart
from paperatlas.html.report.figures import EntityLabel, Figure, ReportTable, SourceQuote, bar_figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperatlas.analysis.records import Analysis, PairComparison, Ranking
    from paperatlas.graph.graph import Graph

__all__ = ["comparison_figures"]

_ENTITIES: Final = 15
_MATRIX_ENTITIES: Final = 12
_PAIRS: Final = 20
_QUOTE_OUTCOMES: Final = {
    "better": "the first is ahead",
    "worse": "the first is behind",
    "comparable": "the first is on a par",
    "unspecified": "the first is compared",
}
_COUNT_OUTCOMES: Final = {
    "better": "first ahead",
    "worse": "second ahead",
    "comparable": "on a par",
    "unspecified": "not said",
}


def comparison_figures(analysis: Analysis, graph: Graph) -> tuple[Figure, ...]:
    """Return the figures of the comparisons, none without comparisons, no matrix with fewer than three pairs in it."""
    if not analysis.comparisons:
        return ()
    return (*_most_compared(analysis), *_matrix(analysis), _pairs(analysis, graph))


def _most_compared(analysis: Analysis) -> tuple[Figure, ...]:
    rankings = [ranking for ranking in (*analysis.models, *analysis.datasets, *analysis.methods) if ranking.compared]
    shown = sorted(rankings, key=lambda ranking: (-ranking.compared, -ranking.papers, ranking.id))[:_ENTITIES]
    outcomes = [
        {
            "better": ranking.better,
            "comparable": ranking.comparable,
            "worse": ranking.worse,
            "unspecified": _unspecified(ranking),
        }
        for ranking in shown
    ]
    return bar_figure(
        "records",
        "What is compared most, and how it does",
        [Bar(ranking.label, counts, str(ranking.compared)) for ranking, counts in zip(shown, outcomes, strict=True)],
        {"better": "does better", "comparable": "about as well", "worse": "does worse", "unspecified": "not said"},
        "In how many papers the thing is compared with another, and how that ends for it. A paper in which it beats "
        "one and loses to another counts in both parts; the number at the end counts each paper once.",
        ("Name", "Compared in", "Better", "About as well", "Worse", "Not said"),
        [
            (EntityLabel(ranking.label, ranking.type), ranking.compared, *counts.values())
            for ranking, counts in zip(shown, outcomes, strict=True)
        ],
    )


def _unspecified(ranking: Ranking) -> int:
    """Return the least number of papers that compare an entity and leave the outcome open."""
    return max(ranking.compared - ranking.better - ranking.comparable - ranking.worse, 0)


def _matrix(analysis: Analysis) -> tuple[Figure, ...]:
    node_ids = _core_nodes(analysis.comparisons)
    rows = {node_id: row for row, node_id in enumerate(node_ids)}
    pairs = [pair for pair in analysis.comparisons if pair.first in rows and pair.second in rows]
    if len(pairs) < 3:
        return ()
    labels = [analysis.nodes[node_id].label for node_id in node_ids]
    cells: dict[tuple[int, int], MatrixCell] = {}
    for pair in pairs:
        first, second = rows[pair.first], rows[pair.second]
        better, worse, even = (pair.count_papers(outcome) for outcome in ("better", "worse", "comparable"))
        cells[first, second] = _matrix_cell(labels[first], labels[second], better, worse, even)
        cells[second, first] = _matrix_cell(labels[second], labels[first], worse, better, even)
    heading = "Who is ahead of whom"
    kinds = {"better": "row ahead", "worse": "row behind", "comparable": "even or open"}
    caption = (
        f"{len(node_ids)} things that are compared much among themselves. “2–1” says that two papers "
        "have the row ahead of the column and one has it behind; “=” that papers find them on a par; “·” that they are "
        "compared without a stated outcome."
    )
    table = ReportTable(
        ("First", "Second", "First ahead", "Second ahead", "On a par", "Not said"),
        [(*_ends(analysis, pair), *(pair.count_papers(outcome) for outcome in _COUNT_OUTCOMES)) for pair in pairs],
    )
    return (Figure(heading, matrix_chart("matrix", heading, labels, cells, kinds), caption, table),)


def _core_nodes(comparisons: Sequence[PairComparison]) -> list[str]:
    """Return the nodes of the matrix: those of the innermost cores (Seidman 1983), then those with most partners.

    The k-core of a network is what remains after all nodes with fewer than k partners are removed, again and again;
    the nodes of the innermost core are compared most among themselves. Papers, which have no short names, are left out.
    """
    network: nx.Graph[str] = nx.Graph()
    ends = ((pair.first, pair.second) for pair in comparisons)
    network.add_edges_from(pair for pair in ends if not any(node_id.startswith("paper/") for node_id in pair))
    cores = nx.core_number(network)
    ranked = sorted(network, key=lambda node_id: (-cores[node_id], -network.degree[node_id], node_id))
    inside = network.subgraph(ranked[:_MATRIX_ENTITIES])
    return [node_id for node_id in ranked[:_MATRIX_ENTITIES] if inside.degree[node_id]]


def _matrix_cell(row: str, column: str, ahead: int, behind: int, even: int) -> MatrixCell:
    kind = "better" if ahead > behind else "worse" if ahead < behind else "comparable"
    text = f"{ahead}–{behind}" if ahead or behind else "=" if even else "·"
    title = f"{row} against {column}: ahead in {ahead}, behind in {behind}, on a par in {even} papers"
    return MatrixCell(kind, min(abs(ahead - behind) / 3, 1.0), text, title)


def _pairs(analysis: Analysis, graph: Graph) -> Figure:
    shown = analysis.comparisons[:_PAIRS]
    disputed = sum(pair.disputed for pair in analysis.comparisons)
    agreement = (
        f"In {disputed} of all pairs papers disagree on who is ahead, or on whether anyone is."
        if disputed
        else "Papers agree on the outcome wherever they say it."
    )
    caption = (
        f"{len(shown)} of {len(analysis.comparisons)} compared pairs: those in most papers first, then those whose "
        f"ends most papers name. {agreement} The last column quotes the papers."
    )
    columns = ("First", "Second", "Papers that say so", "On whose word")
    rows = [(*_ends(analysis, pair), _counts(pair), _source_quotes(pair, graph)) for pair in shown]
    return Figure("The pairs, and on whose word", None, caption, ReportTable(columns, rows), open=True)


def _ends(analysis: Analysis, pair: PairComparison) -> tuple[EntityLabel, EntityLabel]:
    """Return the labels of a pair; a paper stands for its unnamed work, and its title may be long."""
    nodes = (analysis.nodes[pair.first], analysis.nodes[pair.second])
    first, second = (
        EntityLabel(f"the work of “{fit_text(node.label, 44)}”" if node.type == "Paper" else node.label, node.type)
        for node in nodes
    )
    return first, second


def _counts(pair: PairComparison) -> str:
    counts = {words: pair.count_papers(outcome) for outcome, words in _COUNT_OUTCOMES.items()}
    return ", ".join(f"{words}: {count}" for words, count in counts.items() if count)


def _source_quotes(pair: PairComparison, graph: Graph) -> list[SourceQuote]:
    return [
        SourceQuote(
            graph.entities[item.paper].label, paper_url(graph, item.paper), item.quote, _QUOTE_OUTCOMES[item.outcome]
        )
        for item in pair.evidence
    ]
