"""The command that lists the pages of a folder of outputs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from paperatlas.cli.console import print_json, print_table
from paperatlas.cli.options import json_option, output_folder_option
from paperatlas.pipeline.workspace import status as page_status

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@output_folder_option
@json_option
def status(output: Path, as_json: bool) -> None:
    """List the pages that the outputs are made of, and whether their files have changed since.

    \b
    Examples:
      paperatlas status
      paperatlas status -o my-graph --json
    """
    pages = page_status(output)
    if as_json:
        print_json([asdict(page) for page in pages])
    else:
        print_table(("page", "records#", "file"), [(page.name, f"{page.records:,}", page.state) for page in pages])
