"""The pyvis page: the most important part of a graph as a pyvis network, and that network as an HTML document."""

from __future__ import annotations

import math
import re
import textwrap
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING, Any, Final

from markupsafe import escape
from pyvis.network import Network

from paperatlas.errors import OutputError
from paperatlas.graph.display import NODE_COLOURS, PREDICATE_COLOURS
from paperatlas.html.content_security_policy import InlineSources, content_policy, inline_sources
from paperatlas.html.explorer.disc_layout import layout_groups
from paperatlas.html.explorer.selection import MAX_EDGES, ExplorerGroup, select_nodes
from paperatlas.html.templates import NODE_SHAPES, fill_template, package_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paperatlas.graph.graph import Graph, Statement

__all__ = ["DEFAULT_LIMIT", "render_pyvis_page", "to_pyvis"]

DEFAULT_LIMIT: Final = 150
"""The default number of nodes, about as many as have room for their labels on a screen."""

_X_SCALE: Final = 14.0  # units of vis-network for one of the explorer's; labels and screens are wider than high
_Y_SCALE: Final = 9.0
_MAX_LABEL: Final = 60
_MIN_RADIUS: Final = 6.0
_MAX_RADIUS: Final = 26.0
_BEND: Final = 0.16  # of the second line between two nodes, as a share of its length
_FONT: Final = {"size": 15, "strokeWidth": 3, "strokeColor": "#ffffff"}
_LABEL_WIDTH: Final = {"maximum": 170}  # breaks the titles of papers into lines

_PACKAGE: Final = "paperatlas.html"
_EXTERNAL: Final = re.compile(
    r"<!--.*?-->|<link\b[^>]*>|<script\b[^>]*\bsrc=[^>]*>\s*</script>|<center>\s*<h1>.*?</h1>\s*</center>", re.DOTALL
)
"""The tags of pyvis's template that load other files, its comments, and its two headings."""

_SOURCE_MAP: Final = re.compile(r"^(?://|/\*)# sourceMappingURL=[^<\n]*", re.MULTILINE)
"""Lines that make developer tools request another file."""

_OPTION: Final = re.compile(r'<option value="([^"]*)">\1</option>')
"""A node in pyvis's menu, which shows its id."""

_DATA_SCRIPT: Final = '<script type="text/javascript">'
"""The start of the last script of pyvis's page, which contains the nodes and edges."""

_DECLARATION: Final = "var highlightActive = false, filterActive = false;"
"""The declaration of variables that pyvis's script reads before it declares them."""

_OUTLINES: Final = {
    "square": "M-6-6H6V6H-6z",
    "dot": "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z",
    "diamond": "M0-7 6 0 0 7-6 0z",
    "triangle": "M0-7 7 6H-7z",
    "star": "M0-7 2-2 7-2 3 1 5 6 0 3-5 6-3 1-7-2-2-2z",
    "hexagon": "M-7 0-3-6H3L7 0 3 6H-3z",
}
"""The shapes of vis-network as SVG paths."""


def to_pyvis(graph: Graph, *, limit: int = DEFAULT_LIMIT) -> Network:
    """Return the most important nodes of a graph as a pyvis network.

    Each node has a position, and physics is off; ``toggle_physics(True)`` lets the nodes move. Each node has its
    ``type`` and each edge its ``predicate`` for pyvis's filter menu. No text of a paper becomes HTML: labels are drawn
    on the canvas, and tooltips contain only types, predicates and counts.

    Args:
        graph: A graph of any size.
        limit: The most nodes: the most important ones, authors last.

    Returns:
        A network, the same for the same arguments.

    Raises:
        OutputError: if ``limit`` is below 1.

    >>> from paperatlas.graph.graph import Entity, Graph
    >>> to_pyvis(Graph({"model/otter": Entity("model/otter", "Model", "Otter")})).get_nodes()
    ['model/otter']
    """
    if limit < 1:
        raise OutputError(f"a network of at most {limit} nodes would be empty; give a limit of 1 or more")
    selection = select_nodes(graph, limit, MAX_EDGES)
    group = ExplorerGroup(1, selection.nodes, (), "", named=False)
    points = layout_groups(selection, (group,) if selection.nodes else (), {})
    network = _empty_network()
    max_weight = max(selection.weights.values(), default=0.0) or 1.0
    counts = Counter(end for statement in graph.statements for end in {statement.subject, statement.object})
    for node in selection.nodes:
        entity = graph.entities[node]
        x, y = points[node]
        network.add_node(
            node,
            textwrap.shorten(entity.label, _MAX_LABEL, placeholder=" …"),
            NODE_SHAPES[entity.type],
            NODE_COLOURS[entity.type],
            type=entity.type,
            title=f"{entity.type}, {counts[node]:,} statements",
            x=round(x * _X_SCALE),
            y=round(-y * _Y_SCALE),
            size=round(_MIN_RADIUS + (_MAX_RADIUS - _MIN_RADIUS) * math.sqrt(selection.weights[node] / max_weight), 1),
            font=_FONT,
            widthConstraint=_LABEL_WIDTH,
        )
    line_counts: Counter[frozenset[str]] = Counter()
    for statement in selection.statements:
        ends = frozenset((statement.subject, statement.object))
        network.add_edge(statement.subject, statement.object, **_edge_settings(statement, line_counts[ends]))
        line_counts[ends] += 1
    return network


