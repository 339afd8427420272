"""Contradictions: a paper states that A does better than B, another that B does, or that they are alike.

A graph keeps all of these statements. Nothing follows from chains: that A beats B and B beats C states nothing of A and
C.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperatlas.graph.graph import Graph, Statement

__all__ = ["INVERSE_OUTCOME", "contradictions", "inverse_outcome", "is_contradictory"]

INVERSE_OUTCOME: Final = {"better": "worse", "worse": "better", "comparable": "comparable"}
"""The outcome as seen from the object, by the outcome as seen from the subject."""


def inverse_outcome(outcome: str) -> str:
    """Return an outcome as seen from the other end; an unspecified outcome stays as it is.

    >>> inverse_outcome("better"), inverse_outcome("comparable"), inverse_outcome("unspecified")
    ('worse', 'comparable', 'unspecified')
    """
    return INVERSE_OUTCOME.get(outcome, outcome)


def is_contradictory(outcomes: Iterable[str]) -> bool:
    """Return whether the outcomes of one comparison, all seen from one end, cannot all be true.

    An unspecified outcome contradicts none.

    >>> is_contradictory(["better", "comparable"]), is_contradictory(["better", "unspecified"])
    (True, False)
    """
    return len(INVERSE_OUTCOME.keys() & set(outcomes)) > 1


def contradictions(graph: Graph) -> dict[str, tuple[str, ...]]:
    """Return the comparisons that papers contradict, in either direction.

    Returns:
        For the id of each such statement, the sorted ids of all statements that compare its two ends.

    >>> from paperatlas.graph.graph import Evidence, Statement, Graph
    >>> def beats(a, b): return Statement(a, "compares-to", b, (Evidence("paper/p", "q", outcome="better"),))
    >>> first, second = beats("model/a", "model/b"), beats("model/b", "model/a")
    >>> sorted(contradictions(Graph(statements=(first, second)))) == sorted([first.id, second.id])
    True
    >>> contradictions(Graph(statements=(first,)))
    {}
    """
    pairs: dict[frozenset[str], list[Statement]] = defaultdict(list)
    for statement in graph.statements:
        if statement.predicate == "compares-to" and statement.subject != statement.object:
            pairs[frozenset((statement.subject, statement.object))].append(statement)
    disputed = {}
    for statements in pairs.values():
        if is_contradictory(outcome for statement in statements for outcome in _outcomes(statement)):
            ids = tuple(sorted(statement.id for statement in statements))
            disputed.update(dict.fromkeys(ids, ids))
    return disputed


def _outcomes(statement: Statement) -> Iterable[str]:
    """Return the outcomes of a statement as seen from the end whose id sorts first."""
    in_order = statement.subject < statement.object
    return statement.outcomes if in_order else map(inverse_outcome, statement.outcomes)
