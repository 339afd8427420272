"""The files that a build writes: what each is called, what it is for, and how it is made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from paperatlas.analysis import analyze, tables
from paperatlas.exporting import EXPORTS, whole
from paperatlas.rdf import write_rdf
from paperatlas.rdf.ontology import ontology
from paperatlas.rdf.shapes import shapes
from paperatlas.running.places import EXPLORER, PLACES_FILE, recall_places, written_places
from paperatlas.running.progress import Silent
from paperatlas.staging import staged
from paperatlas.store.folder import clear_old, write_store
from paperatlas.viewing.explorer import explorer_data, render_explorer
from paperatlas.viewing.report.report import report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from paperatlas.analysis import Analysis
    from paperatlas.records import Graph
    from paperatlas.running.progress import Progress

__all__ = ["OUTPUTS", "Output", "write_analysis", "write_outputs"]


@dataclass(frozen=True, slots=True)
class Output:
    """A file that a build writes.

    Attributes:
        name: The name of the file.
        purpose: What it is for, in a few words.
        write: Writes it to a stream.
    """

    name: str
    purpose: str
    write: Callable[[Graph, IO[bytes]], None]


def _pyvis_page(graph: Graph) -> bytes:
    from paperatlas.viewing.pyvis_page import render_pyvis_page  # noqa: PLC0415 - pyvis takes a second to import

    return render_pyvis_page(graph).encode()


OUTPUTS: Final[tuple[Output, ...]] = (
    Output(
        "graph.html",
        "the most telling nodes, as pyvis draws them",
        whole(_pyvis_page),
    ),
    Output("graph.ttl", "the graph as RDF (Turtle), with the evidence of every statement", write_rdf),
    Output("ontology.ttl", "what the terms of the graph mean (Turtle)", whole(lambda _: ontology())),
    Output("shapes.ttl", "what a whole graph looks like (SHACL)", whole(lambda _: shapes())),
    *(Output(export.file, export.comment, export.write) for export in EXPORTS.values()),
)
"""All files but those of the explorer and of the analysis, the one to open first at the head."""


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
    progress = progress or Silent()
    with staged(folder) as stage:
        for output in OUTPUTS:
            progress.step(f"writing {output.name}")
            with (stage / output.name).open("wb") as stream:
                output.write(graph, stream)
        progress.step("measuring")
        analysis = analyze(graph)
        progress.step(f"writing {EXPLORER}")
        explorer = _write_all(stage, _explorer_files(graph, analysis, Path(folder)))
        progress.step("writing report.html and the tables of the analysis")
        analysed = _write_all(stage, _analysis_files(graph, analysis))
        progress.step("writing the store")
        manifest = write_store(graph, stage, Path(folder))
    clear_old(Path(folder))
    return (*(output.name for output in OUTPUTS), *explorer, *analysed, manifest)


def write_analysis(graph: Graph, folder: str | Path) -> tuple[str, ...]:
    """Write the tables and the report of a graph's analysis, all together or none.

    Returns:
        The names of the files.

    Raises:
        OutputError: if the folder cannot be written.
    """
    with staged(folder) as stage:
        return _write_all(stage, _analysis_files(graph, analyze(graph)))


def _explorer_files(graph: Graph, analysis: Analysis, folder: Path) -> dict[str, bytes]:
    communities = [community.members for community in analysis.communities]
    data = explorer_data(graph, recall_places(folder), communities=communities)
    return {EXPLORER: render_explorer(data).encode(), PLACES_FILE: written_places(data.positions)}


def _analysis_files(graph: Graph, analysis: Analysis) -> dict[str, bytes]:
    return {"report.html": report(analysis, graph).encode(), **tables(analysis)}


def _write_all(stage: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    for name, data in files.items():
        (stage / name).parent.mkdir(parents=True, exist_ok=True)
        (stage / name).write_bytes(data)
    return tuple(files)
