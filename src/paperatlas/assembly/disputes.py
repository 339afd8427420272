"""Where papers contradict each other: one says that A does better than B, another that B does, or that they are alike.

All of it is kept; this only tells where it is. Nothing follows from chains: that A beats B and B beats C says nothing
of A and C.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from paperatlas.records import Graph, Statement

__all__ = ["TURNED", "disputes"]

TURNED: Final = {"better": "worse", "worse": "better", "comparable": "comparable"}
"""What an outcome is when it is told from the other side; one that is left open contradicts nothing."""


def disputes(graph: Graph) -> dict[str, tuple[str, ...]]:
    """The statements that are contradicted, whichever way round.

    Args:
        graph: Any graph.

    Returns:
        For the id of each such statement, the ids of all that compare the same two things, sorted, itself among them.

    >>> from paperatlas.records import Evidence, Statement, Graph
    >>> def beats(a, b): return Statement(a, "compares-to", b, (Evidence("paper/p", "q", outcome="better"),))
    >>> one, other = beats("model/a", "model/b"), beats("model/b", "model/a")
    >>> sorted(disputes(Graph(statements=(one, other)))) == sorted([one.id, other.id])
    True
    >>> disputes(Graph(statements=(one,)))
    {}
    """
    pairs: dict[frozenset[str], list[Statement]] = defaultdict(list)
    for statement in graph.statements:
        if statement.predicate == "compares-to":
            pairs[frozenset((statement.subject, statement.object))].append(statement)
    found = {}
    for statements in pairs.values():
        if len({outcome for statement in statements for outcome in _told(statement)}) > 1:
            ids = tuple(sorted(statement.id for statement in statements))
            found.update(dict.fromkeys(ids, ids))
    return found


def _told(statement: Statement) -> set[str]:
    """The outcomes of a statement, as the end that comes first in order sees them."""
    outcomes = {outcome for outcome in statement.outcomes if outcome in TURNED}
    return outcomes if statement.subject <= statement.object else {TURNED[outcome] for outcome in outcomes}
