"""How sure a statement is that several papers state.

Papers err independently, sentences of one paper do not: so the surest passage speaks for a paper, and papers combine by
noisy-or (Pearl, *Probabilistic Reasoning in Intelligent Systems*, 1988, section 4.3.2).
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperatlas.records import Evidence

__all__ = ["combined"]

_SUREST_READING: Final = 0.999


def combined(evidence: Iterable[Evidence]) -> float:
    """The confidence of a statement, 0 to 1, to three decimals.

    A listing is taken at its word: with a passage of confidence 1, the result is 1. What was read from texts only stays
    below 1, however many papers say so.

    Args:
        evidence: All its passages, in any order.

    >>> from paperatlas.records import Evidence
    >>> combined([Evidence("paper/a", "q", confidence=0.5), Evidence("paper/b", "q", confidence=0.5)])
    0.75
    """
    surest: dict[str, float] = {}
    for passage in evidence:
        surest[passage.paper] = max(passage.confidence, surest.get(passage.paper, 0.0))
    if any(confidence >= 1 for confidence in surest.values()):
        return 1.0
    return round(min(_SUREST_READING, 1 - prod(sorted(1 - confidence for confidence in surest.values()))), 3)
