"""The table of the file formats of a graph, and their writers; the same graph gives the same bytes.

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
    "buffered",
    "csv_table",
    "edges_csv",
    "nodes_csv",
    "to_networkx",
    "write_gexf",
    "write_graphml",
    "write_node_link",
]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format of a graph.

    Attributes:
        name: The name in commands, in addresses and in the library.
        label: The name that people see.
        file: The name of the file.
        media_type: The media type.
        comment: Its purpose, in a few words.
        write: A function that writes a graph to a stream of UTF-8.
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


def buffered(make: Callable[[Graph], bytes]) -> Callable[[Graph, IO[bytes]], None]:
    """Return a writer of the bytes that a function makes in memory."""

    def write(graph: Graph, stream: IO[bytes]) -> None:
        stream.write(make(graph))

    return write


_ROWS: Final[tuple[tuple[str, str, str, str, str, Callable[[Graph, IO[bytes]], None]], ...]] = (
    ("turtle", "Turtle", "graph.ttl", "text/turtle", "RDF 1.1, to read and to load anywhere", rdf.write_turtle),
    (
        *("turtle12", "Turtle 1.2", "graph-1.2.ttl", "text/turtle"),
        *("RDF 1.2, each edge with its statement", rdf.write_turtle12),
    ),
    ("ntriples", "N-Triples", "graph.nt", "application/n-triples", "RDF 1.1, one triple per line", rdf.write_ntriples),
    ("trig", "TriG", "graph.trig", "application/trig", "RDF 1.1, one graph per paper", rdf.write_trig),
    ("nquads", "N-Quads", "graph.nq", "application/n-quads", "RDF 1.1, one graph per paper", rdf.write_nquads),
    (
        *("nanopubs", "nanopublications", "nanopublications.trig", "application/trig"),
        *("TriG, one nanopublication per statement", rdf.write_nanopublications),
    ),
    ("jsonld", "JSON-LD", "graph.jsonld", "application/ld+json", "RDF 1.1 that reads as plain JSON", rdf.write_json_ld),
    ("rdfxml", "RDF/XML", "graph.rdf", "application/rdf+xml", "RDF 1.1 for older tools", rdf.write_rdfxml),
    (
        *("graphml", "GraphML", "graph.graphml", "application/graphml+xml"),
        *("for yEd, igraph, Cytoscape and most other graph tools", write_graphml),
    ),
    ("gexf", "GEXF", "graph.gexf", "application/gexf+xml", "for Gephi, with colours and weights", write_gexf),
    (
        *("json", "node-link JSON", "graph.json", "application/json"),
        *("for NetworkX, D3 and scripts, with all evidence", write_node_link),
    ),
    ("nodes-csv", "CSV", "nodes.csv", "text/csv", "for spreadsheets, one row per node", buffered(nodes_csv)),
    ("edges-csv", "CSV", "edges.csv", "text/csv", "for spreadsheets, one row per statement", buffered(edges_csv)),
)
FORMATS: Final[Mapping[str, Format]] = {row[0]: Format(*row) for row in _ROWS}
"""The formats by name; :data:`paperatlas.pipeline.outputs.FORMATS` adds the format of the HTML page."""
