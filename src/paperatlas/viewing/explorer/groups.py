"""Communities as the explorer shows them: who belongs to which, and what each is called.

They are kept from build to build: a node that has a community stays in it, a new one joins that of most of its
neighbours. Finding all communities anew would move everything, as the Louvain method gives others for a graph that
differs by one page.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperatlas.analysis.measures import communities
from paperatlas.viewing.selection import THINGS, worth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from paperatlas.records import Graph
    from paperatlas.viewing.explorer.choosing import Choice

__all__ = ["LEAST_NAMED", "Group", "group_nodes"]

LEAST_NAMED: Final = 5
"""How many papers and things a group has at least to be shown as a community."""

_LEADS: Final = 3
_STEPS: Final = 5  # how far from a known node a new one may be and still join its group


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes that hold more to each other than to the rest.

    Attributes:
        number: What it is known by from build to build.
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


def group_nodes(graph: Graph, choice: Choice, before: Mapping[str, int]) -> tuple[Group, ...]:
    """Divide the nodes of the explorer into groups, the largest first.

    Papers and things are grouped by :func:`paperatlas.analysis.measures.communities`. What has no group by that, which
    authors and organisations never have, joins that of its neighbours, or else is a group of its own.

    Args:
        graph: Any graph.
        choice: What the explorer holds.
        before: The number of the group of nodes in the last build, by id; these stay.
    """
    numbers = {node: before[node] for node in choice.nodes if node in before}
    if len(numbers) < len(choice.nodes):
        if numbers:
            _join(choice, numbers)
        first = max(before.values(), default=-1) + 1
        found, _ = communities(graph)
        fresh = {node: first + place for place, group in enumerate(found) for node in group if node not in numbers}
        numbers |= {node: fresh[node] for node in choice.nodes if node in fresh}
        _join(choice, numbers)
        first += len(found)
        numbers |= {node: first + place for place, node in enumerate(choice.nodes) if node not in numbers}
    members: dict[int, list[str]] = defaultdict(list)
    for node in choice.nodes:
        members[numbers[node]].append(node)
    groups = [_group(graph, choice.weights, number, group) for number, group in members.items()]
    return tuple(sorted(groups, key=lambda group: (-len(group.members), group.number)))


def _join(choice: Choice, numbers: dict[str, int]) -> None:
    """Give nodes that have no group the one that most is stated of together with them, from neighbour to neighbour."""
    for _ in range(_STEPS):
        votes: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for statement in choice.statements:
            for node, other in ((statement.subject, statement.object), (statement.object, statement.subject)):
                if node not in numbers and other in numbers:
                    votes[node][numbers[other]] += worth(statement)
        if not votes:
            return
        numbers |= {node: min(counts, key=lambda place: (-counts[place], place)) for node, counts in votes.items()}


def _group(graph: Graph, weights: Mapping[str, float], number: int, members: Sequence[str]) -> Group:
    things = [node for node in members if graph.entities[node].type in THINGS]
    leads = _best(things or members, weights)
    named = sum(graph.entities[node].type != "Author" for node in members) >= LEAST_NAMED
    return Group(number, tuple(members), leads, " · ".join(graph.entities[node].label for node in leads), named)


def _best(nodes: Iterable[str], weights: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(nodes, key=lambda node: (-weights[node], node))[:_LEADS])
