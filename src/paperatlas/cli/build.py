"""``paperatlas build``: pages in, a folder of outputs out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from paperatlas.cli.console import BuildProgress, print_table
from paperatlas.cli.options import (
    json_option,
    model_option,
    output_folder_option,
    print_json,
    quiet_option,
    registry_option,
)
from paperatlas.extraction import load_extractor
from paperatlas.resolution.registry import load_registry
from paperatlas.running.build import build as build_graph
from paperatlas.running.outputs import OUTPUTS, write_outputs
from paperatlas.schema import DEFAULT_BASE, NODE_TYPES, PREDICATES

if TYPE_CHECKING:
    from pathlib import Path

    from paperatlas.records import Graph

__all__ = ["build"]


@click.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@output_folder_option
@click.option(
    "--base", default=DEFAULT_BASE, show_default=True, metavar="IRI", help="What the IRIs of things start with."
)
@registry_option
@model_option
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="Leave out statements that are less sure.",
)
@click.option("--no-inferred", is_flag=True, help="Leave out statements that only follow from names.")
@click.option("--strict", is_flag=True, help="Exit with 1 when any record was skipped.")
@quiet_option
@json_option
def build(
    pages: tuple[str, ...],
    output: Path,
    base: str,
    registry: Path | None,
    model: str,
    min_confidence: float,
    no_inferred: bool,
    strict: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Read pages that list papers and write their knowledge graph.

    A PAGE is a file, a folder (its *.txt, *.json and *.jsonl), a pattern in quotes, or - for standard input.
    What a page holds is told by its content, not by its name.

    \b
    Examples:
      paperatlas build seeds
      paperatlas build papers.jsonl saved-page.txt -o my-graph
      cat papers.jsonl | paperatlas build - -o my-graph --min-confidence 0.5
    """
    with BuildProgress(quiet=quiet) as progress:
        known = load_registry(registry) if registry is not None else ()
        graph = build_graph(
            *pages,
            base=base,
            registry=registry,
            extractor=load_extractor(model, known),
            min_confidence=min_confidence,
            inferred=not no_inferred,
            progress=progress,
        )
        files = write_outputs(graph, output, progress)
    if as_json:
        print_json(_summary(graph, progress, output, files))
    elif not quiet:
        _print_summary(graph, progress, output)
    if strict and any(problem.skipped for problem in progress.problems):
        click.get_current_context().exit(1)


def _summary(graph: Graph, progress: BuildProgress, output: Path, files: tuple[str, ...]) -> dict[str, object]:
    types = Counter(entity.type for entity in graph.entities.values())
    edges = Counter(statement.predicate for statement in graph.statements)
    return {
        "records": progress.papers,
        "pages": [{"name": page.name, "layout": page.layout, "records": page.records} for page in graph.pages],
        "nodes": {entry.name: types[entry.name] for entry in NODE_TYPES},
        "statements": {rule.name: edges[rule.name] for rule in PREDICATES},
        "problems": [
            {"page": found.page, "line": found.line, "message": found.message, "skipped": found.skipped}
            for found in progress.problems
        ],
        "files": [str(output / name) for name in files],
    }


def _print_summary(graph: Graph, progress: BuildProgress, output: Path) -> None:
    types = Counter(entity.type for entity in graph.entities.values())
    edges = Counter(statement.predicate for statement in graph.statements)
    skipped = [problem for problem in progress.problems if problem.skipped]
    rows = [("page", page.name, f"{page.records:,} records, read as {page.layout}") for page in graph.pages]
    rows += [("nodes", entry.name, f"{types[entry.name]:,}") for entry in NODE_TYPES if types[entry.name]]
    rows += [("edges", rule.name, f"{edges[rule.name]:,}") for rule in PREDICATES if edges[rule.name]]
    rows += [("skipped", f"{problem.page}:{problem.line}", problem.message) for problem in skipped[:10]]
    print_table(("", "what", "how many"), _without_repeats(rows))
    total, papers = f"{progress.papers:,}", f"{types['Paper']:,}"
    warnings = len(progress.problems) - len(skipped)
    click.echo(f"\n{total} records, {papers} papers; {len(skipped):,} left out, {warnings:,} warnings.")
    click.echo(f"Open {output / OUTPUTS[0].name} in a browser; {output / 'report.html'} sums up.")


def _without_repeats(rows: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The rows with the first cell empty where it is that of the row above."""
    heads = ["", *(row[0] for row in rows)]
    return [("" if head == row[0] else row[0], *row[1:]) for head, row in zip(heads, rows, strict=False)]
