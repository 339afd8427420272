"""A graph as a notebook shows it: what it holds, and the way to its explorer."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from paperatlas.graph.palette import NODE_COLOURS, PREDICATE_COLOURS
from paperatlas.records import set_graph_display

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paperatlas.records import Graph

__all__ = ["graph_table"]

_CELL: Final = "text-align:left;vertical-align:top"


def graph_table(graph: Graph) -> str:
    """Return how many nodes of each type and statements of each predicate a graph holds, as a short HTML table.

    >>> from paperatlas.records import Entity, Graph
    >>> "<th>Model</th><td>1</td>" in graph_table(Graph({"model/a": Entity("model/a", "Model", "A")}))
    True
    """
    nodes = Counter(entity.type for entity in graph.entities.values())
    statements = Counter(statement.predicate for statement in graph.statements)
    return (
        f"<table><caption>paperatlas graph of {len(graph.entities):,} nodes and {len(graph.statements):,} statements; "
        "<code>paperatlas.explore(graph)</code> shows it</caption><tr>"
        f'<td style="{_CELL}">{_counts(nodes, NODE_COLOURS)}</td>'
        f'<td style="{_CELL}">{_counts(statements, PREDICATE_COLOURS)}</td></tr></table>'
    )


def _counts(counts: Mapping[str, int], names: Mapping[str, str]) -> str:
    """A table of the names of the schema that occur, in its order."""
    rows = (f"<tr><th>{name}</th><td>{counts[name]:,}</td></tr>" for name in names if counts.get(name))
    return f"<table>{''.join(rows)}</table>"


set_graph_display(graph_table)
