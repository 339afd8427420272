"""The command that writes the names and relations in each paper as JSON Lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

import paperatlas as pa
from paperatlas.cli.console import ConsoleProgress, write_lines
from paperatlas.cli.options import model_option, output_file_option, quiet_option, registry_option
from paperatlas.errors import NoPapersError

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAPERS...")
@output_file_option
@registry_option
@model_option
@quiet_option
def extract(pages: tuple[str, ...], output: Path, registry: Path | None, model: str, quiet: bool) -> None:
    """Write what each paper names and states, one JSON line a paper, in the order of the papers.

    PAPERS are JSON Lines of {"id", "title", "abstract"}, or any page that build reads. A paper in which nothing is
    found gets a line too.

    \b
    Examples:
      paperatlas extract papers.jsonl -o lines.jsonl
      paperatlas extract seeds/author_listing.txt | head -3
    """
    from paperatlas.extraction import to_line

    with ConsoleProgress(quiet=quiet) as progress:
        extractions = pa.extract(*pages, registry=registry, extractor=model, progress=progress)
        write_lines((json.dumps(to_line(extraction), ensure_ascii=False) for extraction in extractions), output)
    if not progress.counts["papers"]:
        raise NoPapersError("no paper was found; docs/reading.md shows the layouts that can be read")
