"""How sure a statement is that several papers state.

Papers err independently, sentences of one paper do not: so the surest passage speaks for a paper, and papers combine by
noisy-or (Pearl, *Probabilistic Reasoning in Intelligent Systems*, 1988, section 4.3.2). But one extractor reads them
all, and where it misunderstands a way to say things it errs in every paper alike. So, as in INDRA's belief model (Gyori
et al., Molecular Systems Biology 13:954, 2017), an error has two parts: a systematic one, which no number of papers
makes smaller, and one that is each paper's own. With *s* for the first and *c* for the confidences of the papers, the
statement is wrong with

    s + (1 - s) · ∏ max(0, 1 - c - s) / (1 - s)

which for one paper is 1 - c, and nears *s* the more papers say so.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperatlas.graph.graph import Evidence

__all__ = ["combined_confidence"]

_SYSTEMATIC: Final = 0.01
"""What share of statements the extractor would misread in any number of papers."""


def combined_confidence(evidence: Iterable[Evidence]) -> float:
    """The confidence of a statement, 0 to 1, to three decimals.

    A listing is taken at its word: with a passage of confidence 1, the result is 1. What was only read from texts stays
    at 0.99 at most, however many papers say so.

    Args:
        evidence: All its passages, in any order.

    >>> from paperatlas.graph.graph import Evidence
    >>> combined_confidence([Evidence("paper/a", "q", confidence=0.5), Evidence("paper/b", "q", confidence=0.5)])
    0.747
    """
    surest: dict[str, float] = {}
    for passage in evidence:
        surest[passage.paper] = max(passage.confidence, surest.get(passage.paper, 0.0))
    if any(confidence >= 1 for confidence in surest.values()):
        return 1.0
    whole = 1 - _SYSTEMATIC
    own = prod(sorted(max(0.0, whole - confidence) / whole for confidence in surest.values()))
    return round(whole * (1 - own), 3)
