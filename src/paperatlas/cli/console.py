"""What people see on a terminal, or read as plain lines where there is none."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final, TextIO

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import TracebackType

    from paperatlas.records import Problem

__all__ = ["BuildProgress", "print_table"]

_EVERY: Final = 5.0
_PIPED_WIDTH: Final = 120
_MOST_PROBLEMS: Final = 20


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> None:
    """Print a table on standard output; no text in it is taken for markup.

    Args:
        columns: The heads; one that ends in ``#`` is of numbers.
        rows: The cells.
        title: What stands above.
    """
    table = Table(
        title=Text(title) if title else None, title_justify="left", box=None, pad_edge=False, header_style="bold"
    )
    for column in columns:
        is_number = column.endswith("#")
        table.add_column(Text(column.removesuffix("#")), justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console(width=None if sys.stdout.isatty() else _PIPED_WIDTH)
    with console.capture() as capture:
        console.print(table)
    click.echo("\n".join(line.rstrip() for line in capture.get().splitlines()))


class BuildProgress:
    """Tells on standard error what a build does: a moving line on a terminal, now and then a plain line elsewhere.

    Attributes:
        papers: How many records were read.
        problems: All problems, in order.
    """

    def __init__(self, *, quiet: bool, stream: TextIO | None = None) -> None:
        """Tell it on that stream, by default standard error; with ``quiet``, only keep count."""
        self.papers = 0
        self.problems: list[Problem] = []
        self._console = Console(file=stream, stderr=stream is None, quiet=quiet, highlight=False)
        self._status = self._console.status("starting") if self._console.is_terminal and not quiet else None
        self._doing = ""
        self._told = time.monotonic()

    def __enter__(self) -> BuildProgress:
        """Start the moving line."""
        if self._status is not None:
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the moving line away."""
        if self._status is not None:
            self._status.stop()

    def page(self, name: str) -> None:
        """A page is about to be read."""
        self._doing = f"reading {name}"
        self._tell(self._doing)

    def paper(self) -> None:
        """A record was read and its text extracted."""
        self.papers += 1
        line = f"{self._doing}: {self.papers:,} papers so far"
        if self._status is not None:
            self._status.update(Text(line))
        elif time.monotonic() - self._told > _EVERY:
            self._tell(line)

    def step(self, name: str) -> None:
        """A step begins."""
        self._tell(name)

    def problem(self, problem: Problem) -> None:
        """Something could not be read as it stands; of very many, the first are told."""
        self.problems.append(problem)
        if len(self.problems) <= _MOST_PROBLEMS:
            self._console.print(Text(f"warning: {problem}"), soft_wrap=True)
        elif len(self.problems) == _MOST_PROBLEMS + 1:
            self._console.print(Text("warning: further problems are only counted"))

    def _tell(self, line: str) -> None:
        self._told = time.monotonic()
        if self._status is not None:
            self._status.update(Text(line))
        else:
            self._console.print(Text(line), soft_wrap=True)
