"""The command that adds pages to a folder of outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paperatlas.cli.console import ConsoleProgress, print_summary
from paperatlas.cli.options import json_option, output_folder_option, quiet_option, strict_option
from paperatlas.pipeline.workspace import add as add_pages

if TYPE_CHECKING:
    from pathlib import Path


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
    with ConsoleProgress(quiet=quiet) as progress:
        result = add_pages(*pages, output=output, progress=progress)
    print_summary(result, output, quiet=quiet, as_json=as_json, strict=strict)
