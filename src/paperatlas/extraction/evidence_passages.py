"""The choice of the passage that is quoted for a statement: whole sentences, and both ends named where they are.

The sentence that states something often says "our model" or "this benchmark". A sentence that is nearly as likely to
state it, or the sentences around it, may name what that is.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from paperatlas.graph.extractions import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperatlas.extraction.candidate_statements import CandidateStatement
    from paperatlas.graph.extractions import ExtractedEntity

__all__ = ["evidence_passage"]

_MAX_SENTENCES: Final = 3

_MAX_TO_OBJECT: Final = 4
"""The greatest number of sentences of a passage that would not name the object otherwise."""

_MAX_LENGTH: Final = 1000
"""The greatest length of a passage of several sentences, in characters."""

_NEARLY_AS_LIKELY: Final = 1.5
"""The distance, in log-odds, at which a sentence with both names is preferred to the most probable one."""


def evidence_passage(statement: CandidateStatement, sentences: Sequence[Span]) -> Span:
    """Return the passage that is quoted for a statement: one to four whole sentences of title or abstract.

    It is the shortest of three at most that names both ends and has the most probable sentence, or one that is nearly
    as probable. If there is none, it is the shortest that names the object, else the most probable sentence.

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
    likely = [sentences[index] for index in indices]
    around = _windows(sentences, indices[0])
    three = [window for size, window in around if size <= _MAX_SENTENCES]
    ends = [end for end in (statement.subject, statement.object) if end]
    both = (passage for passage in (*likely, *three) if all(_names(passage, end) for end in ends))
    naming = (passage for passage in (*likely, *(window for _, window in around)) if _names(passage, statement.object))
    return next(both, None) or next(naming, likely[0])


def _names(passage: Span, entity: ExtractedEntity) -> bool:
    """Return whether a mention of an entity is in a passage."""
    return any(passage.start <= mention.start and mention.end <= passage.end for mention in entity.mentions)


def _windows(sentences: Sequence[Span], index: int) -> list[tuple[int, Span]]:
    """Return the passages of two sentences and more around one of the abstract, with sizes, the shortest first."""
    passages = [
        (size, Span(sentences[first].start, sentences[first + size - 1].end))
        for size in range(2, _MAX_TO_OBJECT + 1)
        for first in range(index - size + 1, index + 1)
        if first >= 1 and first + size <= len(sentences)
    ]
    short = [(size, passage) for size, passage in passages if passage.end - passage.start <= _MAX_LENGTH]
    return sorted(short, key=lambda item: item[1].end - item[1].start) if index else []
