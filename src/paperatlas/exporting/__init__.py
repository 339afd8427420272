"""The graph for other tools: NetworkX, GraphML, GEXF, node-link JSON and CSV.

Every export writes a graph to one file; the same graph gives the same bytes.

>>> from paperatlas.records import Graph
>>> [export.file for export in EXPORTS.values()]
['graph.graphml', 'graph.gexf', 'graph.json', 'nodes.csv', 'edges.csv']
>>> EXPORTS["nodes-csv"].render(Graph())[:8]
b'id,type,'
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import IO, TYPE_CHECKING, Final

from paperatlas.exporting.graph_formats import write_gexf, write_graphml, write_node_link
from paperatlas.exporting.networkx_graph import to_networkx
from paperatlas.exporting.spreadsheets import csv_table, edges_csv, nodes_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from paperatlas.records import Graph

__all__ = [
    "EXPORTS",
    "Export",
    "csv_table",
    "edges_csv",
    "nodes_csv",
    "to_networkx",
    "whole",
    "write_gexf",
    "write_graphml",
    "write_node_link",
]


@dataclass(frozen=True, slots=True)
class Export:
    """A format that the graph can be written in.

    Attributes:
        file: The name of the file it goes to.
        write: Writes a graph to a stream.
        comment: What it is for, in one sentence.
    """

    file: str
    write: Callable[[Graph, IO[bytes]], None]
    comment: str

    def render(self, graph: Graph) -> bytes:
        """The bytes of the file."""
        stream = BytesIO()
        self.write(graph, stream)
        return stream.getvalue()


def whole(make: Callable[[Graph], bytes]) -> Callable[[Graph, IO[bytes]], None]:
    """Writes bytes that are made at once."""

    def write(graph: Graph, stream: IO[bytes]) -> None:
        stream.write(make(graph))

    return write


EXPORTS: Final[Mapping[str, Export]] = {
    "graphml": Export("graph.graphml", write_graphml, "For yEd, igraph, Cytoscape and most other graph tools."),
    "gexf": Export("graph.gexf", write_gexf, "For Gephi, with colours and weights."),
    "json": Export("graph.json", write_node_link, "For scripts: all evidence, as NetworkX reads it back."),
    "nodes-csv": Export("nodes.csv", whole(nodes_csv), "For spreadsheets and data frames: a row a node."),
    "edges-csv": Export("edges.csv", whole(edges_csv), "For spreadsheets and data frames: a row a statement."),
}
"""The formats by name."""
