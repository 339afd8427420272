"""PageRank, betweenness and communities, all by NetworkX.

The functions are called plainly, so that a backend which NetworkX is told to use
(https://networkx.org/documentation/stable/reference/backends.html) takes them over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import networkx as nx

from paperatlas.analysis.projections import credit_network, tie_network

if TYPE_CHECKING:
    from paperatlas.records import Graph

__all__ = ["EXACT_UP_TO", "PIVOTS", "betweenness", "communities", "pagerank"]

EXACT_UP_TO: Final = 2000
"""Up to how many nodes betweenness is exact; its time grows with nodes times edges."""

PIVOTS: Final = 200
"""From how many nodes it is estimated beyond (Brandes and Pich 2007)."""

_SEED: Final = 20240613
_DAMPING: Final = 0.85


def pagerank(graph: Graph) -> dict[str, float]:
    """The share of credit that each paper, model, dataset and method gets; all shares together are 1.

    Brin and Page 1998, with their damping of 0.85, on :func:`~paperatlas.analysis.projections.credit_network`.
    """
    if not (network := credit_network(graph)):
        return {}
    return _by_id(graph, nx.pagerank(network, alpha=_DAMPING, max_iter=1000, tol=1e-9))


def betweenness(graph: Graph) -> tuple[dict[str, float], int | None]:
    """The share of shortest paths between other nodes that pass a node: how much it is a bridge.

    Freeman 1977, on :func:`~paperatlas.analysis.projections.tie_network`, where each tie is one step however strong.
    Above :data:`EXACT_UP_TO` nodes it is estimated from the paths that start at :data:`PIVOTS` of them, which are
    always the same ones.

    Returns:
        The shares by node id, and the number of pivots, which is nothing where the shares are exact.
    """
    network = tie_network(graph)
    pivots = PIVOTS if len(network) > EXACT_UP_TO else None
    return _by_id(graph, nx.betweenness_centrality(network, k=pivots, seed=_SEED)), pivots


def communities(graph: Graph) -> tuple[list[list[str]], float]:
    """Groups of nodes that hold more to each other than to the rest.

    The Louvain method (Blondel and others 2008) on :func:`~paperatlas.analysis.projections.tie_network`, with a fixed
    seed. Nodes that no tie holds are in no community.

    Returns:
        The communities, each a list of node ids in the order of the graph, the largest first, and the modularity.
    """
    network = tie_network(graph)
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
