"""The explorer and the summary of a graph in a notebook."""

from __future__ import annotations

import html
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self

from paperatlas.errors import OutputError
from paperatlas.graph.display import NODE_COLOURS, PREDICATE_COLOURS
from paperatlas.graph.graph import set_graph_display
from paperatlas.html.explorer.explorer_page import render_explorer
from paperatlas.html.explorer.payload import explorer_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from paperatlas.graph.graph import Graph


__all__ = ["NotebookFrame", "graph_table"]


@dataclass(frozen=True, slots=True)
class NotebookFrame:
    """An explorer in a frame of a notebook, by the protocol of IPython's rich display.

    Attributes:
        page: The HTML document.
        height: The height in pixels.
    """

    page: str = field(repr=False)
    height: int

    @classmethod
    def of(cls, graph: Graph, height: int, min_confidence: float | None = None) -> Self:
        """Return the explorer of a graph.

        Args:
            graph: Any graph.
            height: The height in pixels.
            min_confidence: The least confidence of the statements that show at first; None for the edges of the graph.

        Raises:
            OutputError: if ``height`` is below 1.
        """
        if height < 1:
            raise OutputError(f"a frame of {height} pixels shows nothing; give a height of 1 or more")
        return cls(render_explorer(explorer_data(graph, min_confidence=min_confidence)), height)

    def _repr_html_(self) -> str:
        """Return a frame whose page may run its script and cannot access the notebook.

        >>> NotebookFrame('<b id="a">', 300)._repr_html_()
        '<iframe srcdoc="&lt;b id=&quot;a&quot;&gt;" sandbox=... height="300" ...></iframe>'
        """
        return (
            f'<iframe srcdoc="{html.escape(self.page)}" sandbox="allow-scripts allow-downloads allow-popups" '
            f'width="100%" height="{self.height:d}" title="paperatlas explorer" style="border:0"></iframe>'
        )


_CELL: Final = "text-align:left;vertical-align:top"


def graph_table(graph: Graph) -> str:
    """Return the number of nodes of each type and of statements of each predicate as a short HTML table.

    >>> from paperatlas.graph.graph import Entity, Graph
    >>> "<th>Model</th><td>1</td>" in graph_table(Graph({"model/a": Entity("model/a", "Model", "A")}))
    True
    """
    nodes = Counter(entity.type for entity in graph.entities.values())
    statements = Counter(statement.predicate for statement in graph.statements)
    count = f"{len(graph.statements):,} statements"
    count += f" ({len(graph.unsure):,} less certain ones apart)" if graph.unsure else ""
    return (
        f"<table><caption>paperatlas graph of {len(graph.entities):,} nodes and {count}; "
        "<code>paperatlas.explore(graph)</code> shows it</caption><tr>"
        f'<td style="{_CELL}">{_count_table(nodes, NODE_COLOURS)}</td>'
        f'<td style="{_CELL}">{_count_table(statements, PREDICATE_COLOURS)}</td></tr></table>'
    )


def _count_table(counts: Mapping[str, int], names: Iterable[str]) -> str:
    """Return a table of the counts above 0, in the order of the names."""
    rows = (f"<tr><th>{name}</th><td>{counts[name]:,}</td></tr>" for name in names if counts.get(name))
    return f"<table>{''.join(rows)}</table>"


set_graph_display(graph_table)
