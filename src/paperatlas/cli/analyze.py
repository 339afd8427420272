"""The command that writes measures, rankings and a report of a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paperatlas.cli.console import print_json
from paperatlas.cli.options import (
    confidence_options,
    graph_option,
    json_option,
    load_graph,
    output_folder_option,
    quiet_option,
)

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@output_folder_option
@graph_option
@confidence_options
@quiet_option
@json_option
def analyze(output: Path, graph_path: Path, min_confidence: float | None, quiet: bool, as_json: bool) -> None:
    """Measure a built graph: degree, PageRank, betweenness, communities, and what is used and compared most.

    \b
    Examples:
      paperatlas analyze
      paperatlas analyze --graph my-graph -o my-analysis
    """
    from paperatlas.pipeline.outputs import write_analysis

    files = [output / name for name in write_analysis(load_graph(graph_path, min_confidence), output)]
    if as_json:
        print_json({"files": list(map(str, files))})
    elif not quiet:
        for file in files:
            click.echo(file)
