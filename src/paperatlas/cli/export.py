"""``paperatlas export``: a built graph in another form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from paperatlas.cli.options import graph_option
from paperatlas.exporting import EXPORTS
from paperatlas.rdf import FORMATS, load, serialize
from paperatlas.staging import write_file
from paperatlas.viewing import render_page

if TYPE_CHECKING:
    from paperatlas.records import Graph

__all__ = ["export"]


@click.command()
@click.argument("form", metavar="FORMAT", type=click.Choice([*FORMATS, *EXPORTS, "html"]))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    default=Path("-"),
    show_default=True,
    help="The file to write; - for standard output.",
)
@graph_option
def export(form: str, output: Path, graph_path: Path) -> None:
    """Write a built graph in another form.

    FORMAT is turtle, ntriples, jsonld or rdfxml (RDF), graphml or gexf (Gephi, yEd, Cytoscape), json (node-link, for
    NetworkX and D3), nodes-csv, edges-csv, or html (the page to look at).

    \b
    Examples:
      paperatlas export graphml -o graph.graphml
      paperatlas export ntriples | wc -l
    """
    data = _made(form, load(graph_path))
    if str(output) == "-":
        click.echo(data, nl=False)
    else:
        write_file(output, data)


def _made(form: str, graph: Graph) -> bytes:
    if form in FORMATS:
        return serialize(graph, form)
    return EXPORTS[form].render(graph) if form in EXPORTS else render_page(graph).encode()
