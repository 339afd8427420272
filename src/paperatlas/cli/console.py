"""The output of commands: tables, JSON, lines, the progress of a run and the summary of a build."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from paperatlas._util.files import write_file
from paperatlas.graph.progress import Progress
from paperatlas.pipeline.outputs import EXPLORER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from paperatlas.graph.papers import ReadIssue
    from paperatlas.pipeline.workspace import BuildResult

__all__ = ["ConsoleProgress", "format_share", "print_json", "print_summary", "print_table", "write_lines"]

_SECONDS_BETWEEN_LINES: Final = 5.0
_PIPED_WIDTH: Final = 120
_MOST_ISSUES: Final = 20


def print_json(value: object) -> None:
    """Print a value as indented JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def format_share(share: float, interval: tuple[float, float]) -> str:
    """Return a share with its interval in per cent.

    >>> format_share(0.5, (0.236, 0.763))
    '50 (24–76)'
    """
    return f"{100 * share:.0f} ({100 * interval[0]:.0f}–{100 * interval[1]:.0f})"


def write_lines(lines: Iterable[str], output: Path) -> None:
    """Write lines to a file, whole or not at all; to standard output one by one if the path is ``-``."""
    if str(output) == "-":
        for line in lines:
            click.echo(line)
    else:
        write_file(output, "".join(f"{line}\n" for line in lines).encode())


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> None:
    """Print a table on standard output; no text in it is taken for markup.

    Args:
        columns: The headings; one that ends in ``#`` is of numbers.
        rows: The cells.
        title: The line above the table.
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


class ConsoleProgress(Progress):
    """The progress of a run on standard error: a moving line on a terminal, now and then a plain line elsewhere.

    Attributes:
        counts: How many items of each unit are finished.
    """

    def __init__(self, *, quiet: bool) -> None:
        """Print the progress; with ``quiet``, only count."""
        self.counts: Counter[str] = Counter()
        self._console = Console(stderr=True, quiet=quiet, highlight=False)
        self._status = self._console.status("starting") if self._console.is_terminal and not quiet else None
        self._step = ""
        self._printed_at = time.monotonic()
        self._issues = 0

    def __enter__(self) -> ConsoleProgress:
        """Start the moving line."""
        if self._status is not None:
            self._status.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the moving line."""
        if self._status is not None:
            self._status.stop()

    def step(self, name: str) -> None:
        """Print the name of a step."""
        self._step = name
        self._print(name)

    def advance(self, count: int, unit: str) -> None:
        """Count finished items, and print the count if the last line is some time ago."""
        self.counts[unit] += count
        if self._status is not None or time.monotonic() - self._printed_at > _SECONDS_BETWEEN_LINES:
            self._print(f"{self._step}: {self.counts[unit]:,} {unit} so far")

    def issue(self, issue: ReadIssue) -> None:
        """Print an issue; of very many, print the first."""
        self._issues += 1
        if self._issues <= _MOST_ISSUES:
            self._console.print(Text(f"warning: {issue}"), soft_wrap=True)
        elif self._issues == _MOST_ISSUES + 1:
            self._console.print(Text("warning: further problems are only counted"))

    def _print(self, line: str) -> None:
        self._printed_at = time.monotonic()
        if self._status is not None:
            self._status.update(Text(line))
        else:
            self._console.print(Text(line), soft_wrap=True)


def print_summary(result: BuildResult, output: Path, *, quiet: bool, as_json: bool, strict: bool) -> None:
    """Print the result of a build.

    Args:
        result: The result.
        output: The folder of outputs.
        quiet: Whether to print nothing.
        as_json: Whether to print JSON.
        strict: Whether to end with exit code 1 if a record was left out.
    """
    if as_json:
        pages = [{"name": page.name, "layout": page.layout, "records": page.records} for page in result.pages]
        print_json({**asdict(result), "pages": pages, "files": [str(output / name) for name in result.files]})
    elif not quiet:
        _print_tables(result, output)
    if strict and any(problem.skipped for problem in result.problems):
        click.get_current_context().exit(1)


def _print_tables(result: BuildResult, output: Path) -> None:
    skipped = [problem for problem in result.problems if problem.skipped]
    rows = [("page", page.name, f"{page.records:,} records, read as {page.layout}") for page in result.pages]
    rows += [("nodes", name, f"{count:,}") for name, count in result.nodes.items() if count]
    rows += [("edges", name, f"{count:,}") for name, count in result.statements.items() if count]
    rows += [("skipped", f"{problem.page}:{problem.line}", problem.message) for problem in skipped[:10]]
    above = ["", *(row[0] for row in rows)]
    cells = [("" if row[0] == head else row[0], *row[1:]) for head, row in zip(above, rows, strict=False)]
    print_table(("", "what", "how many"), cells)
    warnings = len(result.problems) - len(skipped)
    papers = f"{result.nodes['Paper']:,}"
    click.echo(f"\n{result.records:,} records, {papers} papers; {len(skipped):,} left out, {warnings:,} warnings.")
    if result.unsure:
        click.echo(
            f"{result.unsure:,} statements are less certain and kept apart; --unsure of other commands shows them."
        )
    if result.texts is None:
        click.echo(f"Nothing is new; {output} is as it was.")
    else:
        click.echo(f"{result.texts:,} texts were read; what was known of the others was kept.")
    click.echo(f"Open {output / EXPLORER} in a browser; {output / 'report.html'} sums up.")
