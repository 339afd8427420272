"""The files that a build writes."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paperatlas._util.files import staged
from paperatlas.analysis import analyze, tables
from paperatlas.html.explorer import explorer_data, render_explorer
from paperatlas.html.report.report_page import render_report
from paperatlas.pipeline.export import FORMATS
from paperatlas.pipeline.layout_file import EXPLORER, LAYOUT_FILE, read_layout, write_layout
from paperatlas.readers.progress import SilentProgress
from paperatlas.store.folder import clear_old, write_store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paperatlas.analysis import Analysis
    from paperatlas.graph.graph import Graph
    from paperatlas.readers.progress import Progress

__all__ = ["BUILT", "SHIPPED", "write_analysis", "write_outputs"]

BUILT: Final = ("html", "turtle", "graphml", "gexf", "json", "nodes-csv", "edges-csv")
"""The names of the formats that a build writes."""

SHIPPED: Final = ("ontology.ttl", "shapes.ttl")
"""What the terms of the graph mean, and what a whole graph looks like (SHACL); the same for every graph."""


def write_outputs(graph: Graph, folder: str | Path, progress: Progress | None = None) -> tuple[str, ...]:
    """Write all files of a graph and of its analysis, all together or none.

    Args:
        graph: Any graph.
        folder: Where to; it is made where it is missing.
        progress: Is told which file is being made.

    Returns:
        The names of the files, in the order in which they were made.

    Raises:
        OutputError: if the folder cannot be written.
    """
    progress = progress or SilentProgress()
    formats = [FORMATS[name] for name in BUILT]
    with staged(folder) as stage:
        for output in formats:
            progress.step(f"writing {output.file}")
            with (stage / output.file).open("wb") as stream:
                output.write(graph, stream)
        vocabulary = _write_all(stage, _shipped_files())
        progress.step("measuring")
        analysis = analyze(graph)
        progress.step(f"writing {EXPLORER}")
        explorer = _write_all(stage, _explorer_files(graph, analysis, Path(folder)))
        progress.step("writing report.html and the tables of the analysis")
        analysed = _write_all(stage, _analysis_files(graph, analysis))
        progress.step("writing the store")
        manifest = write_store(graph, stage, Path(folder))
    clear_old(Path(folder))
    return (*(output.file for output in formats), *vocabulary, *explorer, *analysed, manifest)


def write_analysis(graph: Graph, folder: str | Path) -> tuple[str, ...]:
    """Write the tables and the report of a graph's analysis, all together or none.

    Returns:
        The names of the files.

    Raises:
        OutputError: if the folder cannot be written.
    """
    with staged(folder) as stage:
        return _write_all(stage, _analysis_files(graph, analyze(graph)))


def _shipped_files() -> dict[str, bytes]:
    folder = resources.files("paperatlas.rdf")
    return {name: folder.joinpath(name).read_bytes() for name in SHIPPED}


def _explorer_files(graph: Graph, analysis: Analysis, folder: Path) -> dict[str, bytes]:
    communities = [community.members for community in analysis.communities]
    data = explorer_data(graph, read_layout(folder), communities=communities)
    return {EXPLORER: render_explorer(data).encode(), LAYOUT_FILE: write_layout(data.positions)}


def _analysis_files(graph: Graph, analysis: Analysis) -> dict[str, bytes]:
    return {"report.html": render_report(analysis, graph).encode(), **tables(analysis)}


def _write_all(stage: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    for name, data in files.items():
        (stage / name).parent.mkdir(parents=True, exist_ok=True)
        (stage / name).write_bytes(data)
    return tuple(files)
