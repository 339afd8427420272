"""Which things are compared, and who is said to have done better."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from paperatlas.analysis.values import Comparison, Verdict
from paperatlas.graph.contradictions import inverse_outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperatlas.analysis.counting import Ledger
    from paperatlas.records import Graph

__all__ = ["compare", "outcomes_of"]


def compare(graph: Graph, ledger: Ledger) -> tuple[Comparison, ...]:
    """The pairs that papers compare, in whichever direction they write it.

    Pairs that are stated in both directions are one, seen from the one that does better more often. Those come first
    that most papers compare, among equals those whose ends most papers name.
    """
    pairs: dict[tuple[str, str], set[Verdict]] = defaultdict(set)
    for statement in graph.statements:
        if statement.predicate == "compares-to" and statement.subject != statement.object:
            ends = (statement.subject, statement.object)
            verdicts = [
                Verdict(passage.paper, passage.outcome or "unspecified", passage.quote)
                for passage in statement.evidence
            ]
            swapped = ends[0] > ends[1]
            pairs[min(ends), max(ends)].update(map(_flip, verdicts) if swapped else verdicts)
    found = [_facing_winner(*ends, tuple(sorted(verdicts))) for ends, verdicts in pairs.items() if verdicts]

    def rank(pair: Comparison) -> tuple[int, int, str, str]:
        known = len(ledger.papers(pair.first)) + len(ledger.papers(pair.second))
        return (-len(pair.papers()), -known, pair.first, pair.second)

    return tuple(sorted(found, key=rank))


def outcomes_of(comparisons: Iterable[Comparison]) -> dict[tuple[str, str], int]:
    """How many papers have a node do better, worse or comparably in some comparison.

    Returns:
        The counts by node id and outcome; those without any are absent.
    """
    papers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for comparison in comparisons:
        for verdict in comparison.verdicts:
            papers[comparison.first, verdict.outcome].add(verdict.paper)
            papers[comparison.second, _flip(verdict).outcome].add(verdict.paper)
    return {key: len(stating) for key, stating in papers.items()}


def _flip(verdict: Verdict) -> Verdict:
    return Verdict(verdict.paper, inverse_outcome(verdict.outcome), verdict.quote)


def _facing_winner(first: str, second: str, verdicts: tuple[Verdict, ...]) -> Comparison:
    comparison = Comparison(first, second, verdicts)
    if comparison.tally("better") >= comparison.tally("worse"):
        return comparison
    return Comparison(second, first, tuple(sorted(map(_flip, verdicts))))
