"""Which words are used alike: a table of groups, so that a cue counts for words that annotated papers never had.

:mod:`paperatlas.training.clustering` makes the table from abstracts that need no annotation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["WordGroups", "word_key"]

_KEPT: Final = 1 << 16
_DIGITS = re.compile(r"\d+")


def word_key(word: str) -> str:
    """How the table of groups writes a word: in small letters, every number as a zero.

    >>> word_key("GPT-4"), word_key("Outperforms")
    ('gpt-0', 'outperforms')
    """
    return _DIGITS.sub("0", word.lower())


@dataclass(frozen=True, slots=True)
class WordGroups:
    r"""The groups of words.

    Attributes:
        groups: For each word, as :func:`word_key` writes it, its wide and its narrow group.

    >>> words = WordGroups.parse("word\twide\tnarrow\nbeats\t3\t40\n")
    >>> words.cues("after", "Beats"), words.cues("after", "swims")
    (('after=Beats', 'after~3', 'after~~40'), ('after=swims',))
    """

    groups: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    _cues: Callable[[str, str], tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Remember the cues that were asked for last: a document asks for each many times."""
        object.__setattr__(self, "_cues", lru_cache(maxsize=_KEPT)(self._make_cues))

    @classmethod
    def parse(cls, table: str) -> Self:
        """Read a table: a head, then a line a word with the numbers of its groups, in columns parted by tabs."""
        rows = (line.split("\t") for line in table.removesuffix("\n").split("\n")[1:])
        return cls({word: (f"~{int(wide)}", f"~~{int(narrow)}") for word, wide, narrow in rows})

    def of(self, word: str) -> tuple[str, ...]:
        """The wide and the narrow group of a word, or nothing where it is in none."""
        return self.groups.get(word_key(word), ())

    def cues(self, cue: str, word: str) -> tuple[str, ...]:
        """A cue for a word, and the same cue for each of its groups."""
        return self._cues(cue, word)

    def _make_cues(self, cue: str, word: str) -> tuple[str, ...]:
        return f"{cue}={word}", *(f"{cue}{group}" for group in self.of(word))
