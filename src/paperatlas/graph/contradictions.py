"""Where papers contradict each other: one says that A does better than B, another that B does, or that they are alike.

All of it is kept; this only tells where it is. Nothing follows from chains: that A beats B and B beats C says nothing
of A and C.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperatlas.graph.graph import Graph, Statement

__all__ = ["INVERSE_OUTCOME", "contradictions", "inverse_outcome", "is_contradictory"]

INVERSE_OUTCOME: Final = {"better": "worse", "worse": "better", "comparable": "comparable"}
"""What an outcome is when the other side tells it."""


def inverse_outcome(outcome: str) -> str:
    """Return an outcome as the other side tells it; one that is left open stays as it is.

    >>> inverse_outcome("better"), inverse_outcome("comparable"), inverse_outcome("unspecified")
    ('worse', 'comparable', 'unspecified')
    """
    return INVERSE_OUTCOME.get(outcome, outcome)


def is_contradictory(outcomes: Iterable[str]) -> bool:
    """Return whether the outcomes of one comparison, all told from the same side, cannot all be true.

    An outcome that is left open contradicts none.

    >>> is_contradictory(["better", "comparable"]), is_contradictory(["better", "unspecified"])
    (True, False)
    """
    return len(INVERSE_OUTCOME.keys() & set(outcomes)) > 1


def contradictions(graph: Graph) -> dict[str, tuple[str, ...]]:
    """Return the statements that are contradicted, whichever way round.

    Args:
        graph: Any graph.

    Returns:
        For the id of each such statement, the ids of all that compare the same two things, sorted, itself among them.

    >>> from paperatlas.graph.graph import Evidence, Statement, Graph
    >>> def beats(a, b): return Statement(a, "compares-to", b, (Evidence("paper/p", "q", outcome="better"),))
    >>> one, other = beats("model/a", "model/b"), beats("model/b", "model/a")
    >>> sorted(contradictions(Graph(statements=(one, other)))) == sorted([one.id, other.id])
    True
    >>> contradictions(Graph(statements=(one,)))
    {}
    """
    pairs: dict[frozenset[str], list[Statement]] = defaultdict(list)
    for statement in graph.statements:
        if statement.predicate == "compares-to" and statement.subject != statement.object:
            pairs[frozenset((statement.subject, statement.object))].append(statement)
    found = {}
    for statements in pairs.values():
        if is_contradictory(outcome for statement in statements for outcome in _outcomes(statement)):
            ids = tuple(sorted(statement.id for statement in statements))
            found.update(dict.fromkeys(ids, ids))
    return found


def _outcomes(statement: Statement) -> Iterable[str]:
    """Return the outcomes of a statement as the end whose id sorts first sees them."""
    in_order = statement.subject < statement.object
    return statement.outcomes if in_order else map(inverse_outcome, statement.outcomes)
