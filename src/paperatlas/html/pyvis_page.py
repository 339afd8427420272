"""The page that pyvis makes of a graph, as one HTML document that may fetch nothing."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from markupsafe import escape

from paperatlas.graph.display import NODE_COLOURS, PREDICATE_COLOURS
from paperatlas.html.content_security_policy import InlineSources, content_policy, inline_sources
from paperatlas.html.pyvis_network import DEFAULT_LIMIT, make_network, to_pyvis
from paperatlas.html.templates import fill_template, package_text
from paperatlas.html.theme import NODE_SHAPES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyvis.network import Network

    from paperatlas.graph.graph import Graph

__all__ = ["render_pyvis_page"]

_PACKAGE: Final = "paperatlas.html"
_ELSEWHERE: Final = re.compile(
    r"<!--.*?-->|<link\b[^>]*>|<script\b[^>]*\bsrc=[^>]*>\s*</script>|<center>\s*<h1>.*?</h1>\s*</center>", re.DOTALL
)
"""Tags of pyvis's template that load from elsewhere, its comments, and its two headings."""

_SOURCE_MAP: Final = re.compile(r"^(?://|/\*)# sourceMappingURL=[^<\n]*", re.MULTILINE)
"""Lines at which developer tools would ask for another file."""

_OPTION: Final = re.compile(r'<option value="([^"]*)">\1</option>')
"""A node in pyvis's menu, which shows its id."""

_DRAWING: Final = '<script type="text/javascript">'
"""Begins the last script of pyvis's page, which holds the nodes and edges."""

_UNDECLARED: Final = "var highlightActive = false, filterActive = false;"
"""Variables that pyvis's script reads, and that it declares only once something has been chosen."""

_OUTLINES: Final = {
    "square": "M-6-6H6V6H-6z",
    "dot": "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z",
    "diamond": "M0-7 6 0 0 7-6 0z",
    "triangle": "M0-7 7 6H-7z",
    "star": "M0-7 2-2 7-2 3 1 5 6 0 3-5 6-3 1-7-2-2-2z",
    "hexagon": "M-7 0-3-6H3L7 0 3 6H-3z",
}
"""The shapes of vis-network as paths of SVG."""


def render_pyvis_page(graph: Graph, *, limit: int = DEFAULT_LIMIT, title: str = "paperatlas") -> str:
    """Draw the most telling part of a graph with pyvis, as one page.

    Args:
        graph: A graph of any size.
        limit: How many nodes the page holds at most.
        title: What stands at the top of the page.

    Returns:
        One HTML document, the same for the same graph. It needs no other file and forbids the browser all requests.

    Raises:
        OutputError: if ``limit`` is below 1.

    >>> from paperatlas.graph.graph import Entity, Graph
    >>> page = render_pyvis_page(Graph({"model/otter": Entity("model/otter", "Model", "Otter")}), title="Otters & more")
    >>> page.startswith("<!doctype html>"), "<title>Otters &amp; more</title>" in page
    (True, True)
    """
    network = to_pyvis(graph, limit=limit)
    labels = {node: f"{graph.entities[node].label} ({graph.entities[node].type})" for node in network.get_nodes()}
    page = _OPTION.sub(lambda option: _labelled(option[1], labels), _without_requests(network))
    style = package_text(_PACKAGE, "pyvis_page.css")
    filled = fill_template(
        _PACKAGE,
        "pyvis_page.html.jinja",
        policy=content_policy(_allowed(page, style), img_src="data:"),
        title=title,
        style=style,
        script=_UNDECLARED,
        head=page.partition("<head>")[2].partition("</head>")[0],
        body=page.partition("<body>")[2].rpartition("</body>")[0],
        held=len(network.nodes),
        nodes=len(graph.entities),
        outlines={name: _OUTLINES[shape] for name, shape in NODE_SHAPES.items()},
        node_colours=NODE_COLOURS,
        predicate_colours=PREDICATE_COLOURS,
    )
    return filled.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate becomes a question mark


def _without_requests(network: Network) -> str:
    """What pyvis writes, without what asks for other files."""
    return _SOURCE_MAP.sub("", _ELSEWHERE.sub("", network.generate_html()))


def _labelled(node: str, labels: Mapping[str, str]) -> str:
    return f'<option value="{node}">{escape(labels.get(unescape(node), node))}</option>'


def _allowed(page: str, style: str) -> InlineSources:
    """What may run: all that stands in pyvis's page of no graph at all, our own parts, and the script with the data.

    Whatever else a text could smuggle in is not among these.
    """
    inline = inline_sources(_without_requests(make_network()))
    drawing = page.rpartition(_DRAWING)[2].partition("</script>")[0]
    inline.scripts |= {_UNDECLARED, drawing}
    inline.styles.add(style)
    return inline
