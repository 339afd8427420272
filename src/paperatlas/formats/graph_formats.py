"""The writers of GraphML, GEXF and node-link JSON, in memory that does not grow with the graph.

NetworkX reads all three; its own writers hold a second graph and a tree of XML in memory.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Final
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from paperatlas.formats.networkx_graph import edge_attributes, node_attributes
from paperatlas.graph.display import NODE_COLOURS, PREDICATE_COLOURS
from paperatlas.text.sanitization import join_list, xml_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from paperatlas.graph.graph import Graph

    Scalars = dict[str, str | int | float | bool]
    Rows = Callable[[Graph], Iterator[tuple[dict[str, str], Scalars]]]

__all__ = ["write_gexf", "write_graphml", "write_node_link"]

_TYPES: Final = {bool: "boolean", int: "long", float: "double", str: "string"}
"""The names of the types of attributes in both XML formats."""


def write_graphml(graph: Graph, stream: IO[bytes]) -> None:
    """Write the graph as GraphML (http://graphml.graphdrawing.org/), for yEd, igraph, Cytoscape and others.

    Attributes are those of :func:`~paperatlas.formats.to_networkx` as scalars: lists are joined by " | ", empty ones
    are left out, and the first piece of evidence is ``quote`` and ``quote_paper``. The id of an edge is that of its
    statement. Characters that XML cannot hold become U+FFFD.

    >>> from io import BytesIO
    >>> import networkx as nx
    >>> from paperatlas.graph.graph import Entity, Graph
    >>> write_graphml(Graph({"model/a": Entity("model/a", "Model", "A & B")}), written := BytesIO())
    >>> nx.parse_graphml(written.getvalue()).nodes["model/a"]["label"]
    'A & B'
    """
    xml = _XmlWriter(stream)
    parts: dict[str, Rows] = {"node": _nodes, "edge": _edges}
    with xml.element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"}):
        for part, rows in parts.items():
            for name, value_type in _types(rows(graph)).items():
                xml.leaf("key", {"id": f"{part}.{name}", "for": part, "attr.name": name, "attr.type": value_type})
        with xml.element("graph", {"edgedefault": "directed"}):
            for part, rows in parts.items():
                for identity, values in rows(graph):
                    with xml.element(part, identity):
                        for name, value in values.items():
                            xml.leaf("data", {"key": f"{part}.{name}"}, _text(value))


def write_gexf(graph: Graph, stream: IO[bytes]) -> None:
    """Write the graph as GEXF 1.2 (https://gexf.net/), for Gephi: as in GraphML, with the colours of our pages.

    An edge has its predicate as label and its support as weight; an inferred one has the weight 1. The file bears no
    date.

    >>> from io import BytesIO
    >>> from paperatlas.graph.graph import Entity, Graph
    >>> write_gexf(Graph({"model/a": Entity("model/a", "Model", "A")}), written := BytesIO())
    >>> b'<node id="model/a" label="A">' in written.getvalue()
    True
    """
    xml = _XmlWriter(stream)
    root = {
        "xmlns": "http://www.gexf.net/1.2draft",
        "xmlns:viz": "http://www.gexf.net/1.2draft/viz",
        "version": "1.2",
    }
    with xml.element("gexf", root):
        with xml.element("meta", {}):
            xml.leaf("creator", {}, "paperatlas")
        with xml.element("graph", {"defaultedgetype": "directed", "mode": "static"}):
            for part, rows in (("node", _nodes), ("edge", _edges)):
                with xml.element("attributes", {"class": part, "mode": "static"}):
                    for name, value_type in _types(rows(graph)).items():
                        xml.leaf("attribute", {"id": name, "title": name, "type": value_type})
            with xml.element("nodes", {}):
                for identity, values in _nodes(graph):
                    label = {"label": str(values.get("label", identity["id"]))}
                    _write_gexf_row(xml, "node", identity | label, values, NODE_COLOURS[str(values["type"])])
            with xml.element("edges", {}):
                for identity, values in _edges(graph):
                    name = str(values["predicate"])
                    label = {"label": name, "weight": f"{max(int(values['support']), 1)}.0"}
                    _write_gexf_row(xml, "edge", identity | label, values, PREDICATE_COLOURS[name])


def _write_gexf_row(xml: _XmlWriter, part: str, attributes: Mapping[str, str], values: Scalars, colour: str) -> None:
    with xml.element(part, attributes):
        with xml.element("attvalues", {}):
            for name, value in values.items():
                xml.leaf("attvalue", {"for": name, "value": _text(value)})
        red, green, blue = bytes.fromhex(colour[1:])
        xml.leaf("viz:color", {"r": f"{red}", "g": f"{green}", "b": f"{blue}", "a": "1.0"})


def write_node_link(graph: Graph, stream: IO[bytes]) -> None:
    """Write the graph as node-link JSON with the attributes of :func:`~paperatlas.formats.to_networkx`.

    The keys are those of ``networkx.node_link_graph``, which reads it back: ``nodes`` with ``id``, ``edges`` with
    ``source``, ``target`` and ``key``. A lone surrogate becomes a question mark.

    >>> from io import BytesIO
    >>> from paperatlas.graph.graph import Entity, Graph
    >>> write_node_link(Graph({"model/a": Entity("model/a", "Model", "A")}), written := BytesIO())
    >>> json.loads(written.getvalue())["nodes"][0]["label"]
    'A'
    """
    nodes = (node_attributes(graph, entity) | {"id": entity.id} for entity in graph.entities.values())
    edges = (
        edge_attributes(edge) | {"source": edge.subject, "target": edge.object, "key": edge.predicate}
        for edge in graph.statements
    )
    stream.write(b'{"directed": true, "multigraph": true, "graph": {}, "nodes": [')
    _write_rows(nodes, stream)
    stream.write(b'], "edges": [')
    _write_rows(edges, stream)
    stream.write(b"]}\n")


def _write_rows(rows: Iterable[Mapping[str, Any]], stream: IO[bytes]) -> None:
    for number, row in enumerate(rows):
        text = json.dumps(row, ensure_ascii=False, allow_nan=False)
        stream.write(f"{',' if number else ''}\n{text}".encode("utf-8", "replace"))


def _nodes(graph: Graph) -> Iterator[tuple[dict[str, str], Scalars]]:
    """Yield the id of each node, and its attributes."""
    for entity in graph.entities.values():
        yield {"id": xml_text(entity.id)}, _scalars(node_attributes(graph, entity))


def _edges(graph: Graph) -> Iterator[tuple[dict[str, str], Scalars]]:
    """Yield the id and the ends of each edge, and its attributes."""
    for statement in graph.statements:
        attributes = edge_attributes(statement)
        passages = attributes.pop("evidence")
        first = {"quote": passages[0]["quote"], "quote_paper": passages[0]["paper"]} if passages else {}
        identity = {"id": statement.id, "source": xml_text(statement.subject), "target": xml_text(statement.object)}
        yield identity, _scalars(attributes | first)


def _scalars(attributes: Mapping[str, Any]) -> Scalars:
    scalars = ((name, join_list(value) if isinstance(value, list) else value) for name, value in attributes.items())
    return {name: xml_text(value) if isinstance(value, str) else value for name, value in scalars if value != ""}


def _types(rows: Iterable[tuple[object, Scalars]]) -> dict[str, str]:
    """Return the type of each attribute, in the order in which they first come."""
    return {name: _TYPES[type(value)] for _, values in rows for name, value in values.items()}


def _text(value: str | float | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


class _XmlWriter:
    """A writer of XML, one element at a time."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._out = XMLGenerator(stream, "utf-8", short_empty_elements=True)
        self._out.startDocument()

    @contextmanager
    def element(self, name: str, attributes: Mapping[str, str]) -> Iterator[None]:
        """Write an element with the content that is written inside the context."""
        self._out.startElement(name, AttributesImpl(attributes))
        yield
        self._out.endElement(name)
        self._out.ignorableWhitespace("\n")

    def leaf(self, name: str, attributes: Mapping[str, str], text: str = "") -> None:
        """Write an element that holds at most text."""
        with self.element(name, attributes):
            if text:
                self._out.characters(text)
