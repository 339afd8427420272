"""The command that builds a folder of outputs from pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paperatlas.cli.console import ConsoleProgress, print_summary
from paperatlas.cli.options import (
    corrections_option,
    json_option,
    model_option,
    output_folder_option,
    quiet_option,
    registry_option,
    strict_option,
)
from paperatlas.pipeline.workspace import build_folder
from paperatlas.schema import DEFAULT_BASE

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@output_folder_option
@click.option(
    "--base", default=DEFAULT_BASE, show_default=True, metavar="IRI", help="What the IRIs of things start with."
)
@registry_option
@corrections_option
@model_option
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    metavar="NUMBER",
    help="Keep less certain statements apart as unsure.  [default: a bound for each predicate, see `schema`]",
)
@click.option("--unsure", is_flag=True, help="Keep no statement apart, as --min-confidence 0 does.")
@click.option("--no-inferred", is_flag=True, help="Leave out statements that only follow from names.")
@strict_option
@quiet_option
@json_option
def build(
    pages: tuple[str, ...],
    output: Path,
    base: str,
    registry: Path | None,
    corrections: Path | None,
    model: str,
    min_confidence: float | None,
    unsure: bool,
    no_inferred: bool,
    strict: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Read pages that list papers and write their knowledge graph.

    A PAGE is a file, a folder (its *.txt, *.json and *.jsonl), a pattern in quotes, or - for standard input.
    The layout of a page is recognised by its content, not by its name. The folder remembers what was read:
    built again, it only reads what is new.

    \b
    Examples:
      paperatlas build seeds
      paperatlas build papers.jsonl saved-page.txt -o my-graph
      cat papers.jsonl | paperatlas build - -o my-graph --min-confidence 0.5
    """
    if unsure and min_confidence is not None:
        raise click.UsageError("--unsure and --min-confidence exclude each other")
    with ConsoleProgress(quiet=quiet) as progress:
        result = build_folder(
            *pages,
            output=output,
            base=base,
            registry=registry,
            corrections=corrections,
            extractor=model,
            min_confidence=0.0 if unsure else min_confidence,
            inferred=not no_inferred,
            progress=progress,
        )
    print_summary(result, output, quiet=quiet, as_json=as_json, strict=strict)
