"""The ego graph of a node: its neighbourhood up to a depth."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from paperatlas.errors import GraphError
from paperatlas.graph.lookup import find

if TYPE_CHECKING:
    from paperatlas.graph.graph import Graph

__all__ = ["ego"]


def ego(graph: Graph, name: str, depth: int = 1) -> Graph:
    """Return the nodes of a name, those at most ``depth`` statements away, and all statements between these.

    The graph also holds the papers that one of the statements quotes, so that every quote can be traced. Of the unsure
    statements it holds those between its nodes that only quote its papers; no step leads over them.

    Args:
        graph: The whole graph.
        name: A name in any spelling, an id, an IRI or an address; see :func:`~paperatlas.graph.lookup.find`.
        depth: The number of steps, in either direction of a statement.

    Raises:
        GraphError: if no node has that name, with names that are near; or if ``depth`` is below 0.

    >>> from paperatlas.graph.graph import Entity, Graph
    >>> graph = Graph({"model/otter": Entity("model/otter", "Model", "Otter")})
    >>> list(ego(graph, "OTTER").entities)
    ['model/otter']
    """
    if depth < 0:
        raise GraphError(f"nothing is {depth} steps away; give a depth of 0 or more")
    reached = {entity.id for entity in find(graph, name)}
    for _ in range(depth):
        edges = (edge for node in reached for edge in graph.statements_of(node))
        reached = reached.union(*({edge.subject, edge.object} for edge in edges))
    statements = tuple(edge for edge in graph.statements if edge.subject in reached and edge.object in reached)
    quoted = {passage.paper for statement in statements for passage in statement.evidence}
    included = reached | quoted & graph.entities.keys()
    unsure = (edge for edge in graph.unsure if included.issuperset((edge.subject, edge.object, *edge.papers)))
    return replace(
        graph,
        entities={node: entity for node, entity in graph.entities.items() if node in included},
        statements=statements,
        papers={paper: facts for paper, facts in graph.papers.items() if paper in included},
        unsure=tuple(unsure),
    )
