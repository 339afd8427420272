"""A progress that remembers what a run reports, and can stop the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperatlas.graph.progress import Progress

if TYPE_CHECKING:
    from paperatlas.graph.papers import ReadIssue

__all__ = ["RecordedProgress"]


class RecordedProgress(Progress):
    """Remembers steps, counts and issues, and interrupts the run at a step.

    Attributes:
        steps: The names of the steps.
        counts: How far the run advanced each time.
        issues: The issues as texts.
    """

    def __init__(self, *, stop_at: str | None = None, stop_after: int | None = None) -> None:
        """Stop at the step of a name, or after so many steps."""
        self.steps: list[str] = []
        self.counts: list[int] = []
        self.issues: list[str] = []
        self._stop_at = stop_at
        self._stop_after = stop_after

    def step(self, name: str) -> None:
        """Remember the name."""
        self.steps.append(name)
        if name == self._stop_at or len(self.steps) == self._stop_after:
            raise KeyboardInterrupt

    def advance(self, count: int, unit: str) -> None:
        """Remember the count."""
        self.counts.append(count)

    def issue(self, issue: ReadIssue) -> None:
        """Remember the issue."""
        self.issues.append(str(issue))
