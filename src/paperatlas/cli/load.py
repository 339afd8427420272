"""The command that writes a folder of outputs from a graph in RDF."""

from __future__ import annotations

from pathlib import Path

import click

import paperatlas as pa
from paperatlas._util.lock import folder_lock
from paperatlas.cli.console import ConsoleProgress
from paperatlas.cli.options import output_folder_option, quiet_option
from paperatlas.pipeline.outputs import EXPLORER


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@output_folder_option
@quiet_option
def load(file: Path, output: Path, quiet: bool) -> None:
    """Read a graph that was written as RDF, and write all outputs of it.

    FILE is in Turtle, N-Triples, TriG, N-Quads, JSON-LD or RDF/XML, as its ending says.

    \b
    Examples:
      paperatlas load graph.ttl -o again
      paperatlas load from-a-colleague.jsonld -o theirs
    """
    with ConsoleProgress(quiet=quiet) as progress:
        progress.step(f"reading {file.name}")
        graph = pa.load(file)
        with folder_lock(output):
            files = pa.write_outputs(graph, output, progress)
    if not quiet:
        click.echo(f"{len(graph.entities):,} nodes and {len(graph.statements):,} statements, in {len(files)} files.")
        click.echo(f"Open {output / EXPLORER} in a browser.")
