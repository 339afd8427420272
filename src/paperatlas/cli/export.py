"""``paperatlas export``: a built graph in another form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paperatlas.cli.options import graph_option, output_file_option
from paperatlas.running.export import FORMS
from paperatlas.running.export import export as export_as

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["export"]


@click.command()
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMS))
@output_file_option
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
    data = export_as(graph_path, form, None if str(output) == "-" else output)
    if str(output) == "-":
        click.echo(data, nl=False)
