"""The command that removes pages from a folder of outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paperatlas.cli.console import ConsoleProgress, print_summary
from paperatlas.cli.options import json_option, output_folder_option, quiet_option
from paperatlas.pipeline.workspace import remove as remove_pages

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@output_folder_option
@quiet_option
@json_option
def remove(pages: tuple[str, ...], output: Path, quiet: bool, as_json: bool) -> None:
    """Take pages away from a folder of outputs, with all that only they support.

    A PAGE is a name as status gives it, or the file.

    \b
    Examples:
      paperatlas remove author_listing.txt
      paperatlas remove saved/monday.txt -o my-graph
    """
    with ConsoleProgress(quiet=quiet) as progress:
        result = remove_pages(*pages, output=output, progress=progress)
    print_summary(result, output, quiet=quiet, as_json=as_json, strict=False)
