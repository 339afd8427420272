"""What people see on a terminal, or read as plain lines where there is none."""

from __future__ import annotations

import sys
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final, TextIO, TypeVar

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from paperatlas.cli.options import print_json
from paperatlas.pipeline.layout_file import EXPLORER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path
    from types import TracebackType

    from paperatlas.graph.papers import ReadIssue
    from paperatlas.pipeline.workspace import BuildResult

__all__ = ["BuildProgress", "print_summary", "print_table", "strict_option"]

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
        self.problems: list[ReadIssue] = []
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

    def problem(self, problem: ReadIssue) -> None:
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


_Command = TypeVar("_Command", bound="Callable[..., Any]")


def strict_option(command: _Command) -> _Command:
    """``--strict``: fail where something was left out."""
    return click.option("--strict", is_flag=True, help="Exit with 1 when any record was skipped.")(command)


def print_summary(built: BuildResult, output: Path, *, quiet: bool, as_json: bool, strict: bool) -> None:
    """Print what a build gave.

    Args:
        built: What it gave.
        output: The folder.
        quiet: Print nothing.
        as_json: Print JSON.
        strict: End with exit code 1 where something was left out.
    """
    if as_json:
        print_json({**asdict(built), "files": [str(output / name) for name in built.files]})
    elif not quiet:
        _print(built, output)
    if strict and any(problem["skipped"] for problem in built.problems):
        click.get_current_context().exit(1)


def _print(built: BuildResult, output: Path) -> None:
    skipped = [problem for problem in built.problems if problem["skipped"]]
    rows = [("page", page["name"], f"{page['records']:,} records, read as {page['layout']}") for page in built.pages]
    rows += [("nodes", name, f"{count:,}") for name, count in built.nodes.items() if count]
    rows += [("edges", name, f"{count:,}") for name, count in built.statements.items() if count]
    rows += [("skipped", f"{problem['page']}:{problem['line']}", problem["message"]) for problem in skipped[:10]]
    print_table(("", "what", "how many"), _without_repeats(rows))
    warnings = len(built.problems) - len(skipped)
    papers = f"{built.nodes['Paper']:,}"
    click.echo(f"\n{built.records:,} records, {papers} papers; {len(skipped):,} left out, {warnings:,} warnings.")
    if built.texts is None:
        click.echo(f"Nothing is new; {output} is as it was.")
    else:
        click.echo(f"{built.texts:,} texts were read; what was known of the others was kept.")
    click.echo(f"Open {output / EXPLORER} in a browser; {output / 'report.html'} sums up.")


def _without_repeats(rows: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The rows with the first cell empty where it is that of the row above."""
    heads = ["", *(row[0] for row in rows)]
    return [("" if head == row[0] else row[0], *row[1:]) for head, row in zip(heads, rows, strict=False)]
