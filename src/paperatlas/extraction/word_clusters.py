"""Clusters of words that are used alike, which let a model know words that annotated papers lack.

:mod:`paperatlas.training.clustering` computes them from abstracts without annotation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["WordClusters", "word_key"]

_CACHE_SIZE: Final = 1 << 16
_DIGITS = re.compile(r"\d+")


def word_key(word: str) -> str:
    """Return the key of a word in the table: lower case, each number as a zero.

    >>> word_key("GPT-4"), word_key("Outperforms")
    ('gpt-0', 'outperforms')
    """
    return _DIGITS.sub("0", word.lower())


@dataclass(frozen=True, slots=True)
class WordClusters:
    r"""The clusters of words.

    Attributes:
        clusters: The names of the wide and the narrow cluster of each word, by :func:`word_key`.

    >>> words = WordClusters.parse("word\twide\tnarrow\nbeats\t3\t40\n")
    >>> words.features("after", "Beats"), words.features("after", "swims")
    (('after=Beats', 'after~3', 'after~~40'), ('after=swims',))
    """

    clusters: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    _features: Callable[[str, str], tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Cache features, as a document has each many times."""
        object.__setattr__(self, "_features", lru_cache(maxsize=_CACHE_SIZE)(self._make_features))

    @classmethod
    def parse(cls, table: str) -> Self:
        """Parse a TSV table: a head, then a line a word with the numbers of its wide and narrow cluster."""
        rows = (line.split("\t") for line in table.removesuffix("\n").split("\n")[1:])
        return cls({word: (f"~{int(wide)}", f"~~{int(narrow)}") for word, wide, narrow in rows})

    def of(self, word: str) -> tuple[str, ...]:
        """Return the wide and the narrow cluster of a word; empty for an unknown word."""
        return self.clusters.get(word_key(word), ())

    def features(self, name: str, word: str) -> tuple[str, ...]:
        """Return the feature of a word, and one for each of its clusters."""
        return self._features(name, word)

    def _make_features(self, name: str, word: str) -> tuple[str, ...]:
        return f"{name}={word}", *(f"{name}{cluster}" for cluster in self.of(word))
