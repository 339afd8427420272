"""The protocol of readers: a reader parses pages of one layout, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from paperatlas.graph.papers import ReadIssue
from paperatlas.text.sanitization import has_unsafe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from paperatlas.graph.papers import Paper

__all__ = ["Line", "PageText", "Reader"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page.

    Attributes:
        number: Its number, counted from 1.
        text: Its text as it stands, without the line break.
    """

    number: int
    text: str


@dataclass(frozen=True)
class PageText:
    """The lines of a page that is being read.

    Attributes:
        name: The name of the page.
        lines: Its lines, which can be iterated once.
        report: The function that is called with each issue of the page.
    """

    name: str
    lines: Iterator[Line]
    report: Callable[[ReadIssue], None]

    def warn(self, line: int, message: str) -> None:
        """Report a fault of a record that was read all the same."""
        self.report(ReadIssue(self.name, line, message, skipped=False))

    def skip(self, line: int, message: str) -> None:
        """Report a record that was left out."""
        self.report(ReadIssue(self.name, line, message, skipped=True))

    def check_record(self, lines: Iterable[Line], number: int, abstract: str) -> None:
        """Report a record of text that has no abstract or held unsafe characters."""
        if not abstract:
            self.warn(number, "the record has no abstract, so only its title is read; add the abstract under the title")
        if any(has_unsafe(line.text) for line in lines):
            self.warn(
                number, "control characters or marks of direction were taken out of the record; nothing is to be done"
            )


class Reader(Protocol):
    """The interface of a reader of one layout.

    Attributes:
        name: The name of the layout.
    """

    name: str

    def matches(self, sample: Sequence[str]) -> bool:
        """Return whether a page is of this layout.

        Args:
            sample: The first lines of the page as they stand, at most some hundred.
        """

    def read(self, page: PageText) -> Iterator[Paper]:
        """Yield the papers of the page in order, and report to the page what cannot be read."""
