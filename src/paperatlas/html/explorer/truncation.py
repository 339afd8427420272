"""Which nodes and statements the explorer holds: all of most graphs, the most telling ones of a very large one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperatlas.graph.importance import display_weight, importance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from paperatlas.graph.graph import Graph, Statement

__all__ = ["MOST_EDGES", "MOST_NODES", "GraphSelection", "select_nodes"]

MOST_NODES: Final = 50_000
MOST_EDGES: Final = 150_000


@dataclass(frozen=True, slots=True)
class GraphSelection:
    """The part of a graph that the explorer holds.

    Attributes:
        nodes: The ids of the nodes, in the order of the graph.
        statements: Statements between them, in the order of the graph.
        weights: How telling each of the nodes is, by id; comparable within one graph only.
    """

    nodes: tuple[str, ...]
    statements: tuple[Statement, ...]
    weights: Mapping[str, float]


def select_nodes(graph: Graph, most_nodes: int = MOST_NODES, most_edges: int = MOST_EDGES) -> GraphSelection:
    """Choose what the explorer holds.

    Args:
        graph: A graph of any size.
        most_nodes: How many nodes at most: those of which papers state most, ties by id; authors, the most numerous of
            all and hidden at first, come after all others.
        most_edges: How many statements at most: for each node its strongest, then the strongest of all.

    >>> from paperatlas.graph.graph import Entity, Graph, Statement
    >>> entities = {node: Entity(node, "Model", node) for node in ("model/a", "model/b", "model/c")}
    >>> edges = Statement("model/a", "based-on", "model/b"), Statement("model/c", "compares-to", "model/b")
    >>> select_nodes(Graph(entities, edges), most_nodes=2).nodes
    ('model/a', 'model/b')
    """
    weights = importance(graph)
    order = sorted(graph.entities.values(), key=lambda its: (its.type == "Author", -weights[its.id], its.id))
    chosen = {entity.id for entity in order[:most_nodes]}
    between = [item for item in graph.statements if item.subject in chosen and item.object in chosen]
    if len(between) > most_edges:
        between = _strongest(between, most_edges)
    nodes = tuple(node for node in graph.entities if node in chosen)
    return GraphSelection(nodes, tuple(between), {node: weights[node] for node in nodes})


def _strongest(statements: Sequence[Statement], most: int) -> list[Statement]:
    """The strongest of some statements, in their order; every end keeps one as long as there is room."""
    worths = [display_weight(statement) for statement in statements]
    places = sorted(range(len(statements)), key=lambda place: (-worths[place], place))
    first = dict.fromkeys(_firsts(statements, places))
    chosen = sorted([*first, *(place for place in places if place not in first)][:most])
    return [statements[place] for place in chosen]


def _firsts(statements: Sequence[Statement], places: Sequence[int]) -> Iterator[int]:
    """Those places whose statement is the first for one of its ends."""
    seen: set[str] = set()
    for place in places:
        ends = {statements[place].subject, statements[place].object}
        if not ends <= seen:
            seen |= ends
            yield place
