"""The public verbs that join several packages; ``__init__.pyi`` lists these and all others.

Importing this module tells graphs how notebooks show them: by a table of what they hold, whose module is loaded when
the first graph is shown.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from paperatlas.records import Graph, set_graph_display

if TYPE_CHECKING:
    from rdflib import Graph as Triples

    from paperatlas.viewing.explorer.frame import Frame

__all__ = ["explore", "to_rdflib"]


def explore(graph: Graph, height: int = 700) -> Frame:
    """Return the explorer of a graph, which a notebook shows in a frame.

    Args:
        graph: Any graph; of a large one, :func:`paperatlas.ego` gives the part around one thing.
        height: The height of the frame in pixels.

    Raises:
        OutputError: if the height is below 1.
    """
    from paperatlas.viewing.explorer.frame import Frame  # noqa: PLC0415

    return Frame.of(graph, height)


def to_rdflib(graph: Graph) -> Triples:
    """Return the graph as an rdflib graph: the triples that the Turtle file holds, with the prefixes of the schema.

    Args:
        graph: Any graph.

    >>> from rdflib import RDFS, URIRef
    >>> from paperatlas.records import Entity
    >>> triples = to_rdflib(Graph({"model/otter": Entity("model/otter", "Model", "Otter")}))
    >>> str(triples.value(URIRef("https://w3id.org/paperatlas/model/otter"), RDFS.label))
    'Otter'
    """
    from paperatlas.exporting import FORMATS  # noqa: PLC0415
    from paperatlas.rdf.terms import empty_triples  # noqa: PLC0415

    return empty_triples().parse(data=FORMATS["ntriples"].render(graph), format="nt")


def _display(graph: Graph) -> str:
    """Return what a notebook shows; the import replaces this function."""
    set_graph_display(None)
    import_module("paperatlas.viewing.graph_table")
    return graph._repr_html_() or ""


set_graph_display(_display)
