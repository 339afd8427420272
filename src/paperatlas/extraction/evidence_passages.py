"""The choice of the passage that is quoted for a statement: whole sentences, and both ends named where they are.

The sentence that states something often says "our model" or "this benchmark". A sentence that is nearly as likely to
state it, or the sentences around it, may name what that is.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from paperatlas.graph.extractions import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from paperatlas.extraction.candidate_statements import CandidateStatement
    from paperatlas.graph.extractions import ExtractedEntity

__all__ = ["evidence_passage"]

_MAX_SENTENCES: Final = 3

_MAX_LENGTH: Final = 800
"""The greatest length of a passage of several sentences, in characters."""

_NEARLY_AS_LIKELY: Final = 1.5
"""The distance, in log-odds, at which a sentence with both names is preferred to the most probable one."""


def evidence_passage(statement: CandidateStatement, sentences: Sequence[Span]) -> Span:
    """Return the passage that is quoted for a statement: one to three whole sentences of title or abstract.

    It is the shortest that names both ends and has the most probable sentence, or one that is nearly as probable. If
    there is none, it is a sentence that names the object, else the most probable one.

    Args:
        statement: The candidate statement.
        sentences: The sentences of its text, in order, without outer space.
    """
    starts = [sentence.start for sentence in sentences]
    best_score, _, best_outcome = statement.evidence[0]
    indices = [
        bisect_right(starts, pair.sentence.end_char - 1) - 1
        for score, pair, outcome in statement.evidence
        if best_score - score <= _NEARLY_AS_LIKELY and outcome == best_outcome
    ]
    ends = [end for end in (statement.subject, statement.object) if end]
    for passages in ([sentences[index] for index in indices], _windows(sentences, indices[0])):
        whole = next((passage for passage in passages if all(_names(passage, end) for end in ends)), None)
        if whole:
            return whole
    naming = (sentences[index] for index in indices if _names(sentences[index], statement.object))
    return next(naming, sentences[indices[0]])


def _names(passage: Span, entity: ExtractedEntity) -> bool:
    """Return whether a mention of an entity is in a passage."""
    return any(passage.start <= mention.start and mention.end <= passage.end for mention in entity.mentions)


def _windows(sentences: Sequence[Span], index: int) -> Iterator[Span]:
    """Return the passages of two sentences and more around one of the abstract, the shortest first."""
    passages = [
        Span(sentences[first].start, sentences[first + size - 1].end)
        for size in range(2, _MAX_SENTENCES + 1)
        for first in range(index - size + 1, index + 1)
        if first >= 1 and first + size <= len(sentences)
    ]
    short = [passage for passage in passages if passage.end - passage.start <= _MAX_LENGTH]
    return iter(sorted(short, key=lambda passage: passage.end - passage.start) if index else ())
