"""Communities as the explorer shows them: who belongs to which, and what each is called."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperatlas.analysis.measures import communities
from paperatlas.viewing.selection import THINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from paperatlas.records import Graph
    from paperatlas.viewing.explorer.choosing import Choice

__all__ = ["Community", "community_of"]

_LEAST: Final = 5  # members; a smaller group needs no name to be found by
_LEADS: Final = 3


@dataclass(frozen=True, slots=True)
class Community:
    """Nodes that hold more to each other than to the rest.

    Attributes:
        members: Their ids, in the order of the graph.
        leads: The ids of its most telling things, best first; other nodes where it has no things.
        name: The labels of the leads.
    """

    members: tuple[str, ...]
    leads: tuple[str, ...]
    name: str


def community_of(graph: Graph, choice: Choice) -> tuple[Community, ...]:
    """The communities among the nodes of the explorer, the largest first.

    Papers and things are grouped by :func:`paperatlas.analysis.measures.communities`. An author or an organisation,
    which that leaves out, is in the community of most of its neighbours. Groups below five nodes are none.
    """
    found, _ = communities(graph)
    home = {node: place for place, group in enumerate(found) for node in group}
    home |= _followers(choice, home)
    members: dict[int, list[str]] = defaultdict(list)
    for node in choice.nodes:
        if node in home:
            members[home[node]].append(node)
    groups = sorted(members.values(), key=lambda group: (-len(group), group[0]))
    return tuple(_community(graph, choice.weights, group) for group in groups if len(group) >= _LEAST)


def _followers(choice: Choice, home: Mapping[str, int]) -> dict[str, int]:
    """The community of each node that has none but has neighbours in some: where most of them are."""
    votes: dict[str, Counter[int]] = defaultdict(Counter)
    for statement in choice.statements:
        for node, other in ((statement.subject, statement.object), (statement.object, statement.subject)):
            if node not in home and other in home:
                votes[node][home[other]] += 1
    return {node: min(counts, key=lambda place: (-counts[place], place)) for node, counts in votes.items()}


def _community(graph: Graph, weights: Mapping[str, float], members: Sequence[str]) -> Community:
    things = [node for node in members if graph.entities[node].type in THINGS]
    leads = _best(things or members, weights)
    return Community(tuple(members), leads, " · ".join(graph.entities[node].label for node in leads))


def _best(nodes: Iterable[str], weights: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(nodes, key=lambda node: (-weights[node], node))[:_LEADS])
