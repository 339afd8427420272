"""Which nodes go on the page, and which of them are seen first.

A page holds at most some thousand nodes, the most *telling* ones: those of which the papers state most. Of these it
first shows a core of Models, Datasets and Methods that hang together by what is stated between them. The rest comes in
steps, each a few times as large as the one before.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperatlas.schema import NODE_TYPES, PREDICATES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from paperatlas.records import Graph, Statement

__all__ = ["CORE_NODES", "LAST_STEP", "TELLING", "THINGS", "Selection", "importance", "select", "worth"]

THINGS: Final = ("Model", "Dataset", "Method")
"""The node types of the core."""

TELLING: Final = ("trains-on", "evaluates-on", "compares-to", "based-on", "applied-to")
"""The predicates that make up the core."""

CORE_NODES: Final = 90
"""How many nodes the core has at most: about as many as have room for their names on a laptop's screen."""

LAST_STEP: Final = 3
"""The last of the steps 0 (the core), 1, 2 and 3 (all)."""

_COMPANIONS = 40  # papers, authors and labs of step 0, each: with the core they are still a readable picture
_GROWTH = (1.0, 2.5, 6.0)  # how many times the first step the steps 0, 1 and 2 are
_MADE_BY = ("authored-by", "from-lab", "affiliated-with")
_WEIGHTS = {
    **{entry.name: 0.2 for entry in PREDICATES},
    **dict.fromkeys(TELLING, 1.0),
    "introduces": 0.5,
    **dict.fromkeys(_MADE_BY, 0.02),  # or authors, the most numerous of all, would crowd out what they write about
}
_LISTED = ("authored-by", "from-lab", "mentions")  # long lists of them say little of the paper itself


@dataclass(frozen=True, slots=True)
class Selection:
    """The part of a graph that a page holds.

    Attributes:
        steps: The step at which each node is shown, 0 to :data:`LAST_STEP`, by id; most telling nodes first.
        statements: The statements between these nodes, in the order of the graph.
        core: The ids of the things that are seen first, in the order in which they were found to belong there;
            empty where no statement relates one thing to another.
        weights: How telling each of these nodes is, by id; comparable within one graph only.
    """

    steps: Mapping[str, int]
    statements: tuple[Statement, ...]
    core: tuple[str, ...]
    weights: Mapping[str, float]


def select(graph: Graph, limit: int) -> Selection:
    """Choose what a page holds and in which order it shows it.

    Args:
        graph: A graph of any size.
        limit: How many nodes the page holds at most; at least 1.

    Returns:
        The most telling nodes with the statements between them; ties go by id.
    """
    weights = importance(graph)
    chosen = sorted(graph.entities, key=lambda node: (-weights[node], node))[:limit]
    inside = set(chosen)
    statements = tuple(s for s in graph.statements if s.subject in inside and s.object in inside)
    core = _core(graph, statements, weights)
    steps = _steps(graph, chosen, statements, core)
    return Selection(
        {node: steps[node] for node in chosen}, statements, core, {node: round(weights[node], 3) for node in chosen}
    )


def importance(graph: Graph) -> Mapping[str, float]:
    """How much is stated of each node.

    A statement counts with its confidence, times the papers that state it, times a weight of its predicate: 1 for the
    predicates of :data:`TELLING`, 0.5 for ``introduces``, 0.2 for ``mentions`` and ``variant-of``, 0.02 for who made
    something. It counts for both ends, except that a paper is not made more telling by a long list of authors,
    organisations or things mentioned.

    Returns:
        A number of 0 or more by node id, for all nodes of the graph.
    """
    weights = dict.fromkeys(graph.entities, 0.0)
    for statement in graph.statements:
        weight = worth(statement)
        weights[statement.object] += weight
        if statement.predicate not in _LISTED:
            weights[statement.subject] += weight
    return weights


def worth(statement: Statement) -> float:
    """How much a statement tells: its confidence, times the papers that state it, times the weight of its predicate."""
    return _WEIGHTS[statement.predicate] * statement.confidence * max(1, statement.support)


def _core(graph: Graph, statements: Sequence[Statement], weights: Mapping[str, float]) -> tuple[str, ...]:
    """Grow from the most telling thing along telling statements, the most telling neighbour first.

    Growing keeps the picture in one piece; where a piece is used up, the next begins with the most telling thing left.
    """
    neighbours: defaultdict[str, set[str]] = defaultdict(set)
    for statement in statements:
        ends = (statement.subject, statement.object)
        if statement.predicate in TELLING and all(graph.entities[end].type in THINGS for end in ends):
            neighbours[ends[0]].add(ends[1])
            neighbours[ends[1]].add(ends[0])
    core: dict[str, None] = {}
    for start in sorted(neighbours, key=lambda node: (-weights[node], node)):
        if start not in core:
            core.update(dict.fromkeys(_best_first(start, neighbours, weights)))
    return tuple(core)[:CORE_NODES]


def _best_first(start: str, neighbours: Mapping[str, set[str]], weights: Mapping[str, float]) -> Iterator[str]:
    """The nodes that can be reached, always the most telling one that borders on those already given."""
    border, seen = [(-weights[start], start)], {start}
    while border:
        _, node = heapq.heappop(border)
        yield node
        for neighbour in neighbours[node] - seen:
            seen.add(neighbour)
            heapq.heappush(border, (-weights[neighbour], neighbour))


def _steps(
    graph: Graph, chosen: Sequence[str], statements: Sequence[Statement], core: Sequence[str]
) -> Mapping[str, int]:
    """The step of each node: the core and what borders on it first, then the most telling."""
    near = _companions(statements, set(core))
    steps: dict[str, int] = {}
    kinds = (THINGS, *((entry.name,) for entry in NODE_TYPES if entry.name not in THINGS))
    for kind in kinds:
        nodes = [node for node in chosen if graph.entities[node].type in kind]
        nodes.sort(key=lambda node: -near[node])  # keeps the order of ``chosen`` among equals
        first = len(core) if kind is THINGS and core else _COMPANIONS
        bounds = [round(first * growth) for growth in _GROWTH]
        steps.update((node, sum(place >= bound for bound in bounds)) for place, node in enumerate(nodes))
    return steps


def _companions(statements: Sequence[Statement], core: set[str]) -> Counter[str]:
    """How close nodes are to the core: how often they state, or are stated of, something of it.

    The nodes of the core itself come before all others.
    """
    near = Counter(dict.fromkeys(core, len(statements) + 1))
    for statement in statements:
        subject, object_ = statement.subject, statement.object
        if subject in core and object_ in core:
            near.update(paper for paper in statement.papers if paper not in core)
        elif statement.predicate in ("introduces", *TELLING):
            if subject in core:
                near[object_] += 1
            elif object_ in core:
                near[subject] += 1
    return near
