"""The graph for other tools: NetworkX, GraphML, GEXF, node-link JSON and CSV.

Every export is a function from a graph to the bytes of one file; the same graph gives the same bytes.

>>> from paperatlas.records import Graph
>>> [export.file for export in EXPORTS.values()]
['graph.graphml', 'graph.gexf', 'graph.json', 'nodes.csv', 'edges.csv']
>>> EXPORTS["nodes-csv"].render(Graph())[:8]
b'id,type,'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperatlas.exporting.graph_formats import gexf, graphml, node_link
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
    "gexf",
    "graphml",
    "node_link",
    "nodes_csv",
    "to_networkx",
]


@dataclass(frozen=True, slots=True)
class Export:
    """A format that the graph can be written in.

    Attributes:
        file: The name of the file it goes to.
        render: From a graph to the bytes of the file.
        comment: What it is for, in one sentence.
    """

    file: str
    render: Callable[[Graph], bytes]
    comment: str


EXPORTS: Final[Mapping[str, Export]] = {
    "graphml": Export("graph.graphml", graphml, "For yEd, igraph, Cytoscape and most other graph tools."),
    "gexf": Export("graph.gexf", gexf, "For Gephi, with colours and weights."),
    "json": Export("graph.json", node_link, "For scripts: all evidence, as NetworkX reads it back."),
    "nodes-csv": Export("nodes.csv", nodes_csv, "For spreadsheets and data frames: a row a node."),
    "edges-csv": Export("edges.csv", edges_csv, "For spreadsheets and data frames: a row a statement."),
}
"""The formats by name."""
