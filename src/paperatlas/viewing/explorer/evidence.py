"""The words behind the edges, which the explorer decodes only when somebody asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from paperatlas.schema import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from paperatlas.records import Evidence, Statement

__all__ = ["evidence_columns"]

_MOST: Final = 5
_OUTCOMES: Final = {outcome.name: place for place, outcome in enumerate(OUTCOMES)}


def evidence_columns(statements: Sequence[Statement], nodes: Mapping[str, int]) -> dict[str, Any]:
    """The evidence of statements, in their order.

    Args:
        statements: The edges.
        nodes: The index of each node by id.

    Returns:
        ``quotes``: for each edge its five surest passages, each a list of the words, the index of the paper or -1, the
        index of the outcome or -1, and how sure the reader is in thousandths. ``more``: how many each edge has beyond.
    """
    return {
        "quotes": [[_quote(passage, nodes) for passage in _surest(its)] for its in statements],
        "more": [max(0, len(its.evidence) - _MOST) for its in statements],
    }


def _surest(statement: Statement) -> Sequence[Evidence]:
    if len(statement.evidence) <= 1:
        return statement.evidence
    return sorted(statement.evidence, key=lambda passage: (-passage.confidence, passage.order))[:_MOST]


def _quote(passage: Evidence, nodes: Mapping[str, int]) -> list[Any]:
    outcome = _OUTCOMES[passage.outcome] if passage.outcome else -1
    return [passage.quote, nodes.get(passage.paper, -1), outcome, round(1000 * passage.confidence)]
