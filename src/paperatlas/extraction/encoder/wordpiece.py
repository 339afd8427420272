"""WordPiece tokenization of spaCy's tokens for an uncased encoder, with the casing of each piece as a feature.

Pieces are those of BERT's uncased vocabularies (Wu et al. 2016, arXiv:1609.08144): the longest known piece from the
left, again and again.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc

__all__ = ["FEATURE_SIZES", "MAX_PIECES", "EncodedText", "Vocabulary", "casing", "encode_doc"]

FEATURE_SIZES: Final = (11, 11, 2)
"""The number of values of each feature of a piece: its casing, the casing of its word, whether it is in the title."""

MAX_PIECES: Final = 512
"""The number of pieces that an encoder reads at once, the marks at both ends among them."""

_MAX_WORD_LENGTH: Final = 100
_CONTINUED: Final = "##"


def casing(word: str) -> int:
    """Return the casing of a word as a number from 1 to 10: which of small letters, capitals and digits it has.

    >>> [casing(word) for word in ("-", "7", "we", "v2", "RNN", "GPT4", "River", "Llama2", "FlashText", "vLLM2")]
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    """
    letters = [char for char in word if char.isalpha()]
    digits = any(char.isdigit() for char in word)
    if not letters:
        return 2 if digits else 1
    capitals = sum(char.isupper() for char in letters)
    if capitals == 0:
        return 3 + digits
    if capitals == len(letters):
        return 5 + digits
    return (7 if capitals == 1 and word[0].isupper() else 9) + digits


class Vocabulary:
    """The vocabulary of an encoder.

    >>> vocabulary = Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "ll", "##ama", "-", "2"])
    >>> [vocabulary.pieces[number] for number, _ in vocabulary.split("Llama-2")]
    ['ll', '##ama', '-', '2']
    """

    def __init__(self, pieces: Sequence[str]) -> None:
        """Make a vocabulary.

        Args:
            pieces: The pieces, in the order of their numbers; ``##`` begins those that continue a word.

        Raises:
            ValueError: if one of the marks ``[UNK]``, ``[CLS]``, ``[SEP]``, ``[MASK]`` is missing.
        """
        self.pieces = tuple(pieces)
        self._numbers = {piece: number for number, piece in enumerate(self.pieces)}
        marks = ("[UNK]", "[CLS]", "[SEP]", "[MASK]")
        missing = [mark for mark in marks if mark not in self._numbers]
        if missing:
            raise ValueError(f"the vocabulary has no {missing[0]}; give a vocabulary of BERT's kind, a piece a line")
        self.unknown, self.start, self.end, self.mask = (self._numbers[mark] for mark in marks)
        self._cache: dict[str, tuple[tuple[int, int], ...]] = {}

    def split(self, word: str) -> tuple[tuple[int, int], ...]:
        """Return the number and the :func:`casing` of each piece of a word."""
        pieces = self._cache.get(word)
        if pieces is None:
            pieces = tuple(chain.from_iterable(map(self._split, _parts(word)))) or ((self.end, 0),)
            self._cache[word] = pieces
        return pieces

    def _split(self, part: str) -> Iterator[tuple[int, int]]:
        plain = _plain(part)
        start = 0
        numbers: list[int] = []
        while start < len(plain):
            ends = range(len(plain), start, -1) if len(plain) <= _MAX_WORD_LENGTH else ()
            prefix = _CONTINUED if start else ""
            end = next((end for end in ends if prefix + plain[start:end] in self._numbers), None)
            if end is None:
                numbers = [self.unknown]
                break
            numbers.append(self._numbers[prefix + plain[start:end]])
            start = end
        yield from ((number, casing(part)) for number in numbers)


def _plain(text: str) -> str:
    """Return a text in lower case without accents."""
    return "".join(char for char in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(char) != "Mn")


def _parts(word: str) -> Iterator[str]:
    """Return the parts of a word between punctuation and signs of a script without spaces, and each of those."""
    start = 0
    for index, char in enumerate(word):
        if not char.isalnum() or "\u3400" <= char <= "\u9fff":
            if start < index:
                yield word[start:index]
            if not char.isspace():
                yield char
            start = index + 1
    if start < len(word):
        yield word[start:]


@dataclass(frozen=True, slots=True)
class EncodedText:
    """The input of an encoder for a segment of a document.

    Attributes:
        numbers: The number of each piece, with the marks at both ends, of shape (pieces,).
        features: The features of each piece, see :data:`FEATURE_SIZES`, of shape (pieces, 3).
        first: The index of the first piece of each token, of shape (tokens,).
    """

    numbers: np.ndarray
    features: np.ndarray
    first: np.ndarray


def encode_doc(doc: Doc, vocabulary: Vocabulary) -> Iterator[EncodedText]:
    """Return a document as segments of whole sentences, none longer than :data:`MAX_PIECES` pieces.

    Args:
        doc: The document, with sentences; the first is its title.
        vocabulary: The vocabulary.
    """
    words = [vocabulary.split(token.text)[: MAX_PIECES - 2] for token in doc]
    sentences = [(sentence.start, sentence.end) for sentence in doc.sents]
    title = sentences[0][1] if sentences else 0
    for start, end in _segments([len(pieces) for pieces in words], sentences):
        casings = [casing(token.text) for token in doc[start:end]]
        yield _encode_segment(words[start:end], casings, title - start, vocabulary)


def _segments(sizes: Sequence[int], sentences: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Return the segments of a document as token spans; cut only sentences that are too long alone."""
    segment_start, length, room = 0, 0, MAX_PIECES - 2
    for start, end in sentences:
        whole = sum(sizes[start:end]) <= room
        for first, last in [(start, end)] if whole else ((token, token + 1) for token in range(start, end)):
            size = sum(sizes[first:last])
            if length and length + size > room:
                yield segment_start, first
                segment_start, length = first, 0
            length += size
    if segment_start < len(sizes):
        yield segment_start, len(sizes)


def _encode_segment(
    words: Sequence[Sequence[tuple[int, int]]], casings: Sequence[int], title: int, vocabulary: Vocabulary
) -> EncodedText:
    """Return the encoder's input for the pieces and the casing of some tokens, of which ``title`` are in the title."""
    counts = [len(pieces) for pieces in words]
    token = np.repeat(np.arange(len(words)), counts)
    pieces = np.array([piece for pieces in words for piece in pieces], dtype=np.int64).reshape(-1, 2)
    features = np.zeros((len(pieces) + 2, len(FEATURE_SIZES)), dtype=np.int64)
    features[1:-1, 0] = pieces[:, 1]
    features[1:-1, 1] = np.array(casings, dtype=np.int64)[token]
    features[1:-1, 2] = token < title
    numbers = np.concatenate(([vocabulary.start], pieces[:, 0], [vocabulary.end]))
    return EncodedText(numbers, features, np.cumsum([1, *counts[:-1]]))
