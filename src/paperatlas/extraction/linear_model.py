"""A softmax over sums of weights, one row of weights a cue, kept as a table that people can read.

A *cue* is a short text that says one thing of a candidate, for instance ``next=benchmark``. What is known of a
candidate is a set of cues; its score for a class is the sum of their weights (multinomial logistic regression).
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING, Final, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["BIAS", "Linear", "odds", "share_cues", "steps"]

BIAS: Final = "(bias)"
"""The cue that every candidate has."""

_LEAST: Final = 2
"""Cues whose largest weight is smaller, in hundredths, are not written; many small ones may add up."""


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights of cues for classes.

    Attributes:
        classes: The names of the classes.
        rows: The row of each cue.
        weights: One row a cue, one column a class.
    """

    classes: tuple[str, ...]
    rows: dict[str, int]
    weights: np.ndarray

    @classmethod
    def parse(cls, table: str) -> Self:
        r"""Read a table: a head of class names, then a line a cue, in columns parted by tabs, weights in hundredths.

        >>> Linear.parse("cue\tyes\tno\nnext=benchmark\t120\t-120\n").probabilities(["next=benchmark"]).round(3)
        array([0.917, 0.083])
        """
        head, *lines = (line.split("\t") for line in table.removesuffix("\n").split("\n"))
        weights = np.array([[int(cell) for cell in line[1:]] for line in lines], dtype=np.float64)
        rows = {line[0]: row for row, line in enumerate(lines)}
        return cls(tuple(head[1:]), rows, weights.reshape(len(rows), len(head) - 1) / 100)

    def format(self) -> str:
        """The table as :meth:`parse` reads it, sorted by cue; cues that hardly weigh are left out."""
        hundredths = np.rint(self.weights * 100).astype(int)
        lines = [
            "\t".join((cue, *map(str, hundredths[row])))
            for cue, row in sorted(self.rows.items())
            if np.abs(hundredths[row]).max() >= _LEAST
        ]
        return "\n".join(("\t".join(("cue", *self.classes)), *lines, ""))

    def probabilities(self, cues: Iterable[str]) -> np.ndarray:
        """How likely each class is for something that has these cues; unknown cues say nothing."""
        rows = sorted(row for row in map(self.rows.get, (BIAS, *cues)) if row is not None)
        scores = self.weights[rows].sum(axis=0)
        powers = np.exp(scores - scores.max())
        shares: np.ndarray = powers / powers.sum()
        return shares


_STEPS: Final = tuple(step / 2 for step in range(-7, 8))


def odds(share: float) -> float:
    """The log-odds of a share, which never are beyond those of one in ten thousand.

    >>> odds(0.5), round(odds(0.0), 1)
    (0.0, -9.2)
    """
    share = min(max(share, 1e-4), 1 - 1e-4)
    return log(share / (1 - share))


def steps(cue: str, score: float) -> tuple[str, ...]:
    """A number as cues: one for each step that it exceeds, so that weights add up to any rising or falling curve.

    >>> steps("sure", -2.8)
    ('sure>-3.5', 'sure>-3.0')
    """
    return _names(cue)[: bisect_left(_STEPS, score)]


@lru_cache(maxsize=1 << 10)
def _names(cue: str) -> tuple[str, ...]:
    return tuple(f"{cue}>{step}" for step in _STEPS)


def share_cues(cue: str, classes: Iterable[str], shares: Iterable[float]) -> Iterator[str]:
    """Shares of classes as cues.

    >>> list(share_cues("says", ["Model", "-"], [0.05, 0.95]))[:3]
    ['says Model>-3.5', 'says Model>-3.0', 'says ->-3.5']
    """
    for name, share in zip(classes, shares, strict=True):
        yield from steps(f"{cue} {name}", odds(share))
