"""Tells what a build gave; the commands that build share it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeVar

import click

from paperatlas.cli.console import print_table
from paperatlas.cli.options import print_json
from paperatlas.running.places import EXPLORER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from paperatlas.running.folder import Built

__all__ = ["strict_option", "tell"]

_Command = TypeVar("_Command", bound="Callable[..., Any]")


def strict_option(command: _Command) -> _Command:
    """``--strict``: fail where something was left out."""
    return click.option("--strict", is_flag=True, help="Exit with 1 when any record was skipped.")(command)


def tell(built: Built, output: Path, *, quiet: bool, as_json: bool, strict: bool) -> None:
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


def _print(built: Built, output: Path) -> None:
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
