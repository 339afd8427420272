"""A log-linear model over binary features, stored as a readable table of weights.

A *feature* is a short text, for instance ``next=benchmark``. A sample is a set of features; its score for a class is
the sum of their weights (multinomial logistic regression).
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

__all__ = ["BIAS", "LinearModel", "log_odds", "probability_features", "threshold_features"]

BIAS: Final = "(bias)"
"""The feature that every sample has."""

_MIN_WEIGHT: Final = 2
"""Features whose largest weight is smaller, in hundredths, are not written; many small ones may add up."""


@dataclass(frozen=True, slots=True)
class LinearModel:
    """The weights of features for classes.

    Attributes:
        classes: The names of the classes.
        rows: The row of each feature in the weights.
        weights: The weights, of shape (features, classes).
    """

    classes: tuple[str, ...]
    rows: dict[str, int]
    weights: np.ndarray

    @classmethod
    def parse(cls, table: str) -> Self:
        r"""Parse a TSV table: a head of class names, then a line a feature, with weights in hundredths.

        >>> LinearModel.parse("cue\tyes\tno\nnext=benchmark\t120\t-120\n").probabilities(["next=benchmark"]).round(3)
        array([0.917, 0.083])
        """
        head, *lines = (line.split("\t") for line in table.removesuffix("\n").split("\n"))
        weights = np.array([[int(cell) for cell in line[1:]] for line in lines], dtype=np.float64)
        rows = {line[0]: row for row, line in enumerate(lines)}
        return cls(tuple(head[1:]), rows, weights.reshape(len(rows), len(head) - 1) / 100)

    def format(self) -> str:
        """Return the table that :meth:`parse` reads, sorted by feature, without features of little weight."""
        hundredths = np.rint(self.weights * 100).astype(int)
        lines = [
            "\t".join((feature, *map(str, hundredths[row])))
            for feature, row in sorted(self.rows.items())
            if np.abs(hundredths[row]).max() >= _MIN_WEIGHT
        ]
        return "\n".join(("\t".join(("cue", *self.classes)), *lines, ""))

    def distribution(self, features: Iterable[str]) -> dict[str, float]:
        """Return the probability of each class for a sample, by class."""
        return dict(zip(self.classes, self.probabilities(features).tolist(), strict=True))

    def probabilities(self, features: Iterable[str]) -> np.ndarray:
        """Return the probability of each class for a sample; unknown features do not count."""
        rows = sorted(row for row in map(self.rows.get, (BIAS, *features)) if row is not None)
        scores = self.weights[rows].sum(axis=0)
        powers = np.exp(scores - scores.max())
        probabilities: np.ndarray = powers / powers.sum()
        return probabilities


_THRESHOLDS: Final = tuple(step / 2 for step in range(-7, 8))


def log_odds(probability: float) -> float:
    """Return the log-odds of a probability, after limiting it to one in ten thousand at both sides.

    >>> log_odds(0.5), round(log_odds(0.0), 1)
    (0.0, -9.2)
    """
    probability = min(max(probability, 1e-4), 1 - 1e-4)
    return log(probability / (1 - probability))


def threshold_features(name: str, score: float) -> tuple[str, ...]:
    """Return a feature for each threshold that a number exceeds, so that weights add up to a curve.

    >>> threshold_features("sure", -2.8)
    ('sure>-3.5', 'sure>-3.0')
    """
    return _threshold_names(name)[: bisect_left(_THRESHOLDS, score)]


@lru_cache(maxsize=1 << 10)
def _threshold_names(name: str) -> tuple[str, ...]:
    return tuple(f"{name}>{threshold}" for threshold in _THRESHOLDS)


def probability_features(name: str, classes: Iterable[str], probabilities: Iterable[float]) -> Iterator[str]:
    """Return the threshold features of the log-odds of each class.

    >>> list(probability_features("says", ["Model", "-"], [0.05, 0.95]))[:3]
    ['says Model>-3.5', 'says Model>-3.0', 'says ->-3.5']
    """
    for label, probability in zip(classes, probabilities, strict=True):
        yield from threshold_features(f"{name} {label}", log_odds(probability))
