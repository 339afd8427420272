"""A graph in another form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperatlas.errors import OutputError
from paperatlas.exporting import EXPORTS
from paperatlas.rdf import SYNTAXES, serialize

if TYPE_CHECKING:
    from paperatlas.records import Graph

__all__ = ["FORMS", "export"]

FORMS: Final = (*SYNTAXES, *EXPORTS, "html")
"""The names of all forms: RDF syntaxes, files for graph tools and spreadsheets, and the page."""


def export(graph: Graph, form: str) -> bytes:
    """The graph as the bytes of one file.

    Args:
        graph: Any graph.
        form: One of :data:`FORMS`.

    Raises:
        OutputError: if there is no such form.

    >>> from paperatlas.records import Graph
    >>> export(Graph(), "nodes-csv")[:8]
    b'id,type,'
    """
    if form in SYNTAXES:
        return serialize(graph, form)
    if form in EXPORTS:
        return EXPORTS[form].render(graph)
    if form == "html":
        from paperatlas.viewing.pyvis_page import render_pyvis_page  # noqa: PLC0415 - pyvis takes a second

        return render_pyvis_page(graph).encode()
    raise OutputError(f"no form {form!r}; choose one of {', '.join(FORMS)}")
