"""The command that writes a graph in another format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paperatlas.cli.options import graph_option, output_file_option
from paperatlas.pipeline.outputs import FORMATS
from paperatlas.pipeline.outputs import export as export_as

if TYPE_CHECKING:
    from pathlib import Path


_EXAMPLES = """
\b
Examples:
  paperatlas export graphml -o graph.graphml
  paperatlas export ntriples | wc -l
"""


def _epilog() -> str:
    """Return the help text on all formats."""
    width = max(map(len, FORMATS))
    lines = (f"  {entry.name:{width}}  {entry.label}: {entry.comment}" for entry in FORMATS.values())
    return "\n".join(["\b", "FORMAT is one of:", *lines, _EXAMPLES])


@click.command(epilog=_epilog())
@click.argument("format_name", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@output_file_option
@graph_option
def export(format_name: str, output: Path, graph_path: Path) -> None:
    """Write a built graph in another format."""
    content = export_as(graph_path, format_name, None if str(output) == "-" else output)
    if str(output) == "-":
        click.echo(content, nl=False)
