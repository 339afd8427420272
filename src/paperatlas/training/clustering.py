"""Groups words by what stands around them, from abstracts that nobody needs to annotate.

Each word gets a vector: how often which frequent words stand one and two places before and after it, as positive
pointwise mutual information, cut to its largest singular values (Levy, Goldberg and Dagan 2015, "Improving
distributional similarity with lessons learned from word embeddings"). Vectors are grouped by k-means on the sphere,
once into few and once into many groups.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import coo_array, csr_array

from paperatlas.extraction.tokenizer import blank
from paperatlas.extraction.word_clusters import word_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["group_table"]

_LEAST: Final = 8
"""How often a word must be used to be in a group."""

_AROUND: Final = 4000
"""How many of the most frequent words count as surroundings."""

_SIZE: Final = 100
_POWERS: Final = 5
_GROUPS: Final = (64, 400)
_MEMBERS: Final = 10
"""How many words a group has at least in the mean: a group of one word says nothing that the word does not."""

_ROUNDS: Final = 15


def _counts(texts: Sequence[np.ndarray], words: int) -> csr_array:
    """How often each word, a row, has which frequent word one and two places before and after it."""
    around = min(words, _AROUND)
    rows, columns = [], []
    for text in texts:
        for side, (step, ahead) in enumerate(((1, True), (1, False), (2, True), (2, False))):
            left, right = text[:-step], text[step:]
            word, near = (left, right) if ahead else (right, left)
            kept = (word >= 0) & (near >= 0) & (near < around)
            rows.append(word[kept])
            columns.append(near[kept] + side * around)
    places = (np.concatenate(rows), np.concatenate(columns))
    return csr_array(coo_array((np.ones(len(places[0])), places), shape=(words, 4 * around)))


def _vectors(counts: csr_array) -> np.ndarray:
    """A row of length one for each word, words of like surroundings near each other."""
    cells = counts.tocoo()
    total, near = cells.sum(axis=1), cells.sum(axis=0) ** 0.75
    row, column = cells.coords
    expected = total[row] * near[column] / near.sum()
    gains = csr_array((np.log(np.maximum(cells.data / expected, 1)), (row, column)), shape=cells.shape)
    left, values = _largest(gains)
    vectors: np.ndarray = left * np.sqrt(values)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return vectors


def _largest(matrix: csr_array) -> tuple[np.ndarray, np.ndarray]:
    """The left singular vectors and values of a matrix, largest first, from a random basis that is always the same.

    After Halko, Martinsson and Tropp (2011), "Finding structure with randomness"; unlike ARPACK it gives the same
    twice in one process.
    """
    basis = np.random.default_rng(0).standard_normal((matrix.shape[1], _SIZE + 20))
    for _ in range(_POWERS):
        basis = np.linalg.qr(matrix.T @ np.linalg.qr(matrix @ basis)[0])[0]
    left, values, _ = np.linalg.svd(matrix @ basis, full_matrices=False)
    return left[:, :_SIZE], values[:_SIZE]


def _nearest(vectors: np.ndarray, count: int) -> np.ndarray:
    """The group of each vector; groups start from the vectors of the most frequent words, so no seed is drawn."""
    middles = vectors[:count].copy()
    for _ in range(_ROUNDS):
        found = (vectors @ middles.T).argmax(axis=1)
        for group in np.unique(found):
            middle = vectors[found == group].sum(axis=0)
            middles[group] = middle / max(np.linalg.norm(middle), 1e-9)
    nearest: np.ndarray = found
    return nearest


def _group_words(texts: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """Each frequent word, as :func:`~paperatlas.extraction.word_clusters.word_key` writes it, with its two groups."""
    read = [[word_key(token.text) for token in doc if not token.is_space] for doc in blank().pipe(texts)]
    counts = Counter(word for text in read for word in text)
    words = sorted((word for word, count in counts.items() if count >= _LEAST), key=lambda word: (-counts[word], word))
    if not words:
        return
    numbers = {word: number for number, word in enumerate(words)}
    vectors = _vectors(_counts([np.array([numbers.get(word, -1) for word in text]) for text in read], len(words)))
    wide, narrow = (_nearest(vectors, max(1, min(count, len(words) // _MEMBERS))) for count in _GROUPS)
    yield from sorted((word, int(wide[n]), int(narrow[n])) for word, n in numbers.items() if word.isprintable())


def group_table(texts: Iterable[str]) -> str:
    r"""The table of word groups of texts, as :meth:`paperatlas.extraction.word_clusters.WordGroups.parse` reads it.

    Words that the texts hold fewer than eight times are in no group.

    >>> group_table(["otters swim"] * 8)
    'word\twide\tnarrow\notters\t0\t0\nswim\t0\t0\n'
    """
    rows = (f"{word}\t{wide}\t{narrow}\n" for word, wide, narrow in _group_words(texts))
    return "word\twide\tnarrow\n" + "".join(rows)
