"""The command that finds entities by words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paperatlas.cli.console import print_json, print_table
from paperatlas.cli.options import json_option, output_folder_option
from paperatlas.schema import NODE_TYPES
from paperatlas.store import search as search_store

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--type",
    "types",
    multiple=True,
    type=click.Choice([entry.name for entry in NODE_TYPES], case_sensitive=False),
    help="Only find such things; repeat it for more kinds.",
)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many to print at most.")
@output_folder_option
@json_option
def search(words: tuple[str, ...], types: tuple[str, ...], limit: int, output: Path, as_json: bool) -> None:
    """Find models, datasets, methods, organisations, authors and papers by WORDS.

    Names, aliases, titles and what papers say are searched; things of that name come first. The last word may be the
    start of one. Things are found by the words of sure statements alone; `show NAME --unsure` has those of the others.

    \b
    Examples:
      paperatlas search "long context"
      paperatlas search river --type Dataset --type Model --json
    """
    hits = search_store(output, " ".join(words), types=types, limit=limit)
    if as_json:
        print_json([hit._asdict() for hit in hits])
    elif hits:
        print_table(("type", "name", "what papers say"), [(hit.type, hit.label, hit.snippet) for hit in hits])
    else:
        click.echo("Nothing was found; try fewer words.", err=True)