def _empty_network() -> Network:
    """Return an empty network without physics, whose template escapes all text, which pyvis's default does not."""
    network = Network("100%", directed=True, select_menu=True, filter_menu=True, cdn_resources="in_line")
    network.templateEnv.autoescape = True
    network.toggle_physics(False)
    network.options.edges.smooth.enabled = False
    network.options.interaction.hover = True
    return network


def _edge_settings(statement: Statement, lines: int) -> dict[str, Any]:
    """Return the settings of the line of a statement, bent away from the lines that already join its ends."""
    papers = "1 paper" if statement.support == 1 else f"{statement.support:,} papers"
    source = f"inferred by {statement.inferred_by}" if statement.inferred_by else f"stated by {papers}"
    settings: dict[str, Any] = {
        "id": statement.id,
        "predicate": statement.predicate,
        "title": f"{statement.predicate}, {source}",
        "color": PREDICATE_COLOURS[statement.predicate],
        "width": round(1.2 + math.log2(max(1, statement.support)), 1),
        "arrowStrikethrough": False,
    }
    if statement.inferred_by:
        settings["dashes"] = [4, 4]
    if lines:
        settings["smooth"] = {"enabled": True, "type": "curvedCW", "roundness": round(_BEND * lines, 2)}
    return settings


def render_pyvis_page(graph: Graph, *, limit: int = DEFAULT_LIMIT, title: str = "paperatlas") -> str:
    """Render the most important part of a graph as pyvis's HTML page.

    Args:
        graph: A graph of any size.
        limit: The most nodes.
        title: The title of the page.

    Returns:
        An HTML document that needs no other file and forbids all requests.

    Raises:
        OutputError: if ``limit`` is below 1.

    >>> from paperatlas.graph.graph import Entity, Graph
    >>> page = render_pyvis_page(Graph({"model/otter": Entity("model/otter", "Model", "Otter")}), title="Otters & more")
    >>> page.startswith("<!doctype html>"), "<title>Otters &amp; more</title>" in page
    (True, True)
    """
    network = to_pyvis(graph, limit=limit)
    labels = {node: f"{graph.entities[node].label} ({graph.entities[node].type})" for node in network.get_nodes()}
    page = _OPTION.sub(lambda match: _option(match[1], labels), _without_requests(network))
    style = package_text(_PACKAGE, "pyvis_page.css")
    filled = fill_template(
        _PACKAGE,
        "pyvis_page.html.jinja",
        policy=content_policy(_policy_sources(page, style), img_src="data:"),
        title=title,
        style=style,
        script=_DECLARATION,
        head=page.partition("<head>")[2].partition("</head>")[0],
        body=page.partition("<body>")[2].rpartition("</body>")[0],
        shown=len(network.nodes),
        total=len(graph.entities),
        outlines={name: _OUTLINES[shape] for name, shape in NODE_SHAPES.items()},
        node_colours=NODE_COLOURS,
        predicate_colours=PREDICATE_COLOURS,
    )
    return filled.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate becomes a question mark


def _without_requests(network: Network) -> str:
    """Return pyvis's page without the parts that load other files."""
    return _SOURCE_MAP.sub("", _EXTERNAL.sub("", network.generate_html()))


def _option(node: str, labels: Mapping[str, str]) -> str:
    return f'<option value="{node}">{escape(labels.get(unescape(node), node))}</option>'


def _policy_sources(page: str, style: str) -> InlineSources:
    """Return the inline sources of pyvis's page of an empty graph, our own ones, and the script with the data.

    The policy forbids any other source that a text could inject.
    """
    inline = inline_sources(_without_requests(_empty_network()))
    data_script = page.rpartition(_DATA_SCRIPT)[2].partition("</script>")[0]
    inline.scripts |= {_DECLARATION, data_script}
    inline.styles.add(style)
    return inline
