"""How a long run tells what it is doing: a seam with a silent default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from paperatlas.graph.papers import ReadIssue

__all__ = ["Progress", "SilentProgress"]


class Progress(Protocol):
    """Is told what a run does."""

    def page(self, name: str) -> None:
        """A page is about to be read."""

    def paper(self) -> None:
        """A record was read and its text extracted."""

    def step(self, name: str) -> None:
        """A step begins, for instance ``writing graph.ttl``."""

    def problem(self, problem: ReadIssue) -> None:
        """Something could not be read as it stands."""


class SilentProgress:
    """Says nothing."""

    def page(self, name: str) -> None:
        """Nothing."""

    def paper(self) -> None:
        """Nothing."""

    def step(self, name: str) -> None:
        """Nothing."""

    def problem(self, problem: ReadIssue) -> None:
        """Nothing."""
