from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.figures import FIGURES
from benchmarks.thresholds import Threshold, check, read_thresholds

if TYPE_CHECKING:
    from pathlib import Path


def test_each_figure_has_a_threshold_and_each_threshold_a_figure() -> None:
    thresholds = read_thresholds()
    assert thresholds.keys() == FIGURES.keys()
    assert all((threshold.most is None) != (threshold.least is None) for threshold in thresholds.values())


def test_a_file_of_thresholds_is_read(tmp_path: Path) -> None:
    (tmp_path / "some.toml").write_text('[build]\nwhat = "a build"\nunit = "s"\nmost = 2\n')
    assert read_thresholds(tmp_path / "some.toml") == {"build": Threshold("a build", "s", most=2)}


@pytest.mark.parametrize(
    ("threshold", "figure", "kept"),
    [
        (Threshold("x", "s", most=2), 2, True),
        (Threshold("x", "s", most=2), 2.1, False),
        (Threshold("x", "s", least=2), 2, True),
        (Threshold("x", "s", least=2), 1.9, False),
    ],
)
def test_a_figure_keeps_to_a_threshold_or_not(
    threshold: Threshold, figure: float, kept: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(["x"], {"x": lambda: figure}, {"x": threshold}) == ([] if kept else ["x"])
    row = capsys.readouterr().out.splitlines()[-1]
    assert row == f"| x | {figure:.3g} s | {threshold} | {'kept' if kept else 'NOT KEPT'} |"
