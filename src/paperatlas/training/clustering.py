"""The clustering of words by their contexts, from abstracts without annotation.

Each word gets a vector: its counts of frequent words one and two tokens before and after it, as positive pointwise
mutual information, reduced to the largest singular values (Levy, Goldberg and Dagan 2015, "Improving
distributional similarity with examples learned from word embeddings"). Spherical k-means then
clusters the vectors, once into few and once into many clusters.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import coo_array, csr_array

from paperatlas.extraction.tokenizer import blank
from paperatlas.extraction.word_clusters import word_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["cluster_table"]

_MIN_COUNT: Final = 8
"""The least count of a word in a cluster."""

_CONTEXT_WORDS: Final = 4000
"""The number of most frequent words that count as context."""

_DIMENSIONS: Final = 100
_POWER_ITERATIONS: Final = 5
_CLUSTERS: Final = (64, 400)
_MIN_MEAN_SIZE: Final = 10
"""The least mean size of a cluster: one of a single word adds nothing to the word."""

_ITERATIONS: Final = 15


def _counts(texts: Sequence[np.ndarray], words: int) -> csr_array:
    """Count for each word, a row, the frequent words one and two tokens before and after it."""
    contexts = min(words, _CONTEXT_WORDS)
    rows, columns = [], []
    for text in texts:
        for side, (step, ahead) in enumerate(((1, True), (1, False), (2, True), (2, False))):
            left, right = text[:-step], text[step:]
            word, near = (left, right) if ahead else (right, left)
            counted = (word >= 0) & (near >= 0) & (near < contexts)
            rows.append(word[counted])
            columns.append(near[counted] + side * contexts)
    cells = (np.concatenate(rows), np.concatenate(columns))
    return csr_array(coo_array((np.ones(len(cells[0])), cells), shape=(words, 4 * contexts)))


def _vectors(counts: csr_array) -> np.ndarray:
    """Return a vector of length one for each word, with similar vectors for similar contexts."""
    cells = counts.tocoo()
    total, near = cells.sum(axis=1), cells.sum(axis=0) ** 0.75
    row, column = cells.coords
    expected = total[row] * near[column] / near.sum()
    gains = csr_array((np.log(np.maximum(cells.data / expected, 1)), (row, column)), shape=cells.shape)
    left, values = _singular_vectors(gains)
    vectors: np.ndarray = left * np.sqrt(values)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return vectors


def _singular_vectors(matrix: csr_array) -> tuple[np.ndarray, np.ndarray]:
    """Return the left singular vectors and values of a matrix, largest first, from a fixed random basis.

    After Halko, Martinsson and Tropp (2011), "Finding structure with randomness"; unlike ARPACK it returns the
    same twice in one process.
    """
    basis = np.random.default_rng(0).standard_normal((matrix.shape[1], _DIMENSIONS + 20))
    for _ in range(_POWER_ITERATIONS):
        basis = np.linalg.qr(matrix.T @ np.linalg.qr(matrix @ basis)[0])[0]
    left, values, _ = np.linalg.svd(matrix @ basis, full_matrices=False)
    return left[:, :_DIMENSIONS], values[:_DIMENSIONS]


def _k_means(vectors: np.ndarray, count: int) -> np.ndarray:
    """Return the cluster of each vector; the vectors of the most frequent words are the first centroids."""
    centroids = vectors[:count].copy()
    for _ in range(_ITERATIONS):
        clusters: np.ndarray = (vectors @ centroids.T).argmax(axis=1)
        for cluster in np.unique(clusters):
            centroid = vectors[clusters == cluster].sum(axis=0)
            centroids[cluster] = centroid / max(np.linalg.norm(centroid), 1e-9)
    return clusters


def cluster_table(texts: Iterable[str]) -> str:
    r"""Return the table of word clusters of texts for :meth:`~paperatlas.extraction.word_clusters.WordClusters.parse`.

    Words with a count below eight are in no cluster.

    >>> cluster_table(["otters swim"] * 8)
    'word\twide\tnarrow\notters\t0\t0\nswim\t0\t0\n'
    """
    keys = [[word_key(token.text) for token in doc if not token.is_space] for doc in blank().pipe(texts)]
    counts = Counter(chain.from_iterable(keys))
    frequent = (word for word, count in counts.items() if count >= _MIN_COUNT)
    numbers = {word: n for n, word in enumerate(sorted(frequent, key=lambda word: (-counts[word], word)))}
    table = ["word\twide\tnarrow\n"]
    if numbers:
        texts_as_numbers = [np.array([numbers.get(word, -1) for word in text]) for text in keys]
        vectors = _vectors(_counts(texts_as_numbers, len(numbers)))
        wide, narrow = (_k_means(vectors, max(1, min(count, len(numbers) // _MIN_MEAN_SIZE))) for count in _CLUSTERS)
        table += [f"{word}\t{wide[n]}\t{narrow[n]}\n" for word, n in sorted(numbers.items()) if word.isprintable()]
    return "".join(table)
