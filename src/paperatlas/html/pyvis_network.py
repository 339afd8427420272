"""The most telling part of a graph as a pyvis network, for people who want to go on from there."""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from pyvis.network import Network

from paperatlas.errors import OutputError
from paperatlas.graph.display import NODE_COLOURS, PREDICATE_COLOURS
from paperatlas.html.explorer.communities import ExplorerCommunity
from paperatlas.html.explorer.disc_layout import layout_communities
from paperatlas.html.explorer.truncation import MOST_EDGES, select_nodes
from paperatlas.html.theme import NODE_SHAPES

if TYPE_CHECKING:
    from paperatlas.graph.graph import Graph, Statement

__all__ = ["DEFAULT_LIMIT", "make_network", "to_pyvis"]

DEFAULT_LIMIT: Final = 150
"""How many nodes a network holds unless told otherwise: about as many as have room for their names on a screen."""

_WIDE: Final = 14.0  # units of vis-network for one of the explorer's: names need room, and screens are wider than high
_HIGH: Final = 9.0
_LONGEST_LABEL: Final = 60
_LEAST_RADIUS: Final = 6.0
_MOST_RADIUS: Final = 26.0
_BEND: Final = 0.16  # how far the second line between the same two nodes bends, as a share of its length
_FONT: Final = {"size": 15, "strokeWidth": 3, "strokeColor": "#ffffff"}
_LABEL_WIDTH: Final = {"maximum": 170}  # a paper's title is broken into lines


def to_pyvis(graph: Graph, *, limit: int = DEFAULT_LIMIT) -> Network:
    """Return the most telling nodes of a graph as a pyvis network, which is free to be changed further.

    Each node has a place. Physics is off, so that the network opens as it is; ``toggle_physics(True)`` lets it move.
    Each node has its ``type`` and each edge its ``predicate``, which pyvis's filter menu takes. No text of a paper
    becomes HTML: names are drawn on the canvas, and what shows under the mouse is text of our own.

    Args:
        graph: A graph of any size.
        limit: How many nodes the network holds at most: those of which the papers state most, authors last.

    Returns:
        A network, the same for the same arguments.

    Raises:
        OutputError: if ``limit`` is below 1.

    >>> from paperatlas.graph.graph import Entity, Graph
    >>> to_pyvis(Graph({"model/otter": Entity("model/otter", "Model", "Otter")})).get_nodes()
    ['model/otter']
    """
    if limit < 1:
        raise OutputError(f"a network of at most {limit} nodes would be empty; give a limit of 1 or more")
    choice = select_nodes(graph, limit, MOST_EDGES)
    whole = ExplorerCommunity(1, choice.nodes, (), "", named=False)
    places = layout_communities(choice, (whole,) if choice.nodes else (), {})
    network = make_network()
    most = max(choice.weights.values(), default=0.0) or 1.0
    counts = Counter(end for statement in graph.statements for end in {statement.subject, statement.object})
    for node in choice.nodes:
        entity = graph.entities[node]
        x, y = places[node]
        network.add_node(
            node,
            textwrap.shorten(entity.label, _LONGEST_LABEL, placeholder=" …"),
            NODE_SHAPES[entity.type],
            NODE_COLOURS[entity.type],
            type=entity.type,
            title=f"{entity.type}, {counts[node]:,} statements",
            x=round(x * _WIDE),
            y=round(-y * _HIGH),
            size=round(_LEAST_RADIUS + (_MOST_RADIUS - _LEAST_RADIUS) * math.sqrt(choice.weights[node] / most), 1),
            font=_FONT,
            widthConstraint=_LABEL_WIDTH,
        )
    lines: Counter[frozenset[str]] = Counter()
    for statement in choice.statements:
        ends = frozenset((statement.subject, statement.object))
        network.add_edge(statement.subject, statement.object, **_edge(statement, lines[ends]))
        lines[ends] += 1
    return network


def make_network() -> Network:
    """Return an empty network with our settings.

    Its template escapes what it is given, which pyvis leaves to the caller.
    """
    network = Network("100%", directed=True, select_menu=True, filter_menu=True, cdn_resources="in_line")
    network.templateEnv.autoescape = True
    network.toggle_physics(False)
    network.options.edges.smooth.enabled = False
    network.options.interaction.hover = True
    return network


def _edge(statement: Statement, before: int) -> dict[str, Any]:
    """The settings of a statement's line where so many lines join its ends already: bent away from them."""
    papers = "1 paper" if statement.support == 1 else f"{statement.support:,} papers"
    words = f"inferred by {statement.inferred_by}" if statement.inferred_by else f"stated by {papers}"
    settings: dict[str, Any] = {
        "id": statement.id,
        "predicate": statement.predicate,
        "title": f"{statement.predicate}, {words}",
        "color": PREDICATE_COLOURS[statement.predicate],
        "width": round(1.2 + math.log2(max(1, statement.support)), 1),
        "arrowStrikethrough": False,
    }
    if statement.inferred_by:
        settings["dashes"] = [4, 4]
    if before:
        settings["smooth"] = {"enabled": True, "type": "curvedCW", "roundness": round(_BEND * before, 2)}
    return settings
