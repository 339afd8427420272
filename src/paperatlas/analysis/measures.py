"""PageRank, betweenness and communities of a graph, computed by NetworkX.

A backend that NetworkX is configured to use
(https://networkx.org/documentation/stable/reference/backends.html) replaces its own algorithms here too.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import networkx as nx

from paperatlas.graph.importance import credit_weight, tie_weight
from paperatlas.schema import ARTIFACT_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from paperatlas.graph.graph import Graph, Statement

__all__ = ["EXACT_NODE_LIMIT", "PIVOTS", "betweenness", "communities", "pagerank"]

EXACT_NODE_LIMIT: Final = 2000
"""The largest number of nodes with exact betweenness, whose time grows with nodes times edges."""

PIVOTS: Final = 200
"""The number of start nodes that estimate betweenness in larger graphs (Brandes and Pich 2007)."""

_MEASURED_TYPES: Final = ("Paper", *ARTIFACT_TYPES)
_SEED: Final = 20240613
_DAMPING: Final = 0.85


def pagerank(graph: Graph) -> dict[str, float]:
    """Return the share of credit of each paper, model, dataset and method, by node id; the shares sum to 1.

    The measure of Brin and Page 1998, with their damping of 0.85, on a directed network from the subject of each
    statement that gives credit to its object.
    """
    network: nx.DiGraph[int] = nx.DiGraph()
    _fill(network, graph, _edges(graph, credit_weight))
    return _by_id(graph, nx.pagerank(network, alpha=_DAMPING, max_iter=1000, tol=1e-9)) if network else {}


def betweenness(graph: Graph) -> tuple[dict[str, float], int | None]:
    """Return the share of shortest paths between other nodes that pass each node.

    The measure of Freeman 1977 on an undirected network of all statements that tie, without their weights. Above
    :data:`EXACT_NODE_LIMIT` nodes it is estimated from the paths of :data:`PIVOTS` nodes, chosen by a fixed seed.

    Returns:
        The shares by node id, and the number of pivots, None if the shares are exact.
    """
    network = _tie_network(graph)
    pivots = PIVOTS if len(network) > EXACT_NODE_LIMIT else None
    return _by_id(graph, nx.betweenness_centrality(network, k=pivots, seed=_SEED)), pivots


def communities(graph: Graph) -> tuple[list[list[str]], float]:
    """Return groups of nodes that hold more to each other than to other nodes.

    The Louvain method (Blondel and others 2008) on an undirected network of all statements that tie, with a fixed
    seed. Nodes without a tie are in no community.

    Returns:
        The communities as lists of node ids in the order of the graph, the largest first, and the modularity.
    """
    network = _tie_network(graph)
    network.remove_nodes_from(list(nx.isolates(network)))
    if not network:
        return [], 0.0
    groups = [sorted(group) for group in nx.community.louvain_communities(network, seed=_SEED)]
    groups.sort(key=lambda group: (-len(group), group))
    ids = list(graph.entities)
    return [[ids[number] for number in group] for group in groups], nx.community.modularity(network, map(set, groups))


def _by_id(graph: Graph, values: dict[int, float]) -> dict[str, float]:
    ids = list(graph.entities)
    return {ids[number]: value for number, value in values.items()}


def _tie_network(graph: Graph) -> nx.Graph[int]:
    network: nx.Graph[int] = nx.Graph()
    _fill(network, graph, ((min(ends), max(ends), weight) for *ends, weight in _edges(graph, tie_weight)))
    return network


def _edges(graph: Graph, weigh: Callable[[Statement], float]) -> Iterator[tuple[int, int, float]]:
    """Yield the ends and the weight of each statement between two different measured nodes.

    Nodes are numbered by their position in the graph: whole numbers hash alike in every process, so that no result
    depends on the seed of Python's hashes.
    """
    numbers = {node_id: number for number, node_id in enumerate(graph.entities)}
    for statement in graph.statements:
        types = (graph.entities[statement.subject].type, graph.entities[statement.object].type)
        if statement.subject != statement.object and all(name in _MEASURED_TYPES for name in types):
            yield numbers[statement.subject], numbers[statement.object], weigh(statement)


def _fill(network: nx.Graph[int], graph: Graph, edges: Iterator[tuple[int, int, float]]) -> None:
    """Add the measured nodes, and the edges with the sum of their weights if it is above 0."""
    entities = enumerate(graph.entities.values())
    network.add_nodes_from(number for number, entity in entities if entity.type in _MEASURED_TYPES)
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for source, target, weight in edges:
        weights[source, target] += weight
    network.add_weighted_edges_from((*ends, weight) for ends, weight in sorted(weights.items()) if weight > 0)
