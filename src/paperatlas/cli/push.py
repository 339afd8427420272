"""The command that loads a graph into another SPARQL server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paperatlas.cli.console import ConsoleProgress, print_json
from paperatlas.cli.options import graph_option, json_option, quiet_option, token_option
from paperatlas.sparql.upload import UPLOAD_METHODS
from paperatlas.sparql.upload import push as push_graph

if TYPE_CHECKING:
    from pathlib import Path

    from paperatlas.sparql.upload import UploadMethod

_EPILOG = """
\b
Examples:
  paperatlas push http://localhost:8890/update
  paperatlas push http://localhost:3030/atlas/data --method gsp --graph-uri https://example.org/atlas --replace
  PAPERATLAS_TOKEN=… paperatlas push https://sparql.example.org/update --graph elsewhere
"""


@click.command(epilog=_EPILOG)
@click.argument("url")
@graph_option
@click.option(
    "--method",
    type=click.Choice(UPLOAD_METHODS),
    default="auto",
    show_default=True,
    help="SPARQL Update, the Graph Store Protocol, or whichever of the two the server takes.",
)
@click.option("--graph-uri", metavar="IRI", help="The graph to load into.  [default: the default graph]")
@click.option("--replace", is_flag=True, help="Take away first what that graph holds.")
@click.option(
    "--skip",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Leave out the first N triples, which an earlier push has sent.",
)
@token_option
@quiet_option
@json_option
def push(
    *,
    url: str,
    graph_path: Path,
    method: UploadMethod,
    graph_uri: str | None,
    replace: bool,
    skip: int,
    token: str | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Load the graph into the SPARQL server at URL, in batches."""
    with ConsoleProgress(quiet=quiet) as progress:
        result = push_graph(
            graph_path,
            url,
            method=method,
            graph_uri=graph_uri,
            token=token,
            replace=replace,
            skip=skip,
            progress=progress,
        )
    if as_json:
        print_json(result._asdict())
    elif not quiet:
        again = f", {result.retries} of them sent again" if result.retries else ""
        click.echo(f"{result.triples:,} triples in {result.batches:,} batches{again}, {result.seconds:.1f} s.")
