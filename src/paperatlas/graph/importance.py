"""The weights of statements in networks, rankings and pictures, and of nodes in a search.

Each predicate has three weights. In a network of ties, a derivation weighs more than a measurement, and that more than
a mention; an introduction ties an artifact to its paper. For credit the weights are the same, but to introduce one's
own work is no vote for it. In a picture all relations between artifacts weigh the same, as people ask about these;
mentions and relations inferred from names weigh little, and authorships almost nothing, or authors, the most numerous
nodes, would crowd out all others. In a search, a node weighs more if more papers know it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paperatlas.graph.graph import Graph, Statement

__all__ = ["WEIGHTS", "Weights", "credit_weight", "display_weight", "importance", "search_weight", "tie_weight"]


class Weights(NamedTuple):
    """The weights of a statement for each paper that states it.

    Attributes:
        tie: The weight in the network of ties, for betweenness and communities.
        credit: The weight in the network of credit, for PageRank.
        display: The weight in pictures, for the choice, size and nearness of nodes.
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
"""Predicates of which a paper has many statements; they do not make the paper important."""


def tie_weight(statement: Statement) -> float:
    """Return the tie weight of a statement times its papers, at least one, times its confidence.

    >>> from paperatlas.graph.graph import Statement
    >>> tie_weight(Statement("model/a", "evaluates-on", "dataset/b", confidence=0.5))
    0.25
    """
    return _scaled(WEIGHTS[statement.predicate].tie, statement)


def credit_weight(statement: Statement) -> float:
    """Return the credit that the subject of a statement gives its object, scaled as in :func:`tie_weight`."""
    return _scaled(WEIGHTS[statement.predicate].credit, statement)


def display_weight(statement: Statement) -> float:
    """Return the weight of a statement in a picture, scaled as in :func:`tie_weight`."""
    return _scaled(WEIGHTS[statement.predicate].display, statement)


def _scaled(weight: float, statement: Statement) -> float:
    return weight * max(statement.support, 1) * statement.confidence


def importance(graph: Graph) -> Mapping[str, float]:
    """Return the importance of each node, by id: the sum of the display weights of its statements.

    A statement counts for both ends, but a long list of authors, organisations or mentions does not make a paper
    important.

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
    """Return the weight of a search hit by the number of papers that know its node, on a logarithmic scale.

    >>> search_weight(0), search_weight(9)
    (1.0, 3.302585)
    """
    return round(1 + math.log(1 + papers), 6)
