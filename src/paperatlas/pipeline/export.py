"""A graph in another format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperatlas import formats
from paperatlas._util.files import write_file
from paperatlas.errors import OutputError
from paperatlas.formats import Format, buffered
from paperatlas.graph.graph import Graph
from paperatlas.rdf import load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["FORMATS", "export"]


def _page(graph: Graph) -> bytes:
    from paperatlas.html.pyvis_page import render_pyvis_page  # noqa: PLC0415 - pyvis takes a second to import

    return render_pyvis_page(graph).encode()


FORMATS: Final[Mapping[str, Format]] = {
    **formats.FORMATS,
    "html": Format(
        "html", "HTML", "graph.html", "text/html", "the most telling nodes, as pyvis draws them", buffered(_page)
    ),
}
"""All formats by name: RDF, files for graph tools and spreadsheets, and the page."""


def export(source: Graph | Path | str, form: str, path: Path | str | None = None) -> bytes:
    """Return a graph as the bytes of one file, and write the file where a path is given.

    Args:
        source: A graph, a folder that a build wrote, or an RDF file.
        form: A name of :data:`FORMATS`.
        path: The file to write, whole or not at all; None for none.

    Raises:
        OutputError: if there is no such format, or the file cannot be written.
        GraphError: if the source holds no graph.

    >>> export(Graph(), "nodes-csv")[:8]
    b'id,type,'
    """
    if form not in FORMATS:
        raise OutputError(f"no format {form!r}; choose one of {', '.join(FORMATS)}")
    data = FORMATS[form].render(source if isinstance(source, Graph) else load(source))
    if path is not None:
        write_file(path, data)
    return data
