"""The part of a graph that lies around one thing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from paperatlas.errors import GraphError
from paperatlas.graph.lookup import find

if TYPE_CHECKING:
    from paperatlas.graph.graph import Graph

__all__ = ["ego"]


def ego(graph: Graph, name: str, depth: int = 1) -> Graph:
    """The things of a name, what is at most ``depth`` statements away from them, and all statements between these.

    Papers that are quoted for one of the statements are held too, so that every quote can be traced.

    Args:
        graph: Any graph.
        name: What :func:`~paperatlas.graph.lookup.find` understands: a name in any spelling, an id, an IRI, an address.
        depth: How many steps to go, in either direction of a statement.

    Raises:
        GraphError: if nothing has that name; the message holds names that are near. Or if ``depth`` is below 0.

    >>> from paperatlas.graph.graph import Entity, Graph
    >>> graph = Graph({"model/otter": Entity("model/otter", "Model", "Otter")})
    >>> list(ego(graph, "OTTER").entities)
    ['model/otter']
    """
    if depth < 0:
        raise GraphError(f"nothing is {depth} steps away; give a depth of 0 or more")
    reached = {entity.id for entity in find(graph, name)}
    for _ in range(depth):
        around = (statement for node in reached for statement in graph.statements_of(node))
        reached = reached.union(*({statement.subject, statement.object} for statement in around))
    statements = tuple(edge for edge in graph.statements if edge.subject in reached and edge.object in reached)
    quoted = {passage.paper for statement in statements for passage in statement.evidence}
    included = reached | quoted & graph.entities.keys()
    return replace(
        graph,
        entities={node: entity for node, entity in graph.entities.items() if node in included},
        statements=statements,
        papers={paper: facts for paper, facts in graph.papers.items() if paper in included},
    )
