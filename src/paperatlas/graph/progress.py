"""The observer to which long runs report, silent by default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from paperatlas.graph.papers import ReadIssue

__all__ = ["SILENT", "Progress"]


class Progress:
    """The observer of a long run; it does nothing, and a subclass overrides the methods that it needs."""

    def step(self, name: str) -> None:
        """Take note that a step begins, for instance ``writing graph.ttl``."""

    def advance(self, count: int, unit: str) -> None:
        """Take note that the step has finished further items, for instance 1 of ``papers``."""

    def issue(self, issue: ReadIssue) -> None:
        """Take note of an input that could not be read as it stands."""


SILENT: Final = Progress()
"""The default of every ``progress`` parameter."""
