"""Thresholds of figures: read from a file, and held against what is measured."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.measurement import show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["THRESHOLDS", "Threshold", "check", "read_thresholds"]

THRESHOLDS: Final = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a figure must keep to.

    Attributes:
        what: What is measured, in words.
        unit: The unit of the figure.
        most: What it may be at most; None if it must only be large enough.
        least: What it must be at least; None if it must only be small enough.
    """

    what: str
    unit: str
    most: float | None = None
    least: float | None = None

    def is_kept(self, figure: float) -> bool:
        """Return whether a figure is within the threshold.

        >>> Threshold("a build", "s", most=2).is_kept(1.5), Threshold("reading", "papers/s", least=12).is_kept(9)
        (True, False)
        """
        return (self.most is None or figure <= self.most) and (self.least is None or figure >= self.least)

    def __str__(self) -> str:
        """Return the bounds with the unit."""
        bounds = {"at most": self.most, "at least": self.least}
        named = (f"{word} {bound:g}" for word, bound in bounds.items() if bound is not None)
        return f"{' and '.join(named)} {self.unit}"


def read_thresholds(path: Path = THRESHOLDS) -> dict[str, Threshold]:
    """Return the thresholds of a file by the names of their figures."""
    return {name: Threshold(**fields) for name, fields in tomllib.loads(path.read_text("utf-8")).items()}


def check(
    names: Iterable[str], figures: Mapping[str, Callable[[], float]], thresholds: Mapping[str, Threshold]
) -> list[str]:
    """Measure figures and print each with its threshold and a verdict, as Markdown.

    Args:
        names: The figures to measure.
        figures: How each is measured.
        thresholds: What each must keep to.

    Returns:
        The names of those that do not keep to their thresholds.
    """
    show("| what | figure | threshold | verdict |\n|---|---|---|---|")
    failed = []
    for name in names:
        figure, threshold = figures[name](), thresholds[name]
        kept = threshold.is_kept(figure)
        failed += [name] * (not kept)
        show(f"| {threshold.what} | {figure:.3g} {threshold.unit} | {threshold} | {'kept' if kept else 'NOT KEPT'} |")
    return failed
