"""The public verbs that join several packages; ``__init__.pyi`` lists these and all others.

Importing this module sets how notebooks display graphs: by a table, whose module is loaded with the first graph.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from paperatlas.graph.graph import Graph, set_graph_display

if TYPE_CHECKING:
    from rdflib import Graph as Triples

    from paperatlas.graph.description import Description
    from paperatlas.html.explorer.notebook import NotebookFrame

__all__ = ["explore", "show", "to_rdflib"]


def explore(graph: Graph, height: int = 700, min_confidence: float | None = None) -> NotebookFrame:
    """Return the explorer of a graph as a frame for notebooks.

    Args:
        graph: Any graph; :func:`paperatlas.ego` returns the part of a large one around one entity.
        height: The height of the frame in pixels.
        min_confidence: The least confidence of the statements that show at first, 0 to 1; unsure ones are faint. None
            for the edges of the graph.

    Raises:
        OutputError: if the height is below 1.
    """
    from paperatlas.html.explorer.notebook import NotebookFrame

    return NotebookFrame.of(graph, height, min_confidence)


def show(source: Graph | Path | str, name: str, min_confidence: float | None = None) -> list[Description]:
    """Return everything known about the entities of a name.

    Args:
        source: A graph, a folder that a build wrote, or an RDF file. Of a folder only the statements of these entities
            are read.
        name: A label, an alias or a title in any spelling, an id, an IRI, an arXiv id, a DOI or an address; see
            :mod:`paperatlas.graph.lookup`.
        min_confidence: The least confidence of statements read from texts, 0 to 1; 0 also shows all that are unsure.
            None for those that are edges of the graph.

    Raises:
        GraphError: if there is no graph, or it has no entity of that name; the message holds similar names.

    >>> from paperatlas.graph.graph import Entity
    >>> show(Graph({"model/otter": Entity("model/otter", "Model", "Otter")}), "OTTER")[0]["id"]
    'model/otter'
    """
    from paperatlas.graph.description import describe
    from paperatlas.graph.lookup import find
    from paperatlas.rdf.parser import load
    from paperatlas.store.node_graph import about_named

    if not isinstance(source, Graph) and Path(source).is_dir():
        return [describe(part, part.entities[node], min_confidence) for node, part in about_named(Path(source), name)]
    graph = source if isinstance(source, Graph) else load(source)
    return [describe(graph, entity, min_confidence) for entity in find(graph, name)]


def to_rdflib(graph: Graph) -> Triples:
    """Return a graph as an rdflib graph: the triples of the Turtle file, with the prefixes of the schema.

    Args:
        graph: Any graph.

    >>> from rdflib import RDFS, URIRef
    >>> from paperatlas.graph.graph import Entity
    >>> triples = to_rdflib(Graph({"model/otter": Entity("model/otter", "Model", "Otter")}))
    >>> str(triples.value(URIRef("https://w3id.org/paperatlas/model/otter"), RDFS.label))
    'Otter'
    """
    from paperatlas.formats import FORMATS
    from paperatlas.rdf.terms import empty_triples

    return empty_triples().parse(data=FORMATS["ntriples"].render(graph), format="nt")


def _display(graph: Graph) -> str:
    """Return the HTML of a graph in a notebook; the import replaces this function."""
    set_graph_display(None)
    import_module("paperatlas.html.explorer.notebook")
    return graph._repr_html_() or ""


set_graph_display(_display)
