"""Where nodes stand, computed beforehand so that the page opens at once and always looks the same.

The core is laid out by the method of Kamada and Kawai (An algorithm for drawing general undirected graphs, 1989), which
makes distances on the page follow distances in the graph. The other nodes are then placed around these fixed points by
the method of Fruchterman and Reingold (Graph drawing by force-directed placement, 1991), each starting amid its
neighbours. At last nodes that cover each other are pushed apart.

All coordinates here are in units of the canvas: at a zoom of 1, one unit is one pixel.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import networkx as nx
import numpy as np

from paperatlas.viewing.spreading import GOLDEN_ANGLE, spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from paperatlas.records import Statement
    from paperatlas.viewing.selection import Selection

    Points = NDArray[np.float64]

__all__ = ["place"]

_CORE_ROOM: Final = 92.0  # the distance that two nodes of the core should have, so that a name fits below each
_ROOM: Final = 46.0  # the distance that any two nodes should have
_STRETCH: Final = np.array([1.5, 1.0])  # screens are wider than high
_GATHERING: Final = 0.3  # the weight of the tie that keeps loose pieces from drifting away, an edge weighing 1
_ROUNDS: Final = 60
_SEED: Final = 20


def place(selection: Selection) -> Mapping[str, tuple[int, int]]:
    """Give every node a point.

    Returns:
        Whole numbers x (to the right) and y (down) by node id; the core stands around 0, 0.
    """
    core = _place_core(selection)
    points = _place_rest(selection, core)
    if not points:
        return {}
    movable = np.array([node not in core for node in points])
    apart = spread(np.array(list(points.values())), movable, _ROOM)
    return {node: (round(x), round(y)) for node, (x, y) in zip(points, apart.tolist(), strict=True)}


def _place_core(selection: Selection) -> dict[str, Points]:
    """The core around 0, 0."""
    drawing = _drawing(selection.core, selection.statements)
    if not drawing:
        return {}
    # a piece that hangs on nothing is tied to the piece before it, so that it stands beside it
    place_in_core = {node: place for place, node in enumerate(selection.core)}
    firsts = sorted(min(map(place_in_core.__getitem__, piece)) for piece in nx.connected_components(drawing))
    drawing.add_edges_from(pairwise(selection.core[first] for first in firsts))
    unit = nx.kamada_kawai_layout(drawing)
    points = np.array([unit[node] for node in drawing]) * _STRETCH * _CORE_ROOM * 0.62 * np.sqrt(len(drawing))
    return dict(zip(drawing, spread(points, np.ones(len(points), dtype=bool), _CORE_ROOM), strict=True))


def _place_rest(selection: Selection, core: Mapping[str, Points]) -> dict[str, Points]:
    """All nodes, those of the core where they are."""
    drawing = _drawing(selection.steps, selection.statements)
    if len(drawing) == len(core):
        return dict(core)
    start = _start(drawing, {node: point / _STRETCH for node, point in core.items()})
    middle = ""  # no id is empty
    start[middle] = np.zeros(2)
    drawing.add_weighted_edges_from((middle, node, _GATHERING) for node in selection.steps)
    points = nx.spring_layout(
        drawing, k=1.6 * _ROOM, pos=start, fixed=[*core, middle], iterations=_ROUNDS, seed=_SEED, method="force"
    )
    return {node: core.get(node, points[node] * _STRETCH) for node in selection.steps}


def _start(drawing: nx.Graph[str], core: Mapping[str, Points]) -> dict[str, Points]:
    """A first guess: beside the neighbours that have a place already, else on a sunflower's spiral from the middle."""
    points = dict(core)
    reach = _ROOM * np.sqrt(len(drawing))
    for index, node in enumerate(drawing):
        if node in points:
            continue
        direction = np.array([np.cos(index * GOLDEN_ANGLE), np.sin(index * GOLDEN_ANGLE)])
        near = [points[other] for other in drawing[node] if other in points]
        if near:
            points[node] = np.mean(near, axis=0) + _ROOM * direction
        else:
            points[node] = reach * np.sqrt((index + 1) / len(drawing)) * direction
    return points


def _drawing(nodes: Iterable[str], statements: Sequence[Statement]) -> nx.Graph[str]:
    """The simple graph of some nodes and what is stated between them."""
    drawing: nx.Graph[str] = nx.Graph()
    drawing.add_nodes_from(nodes)
    drawing.add_edges_from(
        (statement.subject, statement.object)
        for statement in statements
        if statement.subject in drawing and statement.object in drawing and statement.subject != statement.object
    )
    return drawing
