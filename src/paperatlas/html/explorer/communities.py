"""Communities as the explorer shows them: who belongs to which, and what each is called.

They are those of :mod:`paperatlas.analysis`, by the same numbers, so that a page and a table never disagree.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperatlas.graph.importance import display_weight
from paperatlas.schema import ARTIFACT_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from paperatlas.graph.graph import Graph
    from paperatlas.html.explorer.truncation import GraphSelection

__all__ = ["LEAST_NAMED", "ExplorerCommunity", "group_nodes"]

LEAST_NAMED: Final = 5
"""How many papers and things a group has at least to be shown as a community."""

_LEADS: Final = 3
_STEPS: Final = 5  # how far from a known node a new one may be and still join its group


@dataclass(frozen=True, slots=True)
class ExplorerCommunity:
    """Nodes that hold more to each other than to the rest.

    Attributes:
        number: The number of its community; beyond these, that of a node which is in none.
        members: Their ids, in the order of the graph.
        leads: The ids of its most telling things, best first; other nodes where it has no things.
        name: The labels of the leads.
        named: Whether it is large enough to be shown as a community.
    """

    number: int
    members: tuple[str, ...]
    leads: tuple[str, ...]
    name: str
    named: bool


def group_nodes(
    graph: Graph, choice: GraphSelection, communities: Sequence[Sequence[str]]
) -> tuple[ExplorerCommunity, ...]:
    """Divide the nodes of the explorer into groups, the largest first.

    A node that is in no community, as authors and organisations never are, joins that of its neighbours, or else is a
    group of its own.

    Args:
        graph: Any graph.
        choice: What the explorer holds.
        communities: The ids of the members of each community of the graph, in the order of their numbers; see
            :func:`paperatlas.analysis.measures.communities`.
    """
    found = {node: number for number, members in enumerate(communities, 1) for node in members}
    numbers = {node: found[node] for node in choice.nodes if node in found}
    _join(choice, numbers)
    alone = (node for node in choice.nodes if node not in numbers)
    numbers |= {node: number for number, node in enumerate(alone, len(communities) + 1)}
    members: dict[int, list[str]] = defaultdict(list)
    for node in choice.nodes:
        members[numbers[node]].append(node)
    groups = [_group(graph, choice.weights, number, group) for number, group in members.items()]
    return tuple(sorted(groups, key=lambda group: (-len(group.members), group.number)))


def _join(choice: GraphSelection, numbers: dict[str, int]) -> None:
    """Give nodes that have no group the one that most is stated of together with them, from neighbour to neighbour."""
    for _ in range(_STEPS):
        votes: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for statement in choice.statements:
            for node, other in ((statement.subject, statement.object), (statement.object, statement.subject)):
                if node not in numbers and other in numbers:
                    votes[node][numbers[other]] += display_weight(statement)
        if not votes:
            return
        numbers |= {node: min(counts, key=lambda place: (-counts[place], place)) for node, counts in votes.items()}


def _group(graph: Graph, weights: Mapping[str, float], number: int, members: Sequence[str]) -> ExplorerCommunity:
    things = [node for node in members if graph.entities[node].type in ARTIFACT_TYPES]
    leads = _best(things or members, weights)
    named = sum(graph.entities[node].type != "Author" for node in members) >= LEAST_NAMED
    return ExplorerCommunity(
        number, tuple(members), leads, " · ".join(graph.entities[node].label for node in leads), named
    )


def _best(nodes: Iterable[str], weights: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(nodes, key=lambda node: (-weights[node], node))[:_LEADS])
