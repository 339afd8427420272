"""The command that compares two graphs."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from paperatlas.cli.console import print_json, print_table
from paperatlas.cli.options import confidence_options, json_option, load_graph
from paperatlas.graph.diff import compare

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperatlas.graph.diff import StatementChange


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--all", "show_all", is_flag=True, help="Print statements that only mention something, too.")
@confidence_options
@json_option
def diff(old: Path, new: Path, show_all: bool, min_confidence: float | None, as_json: bool) -> None:
    """Show what changed from the graph OLD to the graph NEW: statements that came, went, or changed support.

    Both are folders that a build wrote, or files in RDF.

    \b
    Examples:
      paperatlas diff last-week output
      paperatlas diff monday.ttl tuesday.ttl --json
    """
    comparison = compare(load_graph(old, min_confidence), load_graph(new, min_confidence))
    if as_json:
        print_json(asdict(comparison))
        return
    kinds = {"came": comparison.came, "went": comparison.went, "changed": comparison.changed}
    rows = [row for kind, changes in kinds.items() for row in _rows(kind, changes, show_all=show_all)]
    if rows:
        print_table(("", "statement", "support", "confidence"), rows)
    counts = ", ".join(f"{len(changes):,} {kind}" for kind, changes in kinds.items())
    click.echo(f"{counts}; those that only mention something are counted, and listed by --all")


def _rows(kind: str, changes: Iterable[StatementChange], *, show_all: bool) -> Iterable[tuple[str, str, str, str]]:
    for change in changes:
        if show_all or change.predicate != "mentions":
            cells = (_before_and_after(change, "support", "{}"), _before_and_after(change, "confidence", "{:.2f}"))
            yield kind, f"{change.subject} {change.predicate} {change.object}", *cells


def _before_and_after(change: StatementChange, field: str, pattern: str) -> str:
    """Return a value before and after the change, once if it is the same."""
    states = (state for state in (change.before, change.after) if state)
    return " → ".join(dict.fromkeys(pattern.format(getattr(state, field)) for state in states))
