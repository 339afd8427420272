"""The training examples of an encoder, as arrays: from annotated papers, or from what a pipeline finds in others."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

import numpy as np

from paperatlas.extraction.encoder.component import candidate_ends, pair_ends
from paperatlas.extraction.encoder.wordpiece import encode_doc
from paperatlas.extraction.ner import NameFinder
from paperatlas.extraction.readable_text import readable_text
from paperatlas.extraction.relations import RelationFinder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from random import Random

    from spacy.language import Language
    from spacy.tokens import Doc

    from paperatlas.extraction.encoder.wordpiece import EncodedText, Vocabulary
    from paperatlas.extraction.relation_features import Pair
    from paperatlas.extraction.tokenizer import TokenSpan

__all__ = ["LabelSet", "LabelledSentence", "TrainingExample", "batches", "silver_examples"]

_POOL: Final = 16
"""The number of batches that are sorted by length at a time, so that little padding is needed."""


@dataclass(frozen=True, slots=True)
class LabelSet:
    """The labels that an encoder learns.

    Attributes:
        classes: The classes of candidates.
        kinds: The kinds of the ends of a pair.
        relations: The classes of pairs.
    """

    classes: tuple[str, ...]
    kinds: tuple[str, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """The pairs of a sentence as arrays, see :class:`paperatlas.training.encoder_network.PairNetwork`."""

    start: int
    end: int
    ends: np.ndarray
    kinds: np.ndarray
    probabilities: np.ndarray


class TrainingExample:
    """The training example of one paper.

    Attributes:
        texts: The segments of the paper.
        ends: The first and last token of the mentions of each candidate, of shape (candidates, mentions, 2).
        probabilities: The probability of each class for each candidate, of shape (candidates, classes).
        sentences: The sentences with pairs.
    """

    def __init__(
        self,
        doc: Doc,
        candidates: Sequence[tuple[Sequence[TokenSpan], Sequence[float]]],
        pairs: Iterable[tuple[Pair, Sequence[float]]],
        vocabulary: Vocabulary,
        labels: LabelSet,
    ) -> None:
        """Convert the labels of a paper into arrays.

        Args:
            doc: The paper.
            candidates: The spans of each candidate, and the probability of each class for it.
            pairs: The pairs, sentence by sentence, and the probability of each relation for each.
            vocabulary: The vocabulary of the encoder.
            labels: The labels.
        """
        self.texts: list[EncodedText] = list(encode_doc(doc, vocabulary))
        self.ends = candidate_ends([spans for spans, _ in candidates])
        self.probabilities = np.array([probabilities for _, probabilities in candidates], dtype=np.float32)
        sentences = groupby(pairs, key=lambda item: item[0].sentence.start)
        self.sentences = [_labelled_sentence(list(group), labels) for _, group in sentences]

    @property
    def size(self) -> int:
        """The number of pieces of the longest segment."""
        return max((len(text.numbers) for text in self.texts), default=0)


def _labelled_sentence(pairs: Sequence[tuple[Pair, Sequence[float]]], labels: LabelSet) -> LabelledSentence:
    sentence = pairs[0][0].sentence
    return LabelledSentence(
        sentence.start,
        sentence.end,
        pair_ends([(pair.start, pair.end) for pair, _ in pairs], sentence.start),
        np.array([[labels.kinds.index(kind) for kind in pair.kinds] for pair, _ in pairs], dtype=np.int64),
        np.array([probabilities for _, probabilities in pairs], dtype=np.float32),
    )


def silver_examples(
    nlp: Language, texts: Iterable[str], vocabulary: Vocabulary, labels: LabelSet
) -> Iterator[TrainingExample]:
    """Return the examples of papers without annotation, labelled by a pipeline (self-training; Scudder 1965).

    Args:
        nlp: The pipeline.
        texts: The papers.
        vocabulary: The vocabulary of the encoder.
        labels: The labels.
    """
    names, relations = nlp.get_pipe("paperatlas_names"), nlp.get_pipe("paperatlas_relations")
    assert isinstance(names, NameFinder)  # noqa: S101
    assert isinstance(relations, RelationFinder)  # noqa: S101
    for doc in nlp.pipe(map(readable_text, texts)):
        candidates = [
            (candidate.spans, [probabilities[name] for name in labels.classes])
            for candidate, probabilities in zip(*names.score(doc), strict=True)
        ]
        pairs = ((pair, [scores[name] for name in labels.relations]) for pair, scores in relations.score(doc))
        yield TrainingExample(doc, candidates, pairs, vocabulary, labels)


def batches(examples: Sequence[TrainingExample], size: int, rng: Random) -> Iterator[list[TrainingExample]]:
    """Return all examples in a random order, in batches of examples of similar length."""
    order = list(examples)
    rng.shuffle(order)
    for start in range(0, len(order), size * _POOL):
        pool = sorted(order[start : start + size * _POOL], key=lambda example: example.size)
        parts = [pool[first : first + size] for first in range(0, len(pool), size)]
        rng.shuffle(parts)
        yield from parts
