"""``paperatlas export``: a built graph in another format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paperatlas.cli.options import graph_option, output_file_option
from paperatlas.pipeline.export import FORMATS
from paperatlas.pipeline.export import export as export_as

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["export"]

_EXAMPLES = """
\b
Examples:
  paperatlas export graphml -o graph.graphml
  paperatlas export ntriples | wc -l
"""


def _described() -> str:
    """What the help says of each format."""
    width = max(map(len, FORMATS))
    lines = (f"  {entry.name:{width}}  {entry.label}: {entry.comment}" for entry in FORMATS.values())
    return "\n".join(["\b", "FORMAT is one of:", *lines, _EXAMPLES])


@click.command(epilog=_described())
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@output_file_option
@graph_option
def export(form: str, output: Path, graph_path: Path) -> None:
    """Write a built graph in another form."""
    data = export_as(graph_path, form, None if str(output) == "-" else output)
    if str(output) == "-":
        click.echo(data, nl=False)
