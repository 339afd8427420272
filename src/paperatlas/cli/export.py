"""The command that writes a graph in another format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paperatlas.cli.options import confidence_options, graph_option, load_graph, output_file_option
from paperatlas.pipeline.outputs import FORMATS
from paperatlas.pipeline.outputs import export as export_as

if TYPE_CHECKING:
    from pathlib import Path


_EXAMPLES = """
\b
Examples:
  paperatlas export graphml -o graph.graphml
  paperatlas export ntriples | wc -l
  paperatlas export edges-csv --unsure -o all.csv
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
@confidence_options
def export(format_name: str, output: Path, graph_path: Path, min_confidence: float | None) -> None:
    """Write a built graph in another format.

    RDF keeps less certain statements apart as unsure; the other formats leave them out.
    """
    graph = load_graph(graph_path, min_confidence)
    content = export_as(graph, format_name, None if str(output) == "-" else output)
    if str(output) == "-":
        click.echo(content, nl=False)
