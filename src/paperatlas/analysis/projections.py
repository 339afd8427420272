"""Which statements count, how much, and the two networks that the measures run on.

Both networks hold papers, models, datasets and methods. Authors and organisations are left out: a corpus that names
all authors has several times as many of them as of anything else, and what the papers say would drown.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import networkx as nx

from paperatlas.schema import ARTIFACT_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from paperatlas.records import Graph, Statement

__all__ = ["COUNTED_TYPES", "NO_CREDIT", "WEIGHTS", "credit_network", "strength", "tie_network"]

COUNTED_TYPES: Final = ("Paper", *ARTIFACT_TYPES)
"""The node types that the measures see."""

WEIGHTS: Final[Mapping[str, float]] = {
    "introduces": 1.0,
    "mentions": 0.1,
    "trains-on": 1.0,
    "evaluates-on": 0.5,
    "compares-to": 0.5,
    "based-on": 1.0,
    "applied-to": 1.0,
    "variant-of": 0.5,
}
"""What one paper's word for a statement weighs: to be made from a thing says more of it than to be measured against
it, and that more than to be named."""

NO_CREDIT: Final = frozenset({"introduces"})
"""Predicates that tie but give no credit: to present one's own work is no vote for it."""


def strength(statement: Statement) -> float:
    """What a statement weighs: the weight of its predicate, times the papers that state it, times how sure we are.

    What is inferred counts as the word of one paper; predicates outside :data:`WEIGHTS` weigh nothing.

    >>> from paperatlas.records import Statement
    >>> strength(Statement("model/a", "evaluates-on", "dataset/b", confidence=0.5))
    0.25
    """
    return WEIGHTS.get(statement.predicate, 0.0) * max(statement.support, 1) * statement.confidence


def credit_network(graph: Graph) -> nx.DiGraph[int]:
    """Who leans on whom: from the subject of a statement to its object, for all predicates but :data:`NO_CREDIT`.

    Returns:
        A directed network with the ``weight`` of all statements from one node to another together. Its nodes are the
        places of the entities in the graph, counted from 0: whole numbers hash alike in every process, so that no
        result depends on the seed of Python's hashes.
    """
    network: nx.DiGraph[int] = nx.DiGraph()
    _fill(network, graph, (entry for entry in _counted(graph) if entry[2].predicate not in NO_CREDIT))
    return network


def tie_network(graph: Graph) -> nx.Graph[int]:
    """What belongs together: as :func:`credit_network`, without direction and with all counted predicates."""
    network: nx.Graph[int] = nx.Graph()
    _fill(network, graph, ((min(pair), max(pair), entry) for *pair, entry in _counted(graph)))
    return network


def _counted(graph: Graph) -> Iterator[tuple[int, int, Statement]]:
    """The statements between two different counted nodes, with the places of their ends."""
    places = {node_id: place for place, node_id in enumerate(graph.entities)}
    for statement in graph.statements:
        types = (graph.entities[statement.subject].type, graph.entities[statement.object].type)
        loop = statement.subject == statement.object
        if not loop and statement.predicate in WEIGHTS and all(name in COUNTED_TYPES for name in types):
            yield places[statement.subject], places[statement.object], statement


def _fill(network: nx.Graph[int], graph: Graph, counted: Iterator[tuple[int, int, Statement]]) -> None:
    counted_entities = ((place, entity) for place, entity in enumerate(graph.entities.values()))
    network.add_nodes_from(place for place, entity in counted_entities if entity.type in COUNTED_TYPES)
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for start, end, statement in counted:
        weights[start, end] += strength(statement)
    network.add_weighted_edges_from((*ends, weight) for ends, weight in sorted(weights.items()) if weight > 0)
