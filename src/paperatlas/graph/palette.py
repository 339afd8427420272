"""The colours of node types and predicates, which pages and files for graph tools share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NODE_COLOURS", "PREDICATE_COLOURS"]

NODE_COLOURS: Final[Mapping[str, str]] = {
    "Paper": "#7a869a",
    "Model": "#2563c9",
    "Dataset": "#138a5e",
    "Method": "#c2670a",
    "Author": "#8a4fbf",
    "Lab": "#bf3657",
}
"""The fill of each node type as ``#rrggbb``, by its name."""

PREDICATE_COLOURS: Final[Mapping[str, str]] = {
    "authored-by": "#b79ad6",
    "from-lab": "#dd94a6",
    "affiliated-with": "#c77f9b",
    "introduces": "#4b5568",
    "mentions": "#c3c9d3",
    "trains-on": "#0f7a52",
    "evaluates-on": "#4fae3d",
    "compares-to": "#d0392b",
    "based-on": "#1d4fa3",
    "applied-to": "#c07a1a",
    "variant-of": "#8fa3c7",
}
"""The colour of the line of each predicate as ``#rrggbb``, by its name."""
