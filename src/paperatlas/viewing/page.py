"""The page as one HTML document that holds everything it needs and may fetch nothing."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from paperatlas.errors import OutputError
from paperatlas.schema import NODE_TYPES, PREDICATES
from paperatlas.viewing.drawing import draw
from paperatlas.viewing.facts import entity_facts, paper_facts, statement_facts
from paperatlas.viewing.inlining import fill, source_hash
from paperatlas.viewing.selection import TELLING, THINGS, select

if TYPE_CHECKING:
    from paperatlas.records import Graph
    from paperatlas.schema import Predicate
    from paperatlas.viewing.selection import Selection

__all__ = ["render_page", "script_json"]

_SCRIPTS: Final = ("tools.js", "atlas.js", "labels.js", "canvas.js", "panel.js", "search.js", "page.js")
"""Our scripts, each of which may use what stands in those before it."""

_BUNDLE: Final = "lib/vis-9.1.2/vis-network.min.js"
"""Where the installed pyvis keeps vis-network."""

_FETCHED_BY_TOOLS: Final = "//# sourceMappingURL="
"""Starts the last line of the bundle, at which developer tools would ask for another file."""


def render_page(graph: Graph, *, limit: int = 1000, title: str = "paperatlas") -> str:
    """Draw a graph as an interactive page.

    Args:
        graph: A graph of any size; of one with more nodes than ``limit`` the page holds the most telling, and says so.
        limit: How many nodes the page holds at most. A browser stays quick up to about 1,000.
        title: What stands at the top of the page.

    Returns:
        One HTML document, the same for the same graph. It needs no other file and forbids the browser all requests.

    Raises:
        OutputError: if ``limit`` is below 1, or the installed pyvis lacks the script that draws.

    >>> from paperatlas.records import Entity, Graph
    >>> page = render_page(Graph({"model/otter": Entity("model/otter", "Model", "Otter")}), title="Otters & more")
    >>> page.startswith("<!doctype html>"), "<title>Otters &amp; more</title>" in page
    (True, True)
    """
    if limit < 1:
        raise OutputError(f"a page of at most {limit} nodes would be empty; give a limit of 1 or more")
    selection = select(graph, limit)
    bundle, script = _bundle(), "\n".join(map(_own_file, _SCRIPTS))
    style = _own_file("page.css")
    return fill(
        _own_file("page.html.jinja"),
        title=title.encode("utf-8", "replace").decode("utf-8"),
        nodes=len(graph.entities),
        held=len(selection.steps),
        core=len(selection.core),
        style=style,
        scripts=(bundle, script),
        script_hashes=[source_hash(bundle), source_hash(script)],
        style_hash=source_hash(style),
        data=script_json(_data(graph, selection)),
    )


def script_json(value: object) -> str:
    r"""Write a value as JSON that may stand inside a ``script`` element of an HTML page.

    What could end the element or open a comment in it is written as an escape, as is all that is not ASCII: the line
    separators that old JavaScript does not take in strings, and lone surrogates, which no file could hold.

    >>> print(script_json({"title": "</script>&\u2028"}))
    {"title":"\u003c/script\u003e\u0026\u2028"}
    """
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _data(graph: Graph, selection: Selection) -> dict[str, Any]:
    """All that the scripts know."""
    network = draw(graph, selection)
    return {
        "nodes": network.nodes,
        "edges": network.edges,
        "options": network.options,
        "entities": entity_facts(graph, selection),
        "statements": statement_facts(graph, selection.statements),
        "papers": paper_facts(graph, selection),
        "types": [
            {
                "name": entry.name,
                "comment": entry.comment,
                "colour": entry.colour,
                "shape": entry.shape,
                "first": not selection.core or entry.name in THINGS,
            }
            for entry in NODE_TYPES
        ],
        "predicates": [
            {"name": entry.name, "comment": entry.comment, "colour": entry.colour, "first": entry.name != "mentions"}
            for entry in sorted(PREDICATES, key=_late)
        ],
    }


def _late(entry: Predicate) -> int:
    """Where a predicate stands in lists: what people come for first, mere mentions last."""
    return 0 if entry.name in TELLING else 2 if entry.name == "mentions" else 1


def _own_file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")


def _bundle() -> str:
    """The vis-network that ships inside pyvis, without the address of its source map."""
    file = resources.files("pyvis").joinpath(_BUNDLE)
    if not file.is_file():
        raise OutputError(f"the installed pyvis has no {_BUNDLE}; install the version that paperatlas asks for")
    return file.read_text("utf-8").partition(_FETCHED_BY_TOOLS)[0]
