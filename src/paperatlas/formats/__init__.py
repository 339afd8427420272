"""The one table of file formats in which a graph is written, and their writers.

Each format writes a graph to one file; the same graph gives the same bytes.

>>> from paperatlas.graph.graph import Graph
>>> FORMATS["nodes-csv"].render(Graph())[:8]
b'id,type,'
>>> FORMATS["turtle"].file, FORMATS["turtle"].media_type
('graph.ttl', 'text/turtle')
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import IO, TYPE_CHECKING, Final

from paperatlas.formats.csv_tables import csv_table, edges_csv, nodes_csv
from paperatlas.formats.graph_formats import write_gexf, write_graphml, write_node_link
from paperatlas.formats.networkx_graph import to_networkx
from paperatlas.rdf import serializer as rdf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from paperatlas.graph.graph import Graph

__all__ = [
    "FORMATS",
    "Format",
    "csv_table",
    "edges_csv",
    "nodes_csv",
    "table_of",
    "to_networkx",
    "whole",
    "write_gexf",
    "write_graphml",
    "write_node_link",
]


@dataclass(frozen=True, slots=True)
class Format:
    """A format that the graph can be written in.

    Attributes:
        name: Its name in commands, in addresses and in the library.
        label: What people call it.
        file: The name of the file it goes to.
        media_type: Its media type.
        comment: What it is for, in a few words.
        write: Writes a graph to a stream that takes UTF-8.
    """

    name: str
    label: str
    file: str
    media_type: str
    comment: str
    write: Callable[[Graph, IO[bytes]], None]

    def render(self, graph: Graph) -> bytes:
        """Return the bytes of the file."""
        stream = BytesIO()
        self.write(graph, stream)
        return stream.getvalue()


def whole(make: Callable[[Graph], bytes]) -> Callable[[Graph, IO[bytes]], None]:
    """Return what writes bytes that are made at once."""

    def write(graph: Graph, stream: IO[bytes]) -> None:
        stream.write(make(graph))

    return write


def table_of(*formats: Format) -> dict[str, Format]:
    """Return formats by their names."""
    return {entry.name: entry for entry in formats}


FORMATS: Final[Mapping[str, Format]] = table_of(
    Format("turtle", "Turtle", "graph.ttl", "text/turtle", "RDF 1.1, to read and to load anywhere", rdf.write_turtle),
    Format(
        "turtle12",
        "Turtle 1.2",
        "graph-1.2.ttl",
        "text/turtle",
        "RDF 1.2, each edge with its statement",
        rdf.write_turtle12,
    ),
    Format(
        "ntriples", "N-Triples", "graph.nt", "application/n-triples", "RDF 1.1, one triple per line", rdf.write_ntriples
    ),
    Format("trig", "TriG", "graph.trig", "application/trig", "RDF 1.1, one graph per paper", rdf.write_trig),
    Format("nquads", "N-Quads", "graph.nq", "application/n-quads", "RDF 1.1, one graph per paper", rdf.write_nquads),
    Format(
        "nanopubs",
        "nanopublications",
        "nanopublications.trig",
        "application/trig",
        "TriG, one nanopublication per statement",
        rdf.write_nanopublications,
    ),
    Format(
        "jsonld",
        "JSON-LD",
        "graph.jsonld",
        "application/ld+json",
        "RDF 1.1 that reads as plain JSON",
        rdf.write_json_ld,
    ),
    Format("rdfxml", "RDF/XML", "graph.rdf", "application/rdf+xml", "RDF 1.1 for older tools", rdf.write_rdfxml),
    Format(
        "graphml",
        "GraphML",
        "graph.graphml",
        "application/graphml+xml",
        "for yEd, igraph, Cytoscape and most other graph tools",
        write_graphml,
    ),
    Format("gexf", "GEXF", "graph.gexf", "application/gexf+xml", "for Gephi, with colours and weights", write_gexf),
    Format(
        "json",
        "node-link JSON",
        "graph.json",
        "application/json",
        "for NetworkX, D3 and scripts, with all evidence",
        write_node_link,
    ),
    Format("nodes-csv", "CSV", "nodes.csv", "text/csv", "for spreadsheets, one row per node", whole(nodes_csv)),
    Format("edges-csv", "CSV", "edges.csv", "text/csv", "for spreadsheets, one row per statement", whole(edges_csv)),
)
"""The formats by name. That of the page, which stands above this package, is added by
:data:`paperatlas.pipeline.outputs.FORMATS`."""
