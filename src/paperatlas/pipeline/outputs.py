"""The files of a graph: one of a chosen format, or all that a build writes.

Most commands need their names alone, so what makes them is imported by the functions that write.
"""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paperatlas import formats
from paperatlas._util.files import staged, write_file
from paperatlas.errors import OutputError
from paperatlas.formats import Format, buffered
from paperatlas.graph.graph import Graph
from paperatlas.graph.progress import SILENT
from paperatlas.rdf import load
from paperatlas.store.folder import clear_old, write_store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paperatlas.analysis import Analysis
    from paperatlas.graph.progress import Progress
    from paperatlas.html.explorer import NodePosition

__all__ = [
    "BUILT",
    "EXPLORER",
    "FORMATS",
    "LAYOUT_FILE",
    "SHIPPED",
    "export",
    "read_layout",
    "write_analysis",
    "write_layout",
    "write_outputs",
]


def _page(graph: Graph) -> bytes:
    from paperatlas.html.pyvis_page import render_pyvis_page

    return render_pyvis_page(graph).encode()


FORMATS: Final[Mapping[str, Format]] = {
    **formats.FORMATS,
    "html": Format(
        "html", "HTML", "graph.html", "text/html", "the most telling nodes, as pyvis draws them", buffered(_page)
    ),
}
"""All formats by name: RDF, files for graph tools and spreadsheets, and the page."""

BUILT: Final = ("html", "turtle", "graphml", "gexf", "json", "nodes-csv", "edges-csv")
"""The names of the formats that a build writes."""

SHIPPED: Final = ("ontology.ttl", "shapes.ttl")
"""The ontology, and the SHACL shapes of a whole graph; the same for every graph."""

EXPLORER: Final = "explorer.html"
"""The explorer of the whole graph; its node positions depend on the build before."""

LAYOUT_FILE: Final = "layout.json"


def export(source: Graph | Path | str, format_name: str, path: Path | str | None = None) -> bytes:
    """Return a graph as the bytes of one file, and write the file if a path is given.

    Args:
        source: A graph, a folder that a build wrote, or an RDF file.
        format_name: A name of :data:`FORMATS`.
        path: The file to write, whole or not at all; None for none.

    Raises:
        OutputError: if there is no such format, or the file cannot be written.
        GraphError: if the source holds no graph.

    >>> export(Graph(), "nodes-csv")[:8]
    b'id,type,'
    """
    if format_name not in FORMATS:
        raise OutputError(f"no format {format_name!r}; choose one of {', '.join(FORMATS)}")
    content = FORMATS[format_name].render(source if isinstance(source, Graph) else load(source))
    if path is not None:
        write_file(path, content)
    return content


def write_outputs(graph: Graph, folder: str | Path, progress: Progress = SILENT) -> tuple[str, ...]:
    """Write all files of a graph and of its analysis, all together or none.

    Args:
        graph: Any graph.
        folder: The folder to write to; it is made if it is missing.
        progress: The observer of the run.

    Returns:
        The names of the files, in the order in which they were made.

    Raises:
        OutputError: if the folder cannot be written.
    """
    from paperatlas.analysis import analyze

    built = [FORMATS[name] for name in BUILT]
    with staged(folder) as stage:
        for output in built:
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
    return (*(output.file for output in built), *vocabulary, *explorer, *analysed, manifest)


def write_analysis(graph: Graph, folder: str | Path) -> tuple[str, ...]:
    """Write the tables and the report of a graph's analysis, all together or none.

    Returns:
        The names of the files.

    Raises:
        OutputError: if the folder cannot be written.
    """
    from paperatlas.analysis import analyze

    with staged(folder) as stage:
        return _write_all(stage, _analysis_files(graph, analyze(graph)))


def _shipped_files() -> dict[str, bytes]:
    folder = resources.files("paperatlas.rdf")
    return {name: folder.joinpath(name).read_bytes() for name in SHIPPED}


def _explorer_files(graph: Graph, analysis: Analysis, folder: Path) -> dict[str, bytes]:
    from paperatlas.html.explorer import explorer_data, render_explorer

    communities = [community.members for community in analysis.communities]
    data = explorer_data(graph, read_layout(folder), communities=communities)
    return {EXPLORER: render_explorer(data).encode(), LAYOUT_FILE: write_layout(data.positions)}


def _analysis_files(graph: Graph, analysis: Analysis) -> dict[str, bytes]:
    from paperatlas.analysis import tables
    from paperatlas.html.report.report_page import render_report

    return {"report.html": render_report(analysis, graph).encode(), **tables(analysis)}


def _write_all(stage: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    for name, content in files.items():
        (stage / name).parent.mkdir(parents=True, exist_ok=True)
        (stage / name).write_bytes(content)
    return tuple(files)


def read_layout(folder: Path) -> dict[str, NodePosition]:
    """Return the node positions that a folder keeps; none if it has none or the file is broken."""
    from paperatlas.html.explorer import NodePosition

    try:
        stored = json.loads((folder / LAYOUT_FILE).read_bytes())
        return {node: NodePosition(float(x), float(y), int(group)) for node, (x, y, group) in stored.items()}
    except (OSError, ValueError, TypeError, AttributeError, OverflowError):
        return {}


def write_layout(positions: Mapping[str, NodePosition]) -> bytes:
    r"""Return node positions as JSON, one line a node.

    >>> from paperatlas.html.explorer import NodePosition
    >>> write_layout({"model/otter": NodePosition(1.5, -2.0, 0)})
    b'{\n"model/otter":[1.5,-2.0,0]\n}\n'
    """
    lines = (f"{json.dumps(node)}:{json.dumps(spot, separators=(',', ':'))}" for node, spot in positions.items())
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()
