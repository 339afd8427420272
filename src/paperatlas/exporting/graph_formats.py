"""GraphML, GEXF and node-link JSON, written by NetworkX."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any

import networkx as nx

from paperatlas import schema
from paperatlas.exporting.networkx_graph import to_networkx
from paperatlas.exporting.text import clean, joined

if TYPE_CHECKING:
    from paperatlas.records import Graph

__all__ = ["gexf", "graphml", "node_link"]

_GEXF_META = re.compile(rb"<meta\b.*?</meta>", re.DOTALL)


def graphml(graph: Graph) -> bytes:
    """The graph as GraphML (http://graphml.graphdrawing.org/), for yEd, igraph, Cytoscape and others.

    Attributes are those of :func:`~paperatlas.exporting.to_networkx` as scalars: lists are joined by " | ", empty ones
    are left out, and of the evidence the first passage stands as ``quote`` and ``quote_paper``. The id of an edge is
    that of its statement. Characters that XML cannot hold become U+FFFD.

    >>> from paperatlas.records import Entity, Graph
    >>> network = nx.parse_graphml(graphml(Graph({"model/a": Entity("model/a", "Model", "A & B")})))
    >>> network.nodes["model/a"]["label"]
    'A & B'
    """
    buffer = io.BytesIO()
    # The plain writer, for the other one, taken where lxml is installed, gives other bytes.
    nx.write_graphml_xml(_with_scalars(graph), buffer, edge_id_from_attribute="statement")
    return buffer.getvalue()


def gexf(graph: Graph) -> bytes:
    """The graph as GEXF 1.2 (https://gexf.net/), for Gephi: as :func:`graphml`, and coloured as in our own pages.

    Edges are labelled with their predicate and weigh as many as papers state them, inferred ones 1.

    >>> from paperatlas.records import Entity, Graph
    >>> b"lastmodifieddate" in gexf(Graph({"model/a": Entity("model/a", "Model", "A")}))
    False
    """
    network = _with_scalars(graph)
    for _, node in network.nodes(data=True):
        node["viz"] = _colour(schema.node_type(node["type"]).colour)
    for _, _, edge in network.edges(data=True):
        name = edge["predicate"]
        shown = {"id": edge["statement"], "label": name, "weight": max(edge["support"], 1)}
        edge.update(shown, viz=_colour(schema.predicate(name).colour))
    buffer = io.BytesIO()
    nx.write_gexf(network, buffer)
    # The writer dates the file and names its own version; the element stands before any text of ours.
    return _GEXF_META.sub(b"<meta><creator>paperatlas</creator></meta>", buffer.getvalue(), count=1)


def node_link(graph: Graph) -> bytes:
    """The graph as node-link JSON with all that :func:`~paperatlas.exporting.to_networkx` tells, lists as lists.

    The keys are those of ``networkx.node_link_graph``, which reads it back: ``nodes`` with ``id``, ``edges`` with
    ``source``, ``target`` and ``key``. A lone surrogate becomes a question mark.

    >>> from paperatlas.records import Entity, Graph
    >>> json.loads(node_link(Graph({"model/a": Entity("model/a", "Model", "A")})))["nodes"][0]["label"]
    'A'
    """
    data = nx.node_link_data(to_networkx(graph), edges="edges")
    return (json.dumps(data, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8", "replace")


def _with_scalars(graph: Graph) -> nx.MultiDiGraph[str]:
    """The network with attributes that XML formats can hold."""
    network = to_networkx(graph)
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for key, attributes in network.nodes(data=True):
        plain.add_node(clean(key), **_scalars(attributes))
    for subject, object_, predicate, attributes in network.edges(keys=True, data=True):
        passages = attributes.pop("evidence")
        first = {"quote": passages[0]["quote"], "quote_paper": passages[0]["paper"]} if passages else {}
        plain.add_edge(clean(subject), clean(object_), predicate, **_scalars(attributes | first))
    return plain


def _scalars(attributes: dict[str, Any]) -> dict[str, Any]:
    scalars = {name: joined(value) if isinstance(value, list) else value for name, value in attributes.items()}
    scalars = {name: clean(value) if isinstance(value, str) else value for name, value in scalars.items()}
    return {name: value for name, value in scalars.items() if value != ""}


def _colour(code: str) -> dict[str, Any]:
    red, green, blue = bytes.fromhex(code[1:])
    return {"color": {"r": red, "g": green, "b": blue, "a": 1.0}}
