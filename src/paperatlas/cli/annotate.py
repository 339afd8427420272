"""The command that writes an HTML page of a text with the names and relations in it."""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

import paperatlas as pa
from paperatlas._util.files import write_file
from paperatlas.cli.console import ConsoleProgress
from paperatlas.cli.options import confidence_options, quiet_option, registry_option
from paperatlas.readers import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterator


@click.command()
@click.argument("page", metavar="PAPER")
@click.option("--paper", metavar="ID|N|TITLE", help="Which paper: its id, its number from 1, or a part of its title.")
@click.option("--whole", is_flag=True, help="Take the page as one paper, with its first line as the title.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("annotated.html"),
    show_default=True,
    help="The page to write.",
)
@registry_option
@confidence_options
@quiet_option
def annotate(
    *,
    page: str,
    paper: str | None,
    whole: bool,
    output: Path,
    registry: Path | None,
    min_confidence: float | None,
    quiet: bool,
) -> None:
    """Show a text in the browser, with the names in it and what it states of them.

    PAPER is a plain text, any page that build reads, or - for standard input. Of a page with many papers the first
    100 are shown, or those that --paper names. Relations too uncertain for a graph are folded away.

    \b
    Examples:
      paperatlas annotate seeds/author_listing.txt --paper FLM-101B
      paperatlas annotate paper.txt --whole -o paper.html
      pbpaste | paperatlas annotate -
    """
    from paperatlas.html.annotated_page import render_annotated
    from paperatlas.pipeline.extract import MAX_PAPERS

    with ConsoleProgress(quiet=quiet) as progress, _as_file(page) as path:
        extractions = pa.annotate(path, paper=paper, whole=whole, registry=registry, progress=progress)
    note = f"These are the first {MAX_PAPERS} papers; --paper shows others." if len(extractions) == MAX_PAPERS else ""
    write_file(output, render_annotated(extractions, note=note, min_confidence=min_confidence).encode())
    if not quiet:
        names = sum(len(extraction.entities) for extraction in extractions)
        relations = sum(len(extraction.relations) for extraction in extractions)
        click.echo(f"{_count(len(extractions), 'paper')}, {_count(names, 'name')}, {_count(relations, 'relation')}.")
        click.echo(f"Open {output} in a browser.")


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


@contextmanager
def _as_file(page: str) -> Iterator[Path]:
    """Return the page as a file that can be read twice: first as a listing, then as one text."""
    if page != STANDARD_INPUT:
        yield Path(page)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "standard-input"
        path.write_bytes(sys.stdin.buffer.read())
        yield path
