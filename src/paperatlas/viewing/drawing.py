"""What the page draws: a pyvis network with a place and a size for each node and a line for each statement."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from pyvis.network import Network

from paperatlas.schema import NODE_TYPES, node_type, predicate
from paperatlas.viewing.layout import place

if TYPE_CHECKING:
    from paperatlas.records import Graph, Statement
    from paperatlas.viewing.selection import Selection

__all__ = ["draw"]

_LEAST, _MOST = 7.0, 26.0  # the radius of the least and of the most telling node, in units of the canvas
_BEND: Final = 0.16  # how far the second line between the same two nodes bends, as a share of its length

_OPTIONS: Final[dict[str, Any]] = {
    "groups": {entry.name: {"color": entry.colour, "shape": entry.shape} for entry in NODE_TYPES},
    "physics": False,
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "hideEdgesOnDrag": False, "selectConnectedEdges": False},
    "edges": {"smooth": False, "arrows": {"to": {"enabled": True, "scaleFactor": 0.5}}},
}


def draw(graph: Graph, selection: Selection) -> Network:
    """Hold the selected nodes and statements in a pyvis network.

    Neither nodes nor edges have a ``title``, which vis-network would put into the page as HTML.

    Returns:
        A directed network whose ``nodes``, ``edges`` and ``options`` are what vis-network takes. Nodes carry their type
        as ``group``, edges the id of their statement as ``id`` and its predicate beside it.
    """
    network = Network(directed=True)
    points = place(selection)
    most = max(selection.weights.values(), default=0.0) or 1.0
    for node in selection.steps:
        entity = graph.entities[node]
        shape = node_type(entity.type).shape
        x, y = points[node]
        size = round(_LEAST + (_MOST - _LEAST) * math.sqrt(selection.weights[node] / most), 1)
        network.add_node(node, entity.label, shape, group=entity.type, x=x, y=y, size=size)
    lines: Counter[frozenset[str]] = Counter()
    for statement in selection.statements:
        ends = frozenset((statement.subject, statement.object))
        network.add_edge(statement.subject, statement.object, **_line(statement, lines[ends]))
        lines[ends] += 1
    network.options = _OPTIONS
    return network


def _line(statement: Statement, before: int) -> dict[str, Any]:
    """How a statement is drawn when so many lines join its ends already: bent away from them."""
    line: dict[str, Any] = {
        "id": statement.id,
        "predicate": statement.predicate,
        "color": predicate(statement.predicate).colour,
        "width": round(1.2 + math.log2(max(1, statement.support)), 1),
    }
    if statement.inferred_by:
        line["dashes"] = [4, 4]
    if before:
        line["smooth"] = {"enabled": True, "type": "curvedCW", "roundness": round(_BEND * before, 2)}
    return line
