"""PageRank, betweenness and communities, all by NetworkX.

The functions are called plainly, so that a backend which NetworkX is told to use
(https://networkx.org/documentation/stable/reference/backends.html) takes them over.
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

__all__ = [
    "COUNTED_TYPES",
    "EXACT_NODE_LIMIT",
    "PIVOTS",
    "attribution_network",
    "betweenness",
    "communities",
    "cooccurrence_network",
    "pagerank",
]

EXACT_NODE_LIMIT: Final = 2000
"""Up to how many nodes betweenness is exact; its time grows with nodes times edges."""

PIVOTS: Final = 200
"""From how many nodes it is estimated beyond (Brandes and Pich 2007)."""

_SEED: Final = 20240613

_DAMPING: Final = 0.85


def pagerank(graph: Graph) -> dict[str, float]:
    """The share of credit that each paper, model, dataset and method gets; all shares together are 1.

    Brin and Page 1998, with their damping of 0.85, on :func:`~paperatlas.analysis.measures.attribution_network`.
    """
    if not (network := attribution_network(graph)):
        return {}
    return _by_id(graph, nx.pagerank(network, alpha=_DAMPING, max_iter=1000, tol=1e-9))


def betweenness(graph: Graph) -> tuple[dict[str, float], int | None]:
    """The share of shortest paths between other nodes that pass a node: how much it is a bridge.

    Freeman 1977, on :func:`~paperatlas.analysis.measures.cooccurrence_network`, where each tie is one step however
    strong.
    Above :data:`EXACT_NODE_LIMIT` nodes it is estimated from the paths that start at :data:`PIVOTS` of them, which are
    always the same ones.

    Returns:
        The shares by node id, and the number of pivots, which is nothing where the shares are exact.
    """
    network = cooccurrence_network(graph)
    pivots = PIVOTS if len(network) > EXACT_NODE_LIMIT else None
    return _by_id(graph, nx.betweenness_centrality(network, k=pivots, seed=_SEED)), pivots


def communities(graph: Graph) -> tuple[list[list[str]], float]:
    """Groups of nodes that hold more to each other than to the rest.

    The Louvain method (Blondel and others 2008) on :func:`~paperatlas.analysis.measures.cooccurrence_network`, with a
    fixed seed. Nodes that no tie holds are in no community.

    Returns:
        The communities, each a list of node ids in the order of the graph, the largest first, and the modularity.
    """
    network = cooccurrence_network(graph)
    network.remove_nodes_from(list(nx.isolates(network)))
    if not network:
        return [], 0.0
    groups = [sorted(group) for group in nx.community.louvain_communities(network, seed=_SEED)]
    groups.sort(key=lambda group: (-len(group), group))
    ids = list(graph.entities)
    return [[ids[place] for place in group] for group in groups], nx.community.modularity(network, map(set, groups))


def _by_id(graph: Graph, values: dict[int, float]) -> dict[str, float]:
    ids = list(graph.entities)
    return {ids[place]: value for place, value in values.items()}


COUNTED_TYPES: Final = ("Paper", *ARTIFACT_TYPES)
"""The node types that the measures see."""


def attribution_network(graph: Graph) -> nx.DiGraph[int]:
    """Return who leans on whom: from the subject of a statement to its object, for all predicates that give credit.

    Returns:
        A directed network with the ``weight`` of all statements from one node to another together. Its nodes are the
        places of the entities in the graph, counted from 0: whole numbers hash alike in every process, so that no
        result depends on the seed of Python's hashes.
    """
    network: nx.DiGraph[int] = nx.DiGraph()
    _fill(network, graph, _edges(graph, credit_weight))
    return network


def cooccurrence_network(graph: Graph) -> nx.Graph[int]:
    """Return what belongs together: as :func:`attribution_network`, without direction, for all predicates that tie."""
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
