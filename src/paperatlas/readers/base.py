"""What a reader is: the seam where a new layout plugs in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from paperatlas.graph.papers import ReadIssue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from paperatlas.graph.papers import Paper
    from paperatlas.readers.sources import Line

__all__ = ["Reader", "SourceText"]


@dataclass(frozen=True)
class SourceText:
    """A page that is being read.

    Attributes:
        name: The name of the page.
        lines: Its lines, which can be gone through once.
        report: Is called with each problem of the page.
    """

    name: str
    lines: Iterator[Line]
    report: Callable[[ReadIssue], None]

    def warn(self, line: int, message: str) -> None:
        """Report something that was read all the same."""
        self.report(ReadIssue(self.name, line, message, skipped=False))

    def skip(self, line: int, message: str) -> None:
        """Report something that was left out."""
        self.report(ReadIssue(self.name, line, message, skipped=True))


class Reader(Protocol):
    """Reads pages of one layout.

    Attributes:
        name: What the layout is called.
    """

    name: str

    def matches(self, sample: Sequence[str]) -> bool:
        """Whether a page is of this layout.

        Args:
            sample: The first lines of the page, some hundred at most, as they stand.
        """

    def read(self, page: SourceText) -> Iterator[Paper]:
        """The papers of the page, in order; what cannot be read is reported to the page."""
