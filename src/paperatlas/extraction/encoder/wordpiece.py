"""Words cut into the pieces that an encoder knows, with what small letters hide: how each was written.

Pieces are those of BERT's uncased vocabularies (WordPiece, Wu et al. 2016, arXiv:1609.08144): the longest known piece
from the left, again and again. Tokens are spaCy's, so that what is found for pieces can be told of tokens.
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

__all__ = ["FEATURES", "LONGEST", "EncodedText", "Vocabulary", "cut_pieces", "word_form"]

FEATURES: Final = (11, 11, 2)
"""How many values each feature of a piece has: its form, the form of its word, whether it is in the title."""

LONGEST: Final = 512
"""How many pieces are read at once, the marks at both ends among them."""

_LONGEST_WORD: Final = 100
_CONTINUED: Final = "##"


def word_form(word: str) -> int:
    """How a word is written, as a number below 11: which of small letters, capitals and digits it has, and where.

    >>> [word_form(word) for word in ("-", "7", "we", "v2", "RNN", "GPT4", "River", "Llama2", "FlashText", "vLLM2")]
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    """
    letters = [char for char in word if char.isalpha()]
    digits = any(char.isdigit() for char in word)
    if not letters:
        return 2 if digits else 1
    high = sum(char.isupper() for char in letters)
    if high == 0:
        return 3 + digits
    if high == len(letters):
        return 5 + digits
    return (7 if high == 1 and word[0].isupper() else 9) + digits


class Vocabulary:
    """The pieces that an encoder knows.

    >>> vocabulary = Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "ll", "##ama", "-", "2"])
    >>> [vocabulary.pieces[number] for number, _ in vocabulary.split("Llama-2")]
    ['ll', '##ama', '-', '2']
    """

    def __init__(self, pieces: Sequence[str]) -> None:
        """Know pieces.

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
        self._seen: dict[str, tuple[tuple[int, int], ...]] = {}

    def split(self, word: str) -> tuple[tuple[int, int], ...]:
        """The pieces of a word: the number and the :func:`word_form` of each."""
        found = self._seen.get(word)
        if found is None:
            parts = chain.from_iterable(map(self._split, _parts(word)))
            found = self._seen[word] = tuple(parts) or ((self.end, 0),)
        return found

    def _split(self, part: str) -> Iterator[tuple[int, int]]:
        plain = _plain(part)
        start = 0
        numbers = []
        while start < len(plain):
            end = len(plain) if len(plain) <= _LONGEST_WORD else start
            while end > start and self._number(plain, start, end) is None:
                end -= 1
            number = self._number(plain, start, end)
            if number is None:
                numbers = [(self.unknown, word_form(part))]
                break
            numbers.append((number, word_form(part)))
            start = end
        yield from numbers

    def _number(self, plain: str, start: int, end: int) -> int | None:
        return self._numbers.get((_CONTINUED if start else "") + plain[start:end])


def _plain(text: str) -> str:
    """Small letters without accents."""
    return "".join(char for char in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(char) != "Mn")


def _parts(word: str) -> Iterator[str]:
    """A word cut at punctuation, and around each sign of a script that has no spaces."""
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
    """A stretch of a document as an encoder reads it.

    Attributes:
        numbers: The number of each piece, with the marks at both ends; shape (pieces,).
        features: The features of each piece, see :data:`FEATURES`; shape (pieces, 3).
        first: The first piece of each token; shape (tokens,).
    """

    numbers: np.ndarray
    features: np.ndarray
    first: np.ndarray


def cut_pieces(doc: Doc, vocabulary: Vocabulary) -> Iterator[EncodedText]:
    """A document as stretches of whole sentences, none longer than :data:`LONGEST` pieces; no token is left out.

    Args:
        doc: The document, with sentences; the first is its title.
        vocabulary: The pieces.
    """
    words = [vocabulary.split(token.text)[: LONGEST - 2] for token in doc]
    sentences = [(sentence.start, sentence.end) for sentence in doc.sents]
    title = sentences[0][1] if sentences else 0
    for start, end in _stretches([len(pieces) for pieces in words], sentences):
        forms = [word_form(token.text) for token in doc[start:end]]
        yield _piece_text(words[start:end], forms, title - start, vocabulary)


def _stretches(sizes: Sequence[int], sentences: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """First tokens of stretches and the tokens after their last; sentences are cut only if too long by themselves."""
    begin, length, room = 0, 0, LONGEST - 2
    for start, end in sentences:
        whole = sum(sizes[start:end]) <= room
        for first, last in [(start, end)] if whole else ((token, token + 1) for token in range(start, end)):
            size = sum(sizes[first:last])
            if length and length + size > room:
                yield begin, first
                begin, length = first, 0
            length += size
    if begin < len(sizes):
        yield begin, len(sizes)


def _piece_text(
    words: Sequence[Sequence[tuple[int, int]]], forms: Sequence[int], title: int, vocabulary: Vocabulary
) -> EncodedText:
    """The pieces of some tokens.

    Args:
        words: The pieces of each token.
        forms: The form of each token.
        title: How many of the tokens are in the title.
        vocabulary: The pieces.
    """
    counts = [len(pieces) for pieces in words]
    token = np.repeat(np.arange(len(words)), counts)
    pieces = np.array([piece for pieces in words for piece in pieces], dtype=np.int64).reshape(-1, 2)
    features = np.zeros((len(pieces) + 2, len(FEATURES)), dtype=np.int64)
    features[1:-1, 0] = pieces[:, 1]
    features[1:-1, 1] = np.array(forms, dtype=np.int64)[token]
    features[1:-1, 2] = token < title
    numbers = np.concatenate(([vocabulary.start], pieces[:, 0], [vocabulary.end]))
    return EncodedText(numbers, features, np.cumsum([1, *counts[:-1]]))
