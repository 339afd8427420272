"""What papers teach an encoder, as arrays: what annotators found in them, or what another model believes to find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from paperatlas.extraction.encoder.heads import pair_ends, place_ends
from paperatlas.extraction.encoder.wordpiece import cut_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from spacy.tokens import Doc, Span

    from paperatlas.extraction.encoder.heads import TokenSpan
    from paperatlas.extraction.encoder.wordpiece import EncodedText, Vocabulary

__all__ = ["LabelSet", "LabelledPair", "LabelledSentence", "TrainingExample", "batches"]

_POOL: Final = 16
"""In how many batches at a time papers are put together by their length, so that little is filled up."""


@dataclass(frozen=True, slots=True)
class LabelSet:
    """What an encoder is taught to tell.

    Attributes:
        classes: What a thing may be.
        kinds: What the end of a pair may be.
        relations: How a pair may be related.
    """

    classes: tuple[str, ...]
    kinds: tuple[str, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """A pair of things in a sentence.

    Attributes:
        places: Where the sentence names both ends; nothing where it does not.
        kinds: What both are.
        shares: How likely each relation is.
    """

    places: tuple[TokenSpan | None, TokenSpan | None]
    kinds: tuple[str, str]
    shares: Sequence[float]


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """The pairs of a sentence as arrays, see :class:`paperatlas.training.encoder_network.PairNetwork`."""

    start: int
    end: int
    ends: np.ndarray
    kinds: np.ndarray
    shares: np.ndarray


class TrainingExample:
    """What one paper teaches.

    Attributes:
        texts: The paper in pieces.
        ends: First and last token of the places of each thing, of shape (things, places, 2).
        shares: How likely each class is for each thing, of shape (things, classes).
        sentences: Its sentences that have pairs.
    """

    def __init__(
        self,
        doc: Doc,
        things: Sequence[tuple[Sequence[TokenSpan], Sequence[float]]],
        pairs: Sequence[tuple[Span, Sequence[LabelledPair]]],
        vocabulary: Vocabulary,
        subject: LabelSet,
    ) -> None:
        """Put together what a paper teaches.

        Args:
            doc: The paper.
            things: The places of each thing, and how likely each class is for it.
            pairs: Sentences with their pairs.
            vocabulary: The pieces of the encoder.
            subject: The classes.
        """
        self.texts: list[EncodedText] = list(cut_pieces(doc, vocabulary))
        self.ends = place_ends([places for places, _ in things])
        self.shares = np.array([shares for _, shares in things], dtype=np.float32)
        self.sentences = [_sentence(sentence, taught, subject) for sentence, taught in pairs if taught]

    @property
    def size(self) -> int:
        """How many pieces the longest stretch has."""
        return max((len(text.numbers) for text in self.texts), default=0)


def _sentence(sentence: Span, pairs: Sequence[LabelledPair], subject: LabelSet) -> LabelledSentence:
    return LabelledSentence(
        sentence.start,
        sentence.end,
        pair_ends([pair.places for pair in pairs], sentence.start),
        np.array([[subject.kinds.index(kind) for kind in pair.kinds] for pair in pairs], dtype=np.int64),
        np.array([pair.shares for pair in pairs], dtype=np.float32),
    )


def batches(lessons: Sequence[TrainingExample], size: int, chance: Random) -> Iterator[list[TrainingExample]]:
    """All lessons in an order left to chance, in batches of lessons of like length."""
    order = list(lessons)
    chance.shuffle(order)
    for start in range(0, len(order), size * _POOL):
        pool = sorted(order[start : start + size * _POOL], key=lambda lesson: lesson.size)
        parts = [pool[first : first + size] for first in range(0, len(pool), size)]
        chance.shuffle(parts)
        yield from parts
