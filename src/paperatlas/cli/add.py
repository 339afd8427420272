"""``paperatlas add``: further pages for a folder of outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paperatlas.cli.console import BuildProgress, print_summary, strict_option
from paperatlas.cli.options import json_option, output_folder_option, quiet_option
from paperatlas.pipeline.workspace import add as add_pages

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["add"]


@click.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@output_folder_option
@strict_option
@quiet_option
@json_option
def add(pages: tuple[str, ...], output: Path, strict: bool, quiet: bool, as_json: bool) -> None:
    """Add pages to a folder of outputs; only their papers are read.

    The settings are those of the last build in the folder. A page that it has already is read anew.

    \b
    Examples:
      paperatlas add tomorrow.txt
      paperatlas add "saved/*.txt" -o my-graph
    """
    with BuildProgress(quiet=quiet) as progress:
        built = add_pages(*pages, output=output, progress=progress)
    print_summary(built, output, quiet=quiet, as_json=as_json, strict=strict)
