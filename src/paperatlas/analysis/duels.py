"""The comparisons as figures: who is compared, who beats whom, and on whose word."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from paperatlas.analysis.charts import Bar, Cell, bar_chart, matrix_chart
from paperatlas.analysis.pages import Figure, Named, Table, Witness, paper_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from paperatlas.analysis.values import Analysis, Comparison, Standing
    from paperatlas.records import Graph

__all__ = ["duel_figures"]

_TOP: Final = 15
_SQUARE: Final = 12
"""How many things the matrix shows at most."""
_PAIRS: Final = 30
"""How many pairs the table shows at most."""
_SAYS: Final = {"better": "is ahead", "worse": "is behind", "comparable": "is on a par", "unspecified": "is compared"}


def duel_figures(analysis: Analysis, graph: Graph) -> tuple[Figure, ...]:
    """The figures of the comparisons; none where nothing is compared, no matrix where it would be all but empty."""
    if not analysis.comparisons:
        return ()
    return (*_records(analysis), *_matrix(analysis), _pairs(analysis, graph))


def _records(analysis: Analysis) -> tuple[Figure, ...]:
    things = [one for one in (*analysis.models, *analysis.datasets, *analysis.methods) if one.compared]
    shown = sorted(things, key=lambda one: (-one.compared, -one.papers, one.id))[:_TOP]
    if not shown:
        return ()
    heading = "What is compared most, and how it does"
    bars = [Bar(one.label, _outcomes(one), str(one.compared)) for one in shown]
    kinds = {"better": "does better", "comparable": "about as well", "worse": "does worse", "unspecified": "not said"}
    rows = tuple(
        (Named(one.label, one.type), one.compared, one.better, one.comparable, one.worse, _unsaid(one)) for one in shown
    )
    caption = (
        "In how many papers the thing is compared with another, and how that ends for it. A paper in which it beats "
        "one and loses to another counts in both parts; the number at the end counts each paper once."
    )
    columns = ("Name", "Compared in", "Better", "About as well", "Worse", "Not said")
    return (Figure(heading, bar_chart("records", heading, bars, kinds), caption, Table(columns, rows)),)


def _outcomes(one: Standing) -> tuple[tuple[str, float], ...]:
    return (
        ("better", one.better),
        ("comparable", one.comparable),
        ("worse", one.worse),
        ("unspecified", _unsaid(one)),
    )


def _unsaid(one: Standing) -> int:
    """At least so many papers compare it and leave the outcome open."""
    return max(one.compared - one.better - one.comparable - one.worse, 0)


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
        f"The {len(chosen)} things that are compared with most others among themselves. “2–1” says that two papers "
        "have the row ahead of the column and one has it behind; “=” that papers find them on a par; “·” that they are "
        "compared without a stated outcome."
    )
    rows = tuple(_pair_row(analysis, pair) for pair in inside)
    table = Table(("First", "Second", "First ahead", "Second ahead", "On a par", "Not said"), rows)
    return (Figure(heading, matrix_chart("matrix", heading, labels, cells, kinds), caption, table),)


def _most_entangled(comparisons: Sequence[Comparison]) -> list[str]:
    """The things to show in the matrix: those with most partners, less those that meet none of the others there."""
    named = [pair for pair in comparisons if not {"paper"} & {_folder(pair.first), _folder(pair.second)}]
    partners = _partners(named)
    chosen = {node_id for node_id, _ in sorted(partners.items(), key=lambda item: (-item[1], item[0]))[:_SQUARE]}
    inside = _partners(pair for pair in named if {pair.first, pair.second} <= chosen)
    return sorted(inside, key=lambda node_id: (-inside[node_id], node_id))


def _partners(pairs: Iterable[Comparison]) -> Counter[str]:
    return Counter(node_id for pair in pairs for node_id in (pair.first, pair.second))


def _folder(node_id: str) -> str:
    return node_id.partition("/")[0]


def _cell(row: str, column: str, ahead: int, behind: int, pair: Comparison) -> Cell:
    if ahead or behind:
        text = f"{ahead}–{behind}"
        kind = "better" if ahead > behind else "worse" if ahead < behind else "comparable"
    else:
        text, kind = "=" if pair.tally("comparable") else "·", "comparable"
    strength = min(abs(ahead - behind) / 3, 1.0)
    counted = f"ahead in {ahead}, behind in {behind}, on a par in {pair.tally('comparable')} papers"
    return Cell(kind, strength, text, f"{row} against {column}: {counted}")


def _pair_row(analysis: Analysis, pair: Comparison) -> tuple[Named, Named, int, int, int, int]:
    first, second = (analysis.nodes[node_id] for node_id in (pair.first, pair.second))
    tallies = (pair.tally("better"), pair.tally("worse"), pair.tally("comparable"), pair.tally("unspecified"))
    return (Named(first.label, first.type), Named(second.label, second.type), *tallies)


def _pairs(analysis: Analysis, graph: Graph) -> Figure:
    shown = analysis.comparisons[:_PAIRS]
    rows = tuple((*_pair_row(analysis, pair), _witnesses(pair, graph)) for pair in shown)
    disputed = sum(pair.disputed for pair in analysis.comparisons)
    caption = (
        f"{len(shown)} of {len(analysis.comparisons)} pairs that papers compare, those in most papers first; "
        f"in {disputed} of them papers disagree on who is ahead. Counted are papers; the last column has their words."
    )
    columns = ("First", "Second", "First ahead", "Second ahead", "On a par", "Not said", "On whose word")
    return Figure("The pairs, and on whose word", None, caption, Table(columns, rows), open=True)


def _witnesses(pair: Comparison, graph: Graph) -> tuple[Witness, ...]:
    return tuple(
        Witness(
            graph.entities[verdict.paper].label,
            paper_url(graph, verdict.paper),
            verdict.quote,
            f"the first {_SAYS[verdict.outcome]}",
        )
        for verdict in pair.verdicts
    )
