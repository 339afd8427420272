"""How much a statement counts in networks, rankings and pictures, and a node in a search.

Three questions of statements need three weights by predicate. *What belongs together?* To be made from a thing ties
more than to be measured against it, and that more than to be named; to introduce a thing ties it to its paper. *Who
gets credit?* The same, but to introduce one's own work is no vote for it. *What should a picture show first?* People
come with questions about things, so each relation between things tells equally much; what is only named, or worked
out from names, tells little, and who made something almost nothing, or authors, the most numerous of all, would crowd
out what they write about.

*Which of the nodes that match a search comes first?* The one that more papers know, whatever they say of it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paperatlas.graph.graph import Graph, Statement

__all__ = ["WEIGHTS", "Weights", "credit_weight", "display_weight", "importance", "search_weight", "tie_weight"]


class Weights(NamedTuple):
    """What one paper's word for a statement weighs.

    Attributes:
        tie: In the network of what belongs together: betweenness, communities.
        credit: In the network of who leans on whom: PageRank.
        display: In pictures: which nodes are drawn, how large, and how near to each other.
    """

    tie: float
    credit: float
    display: float


WEIGHTS: Final[Mapping[str, Weights]] = {
    "authored-by": Weights(0.0, 0.0, 0.02),
    "from-lab": Weights(0.0, 0.0, 0.02),
    "affiliated-with": Weights(0.0, 0.0, 0.02),
    "introduces": Weights(1.0, 0.0, 0.5),
    "mentions": Weights(0.1, 0.1, 0.2),
    "trains-on": Weights(1.0, 1.0, 1.0),
    "evaluates-on": Weights(0.5, 0.5, 1.0),
    "compares-to": Weights(0.5, 0.5, 1.0),
    "based-on": Weights(1.0, 1.0, 1.0),
    "applied-to": Weights(1.0, 1.0, 1.0),
    "variant-of": Weights(0.5, 0.5, 0.2),
}
"""The weights by the name of the predicate, in the order of the schema."""

_LONG_LISTS: Final = ("authored-by", "from-lab", "mentions")
"""Predicates of which a paper has many statements, which tell little of the paper itself."""


def tie_weight(statement: Statement) -> float:
    """Return how strongly a statement ties its ends: its weight, times its papers, times its confidence.

    An inferred statement counts as the word of one paper.

    >>> from paperatlas.graph.graph import Statement
    >>> tie_weight(Statement("model/a", "evaluates-on", "dataset/b", confidence=0.5))
    0.25
    """
    return _weighed(WEIGHTS[statement.predicate].tie, statement)


def credit_weight(statement: Statement) -> float:
    """Return how much credit the subject of a statement gives its object, counted as in :func:`tie_weight`."""
    return _weighed(WEIGHTS[statement.predicate].credit, statement)


def display_weight(statement: Statement) -> float:
    """Return how much a statement tells in a picture, counted as in :func:`tie_weight`."""
    return _weighed(WEIGHTS[statement.predicate].display, statement)


def _weighed(weight: float, statement: Statement) -> float:
    return weight * max(statement.support, 1) * statement.confidence


def importance(graph: Graph) -> Mapping[str, float]:
    """Return how much the papers tell of each node, by id: the sum of its statements' display weights.

    A statement counts for both ends, except that a long list of authors, organisations or things mentioned does not
    make a paper important.

    >>> from paperatlas.graph.graph import Entity, Graph, Statement
    >>> entities = {node: Entity(node, "Model", node) for node in ("model/a", "model/b")}
    >>> importance(Graph(entities, (Statement("model/a", "based-on", "model/b", confidence=0.5),)))
    {'model/a': 0.5, 'model/b': 0.5}
    """
    sums = dict.fromkeys(graph.entities, 0.0)
    for statement in graph.statements:
        weight = display_weight(statement)
        sums[statement.object] += weight
        if statement.predicate not in _LONG_LISTS:
            sums[statement.subject] += weight
    return sums


def search_weight(papers: int) -> float:
    """Return what a hit is worth of whose node so many papers know: more on a logarithmic scale, 1 for none.

    >>> search_weight(0), search_weight(9)
    (1.0, 3.302585)
    """
    return round(1 + math.log(1 + papers), 6)
