"""``paperatlas push``: load the graph into another SPARQL server."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from paperatlas.cli.options import graph_option, json_option, print_json, quiet_option
from paperatlas.sparql.upload import UPLOAD_METHODS, UploadResult
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
@click.option(
    "--token",
    envvar="PAPERATLAS_TOKEN",
    help="A bearer token for the server; better given as the environment variable PAPERATLAS_TOKEN.",
)
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
    pushed = push_graph(
        graph_path,
        url,
        method=method,
        graph_uri=graph_uri,
        token=token,
        replace=replace,
        skip=skip,
        progress=_silent if quiet else _Progress(),
    )
    if as_json:
        print_json(pushed._asdict())
    elif not quiet:
        again = f", {pushed.retries} of them sent again" if pushed.retries else ""
        click.echo(f"{pushed.triples:,} triples in {pushed.batches:,} batches{again}, {pushed.seconds:.1f} s.")


def _silent(_: UploadResult) -> None:
    """Say nothing."""


class _Progress:
    """Tells on standard error how far it is: a line that is written over on a terminal, else one every ten seconds."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._told = 0.0

    def __call__(self, pushed: UploadResult) -> None:
        if self._terminal:
            click.echo(f"\r{pushed.triples:,} triples sent … ", nl=False, err=True)
        elif pushed.seconds - self._told > 10:
            self._told = pushed.seconds
            click.echo(f"{pushed.triples:,} triples sent", err=True)
