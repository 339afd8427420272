"""``paperatlas extract``: what each paper names and states, a JSON line a paper."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

import paperatlas as pa
from paperatlas._util.files import write_file
from paperatlas.cli.console import BuildProgress
from paperatlas.cli.options import model_option, output_file_option, quiet_option, registry_option
from paperatlas.errors import NoPapersError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["extract"]


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

    with BuildProgress(quiet=quiet) as progress:
        found = pa.extract(*pages, registry=registry, extractor=model, progress=progress)
        lines = (json.dumps(to_line(extraction), ensure_ascii=False) for extraction in found)
        if str(output) == "-":
            for line in lines:
                click.echo(line)
        else:
            write_file(output, "".join(f"{line}\n" for line in lines).encode())
    if not progress.papers:
        raise NoPapersError("no paper was found; docs/reading.md shows the layouts that can be read")
