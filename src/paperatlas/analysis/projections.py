"""The two networks that the measures run on, whose statements weigh as :mod:`paperatlas.graph.importance` says.

Both networks hold papers, models, datasets and methods. Authors and organisations are left out: a corpus that names
all authors has several times as many of them as of anything else, and what the papers say would drown.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import networkx as nx

from paperatlas.graph.importance import credit_weight, tie_weight
from paperatlas.schema import ARTIFACT_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from paperatlas.records import Graph, Statement

__all__ = ["COUNTED_TYPES", "credit_network", "tie_network"]

COUNTED_TYPES: Final = ("Paper", *ARTIFACT_TYPES)
"""The node types that the measures see."""


def credit_network(graph: Graph) -> nx.DiGraph[int]:
    """Return who leans on whom: from the subject of a statement to its object, for all predicates that give credit.

    Returns:
        A directed network with the ``weight`` of all statements from one node to another together. Its nodes are the
        places of the entities in the graph, counted from 0: whole numbers hash alike in every process, so that no
        result depends on the seed of Python's hashes.
    """
    network: nx.DiGraph[int] = nx.DiGraph()
    _fill(network, graph, _edges(graph, credit_weight))
    return network


def tie_network(graph: Graph) -> nx.Graph[int]:
    """Return what belongs together: as :func:`credit_network`, without direction and for all predicates that tie."""
    network: nx.Graph[int] = nx.Graph()
    _fill(network, graph, ((min(pair), max(pair), weight) for *pair, weight in _edges(graph, tie_weight)))
    return network


def _edges(graph: Graph, weigh: Callable[[Statement], float]) -> Iterator[tuple[int, int, float]]:
    """The places of both ends and the weight of each statement between two different counted nodes."""
    places = {node_id: place for place, node_id in enumerate(graph.entities)}
    for statement in graph.statements:
        types = (graph.entities[statement.subject].type, graph.entities[statement.object].type)
        if statement.subject != statement.object and all(name in COUNTED_TYPES for name in types):
            yield places[statement.subject], places[statement.object], weigh(statement)


def _fill(network: nx.Graph[int], graph: Graph, edges: Iterator[tuple[int, int, float]]) -> None:
    counted_entities = ((place, entity) for place, entity in enumerate(graph.entities.values()))
    network.add_nodes_from(place for place, entity in counted_entities if entity.type in COUNTED_TYPES)
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for start, end, weight in edges:
        weights[start, end] += weight
    network.add_weighted_edges_from((*ends, weight) for ends, weight in sorted(weights.items()) if weight > 0)
