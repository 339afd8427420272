"""A graph in another form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperatlas.errors import OutputError
from paperatlas.exporting import EXPORTS
from paperatlas.rdf import SYNTAXES, load, serialize
from paperatlas.records import Graph
from paperatlas.staging import write_file

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FORMS", "export"]

FORMS: Final = (*SYNTAXES, *EXPORTS, "html")
"""The names of all forms: RDF syntaxes, files for graph tools and spreadsheets, and the page."""


def export(source: Graph | Path | str, form: str, path: Path | str | None = None) -> bytes:
    """Return a graph as the bytes of one file, and write the file where a path is given.

    Args:
        source: A graph, a folder that a build wrote, or an RDF file.
        form: One of :data:`FORMS`.
        path: The file to write, whole or not at all; None for none.

    Raises:
        OutputError: if there is no such form, or the file cannot be written.
        GraphError: if the source holds no graph.

    >>> export(Graph(), "nodes-csv")[:8]
    b'id,type,'
    """
    if form not in FORMS:
        raise OutputError(f"no form {form!r}; choose one of {', '.join(FORMS)}")
    data = _render(source if isinstance(source, Graph) else load(source), form)
    if path is not None:
        write_file(path, data)
    return data


def _render(graph: Graph, form: str) -> bytes:
    if form in SYNTAXES:
        return serialize(graph, form)
    if form in EXPORTS:
        return EXPORTS[form].render(graph)
    from paperatlas.viewing.pyvis_page import render_pyvis_page  # noqa: PLC0415 - pyvis takes a second to import

    return render_pyvis_page(graph).encode()
