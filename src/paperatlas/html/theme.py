"""How node types and predicates look and read on pages: shapes, style rules, and words for the other direction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperatlas.graph.display import NODE_COLOURS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["INVERSE_LABELS", "NODE_SHAPES", "node_type_rules"]

NODE_SHAPES: Final[Mapping[str, str]] = {
    "Paper": "square",
    "Model": "dot",
    "Dataset": "diamond",
    "Method": "triangle",
    "Author": "star",
    "Lab": "hexagon",
}
"""The shape of each node type, as vis-network names shapes, by the name of the type."""

INVERSE_LABELS: Final[Mapping[str, str]] = {
    "authored-by": "papers",
    "from-lab": "papers",
    "affiliated-with": "authors",
    "introduces": "introduced by",
    "mentions": "mentioned in",
    "trains-on": "trained on it",
    "evaluates-on": "evaluated on it",
    "compares-to": "compared to it",
    "based-on": "built on it",
    "applied-to": "applied to it",
    "variant-of": "variants",
}
"""What the object of a predicate calls its subjects, by the name of the predicate."""


def node_type_rules(*properties: str) -> str:
    """Return style rules that give each node type its colour, one for each class ``k-TYPE``.

    Args:
        *properties: The CSS properties to set.

    >>> node_type_rules("fill", "--kind").splitlines()[0]
    '.k-Paper{fill:#7a869a;--kind:#7a869a}'
    """
    return "".join(
        f".k-{name}{{{';'.join(f'{key}:{colour}' for key in properties)}}}\n" for name, colour in NODE_COLOURS.items()
    )
