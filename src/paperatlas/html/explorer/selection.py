"""The nodes and statements that the explorer shows, and their groups."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperatlas.graph.importance import display_weight, importance
from paperatlas.schema import ARTIFACT_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from paperatlas.graph.graph import Graph, Statement

__all__ = ["MAX_EDGES", "MAX_NODES", "ExplorerGroup", "GraphSelection", "group_nodes", "select_nodes"]

MAX_NODES: Final = 50_000
MAX_EDGES: Final = 150_000

_COMMUNITY_SIZE: Final = 5
"""The fewest nodes without authors of a group that is shown as a community."""

_LEADS: Final = 3
_MAX_STEPS: Final = 5
"""The longest path from a node without a community to a group that it joins."""


@dataclass(frozen=True, slots=True)
class GraphSelection:
    """The part of a graph that the explorer shows.

    Attributes:
        nodes: The ids of the nodes, in the order of the graph.
        statements: The statements between them, in the order of the graph.
        weights: The importance of each node, by id; comparable within one graph only.
    """

    nodes: tuple[str, ...]
    statements: tuple[Statement, ...]
    weights: Mapping[str, float]


def select_nodes(graph: Graph, max_nodes: int = MAX_NODES, max_edges: int = MAX_EDGES) -> GraphSelection:
    """Select the nodes and statements that the explorer shows.

    Args:
        graph: A graph of any size.
        max_nodes: The most nodes: the most important ones, then by id; authors, which are the most numerous and are
            hidden at first, after all others.
        max_edges: The most statements: the strongest of each node, then the strongest of all.

    >>> from paperatlas.graph.graph import Entity, Graph, Statement
    >>> entities = {node: Entity(node, "Model", node) for node in ("model/a", "model/b", "model/c")}
    >>> edges = Statement("model/a", "based-on", "model/b"), Statement("model/c", "compares-to", "model/b")
    >>> select_nodes(Graph(entities, edges), max_nodes=2).nodes
    ('model/a', 'model/b')
    """
    weights = importance(graph)
    ranked = sorted(graph.entities.values(), key=lambda node: (node.type == "Author", -weights[node.id], node.id))
    selected = {entity.id for entity in ranked[:max_nodes]}
    statements = [item for item in graph.statements if item.subject in selected and item.object in selected]
    if len(statements) > max_edges:
        statements = _strongest(statements, max_edges)
    nodes = tuple(node for node in graph.entities if node in selected)
    return GraphSelection(nodes, tuple(statements), {node: weights[node] for node in nodes})


def _strongest(statements: Sequence[Statement], count: int) -> list[Statement]:
    """Return the strongest statements, in their order; each node keeps one as far as the count allows."""
    weights = [display_weight(statement) for statement in statements]
    ranked = sorted(range(len(statements)), key=lambda number: (-weights[number], number))
    first = dict.fromkeys(_first_of_nodes(statements, ranked))
    selected = sorted([*first, *(number for number in ranked if number not in first)][:count])
    return [statements[number] for number in selected]


def _first_of_nodes(statements: Sequence[Statement], ranked: Sequence[int]) -> Iterator[int]:
    """Yield the numbers of the statements that are the first of one of their ends."""
    seen: set[str] = set()
    for number in ranked:
        ends = {statements[number].subject, statements[number].object}
        if not ends <= seen:
            seen |= ends
            yield number


@dataclass(frozen=True, slots=True)
class ExplorerGroup:
    """A community of the analysis with the nodes that join it, or a node without a community.

    Attributes:
        number: The number of the community, or a higher one.
        members: The ids of the members, in the order of the graph.
        leads: The ids of the most important models, datasets and methods; of other nodes if there are none.
        name: The labels of the leads.
        named: Whether the group is large enough to be shown as a community.
    """

    number: int
    members: tuple[str, ...]
    leads: tuple[str, ...]
    name: str
    named: bool


def group_nodes(
    graph: Graph, selection: GraphSelection, communities: Sequence[Sequence[str]]
) -> tuple[ExplorerGroup, ...]:
    """Divide the selected nodes into groups, the largest first.

    A node without a community, such as an author or a lab, joins the group of its neighbours, or is a group alone.

    Args:
        graph: Any graph.
        selection: The nodes and statements that the explorer shows.
        communities: The ids of the members of each community of the graph, in the order of their numbers; see
            :func:`paperatlas.analysis.measures.communities`.
    """
    known = {node: number for number, members in enumerate(communities, 1) for node in members}
    numbers = {node: known[node] for node in selection.nodes if node in known}
    _join_neighbours(selection, numbers)
    alone = (node for node in selection.nodes if node not in numbers)
    numbers |= {node: number for number, node in enumerate(alone, len(communities) + 1)}
    members: dict[int, list[str]] = defaultdict(list)
    for node in selection.nodes:
        members[numbers[node]].append(node)
    groups = [_group(graph, selection.weights, number, nodes) for number, nodes in members.items()]
    return tuple(sorted(groups, key=lambda group: (-len(group.members), group.number)))


def _join_neighbours(selection: GraphSelection, numbers: dict[str, int]) -> None:
    """Give each node without a group that of its neighbours with the most weight, step by step."""
    for _ in range(_MAX_STEPS):
        votes: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for statement in selection.statements:
            for node, other in ((statement.subject, statement.object), (statement.object, statement.subject)):
                if node not in numbers and other in numbers:
                    votes[node][numbers[other]] += display_weight(statement)
        if not votes:
            return
        numbers |= {node: min(counts, key=lambda group: (-counts[group], group)) for node, counts in votes.items()}


def _group(graph: Graph, weights: Mapping[str, float], number: int, members: Sequence[str]) -> ExplorerGroup:
    artifacts = [node for node in members if graph.entities[node].type in ARTIFACT_TYPES]
    leads = tuple(sorted(artifacts or members, key=lambda node: (-weights[node], node))[:_LEADS])
    named = sum(graph.entities[node].type != "Author" for node in members) >= _COMMUNITY_SIZE
    return ExplorerGroup(number, tuple(members), leads, " · ".join(graph.entities[node].label for node in leads), named)
