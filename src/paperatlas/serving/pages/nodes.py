"""The page of a thing, from what the graph holds around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from paperatlas.serving.pages.asking import with_stated
from paperatlas.serving.pages.claims import View
from paperatlas.serving.pages.facts import facts
from paperatlas.serving.pages.sections import sections
from paperatlas.serving.pages.templating import render
from paperatlas.serving.pages.values import Thing

if TYPE_CHECKING:
    from paperatlas.records import Graph
    from paperatlas.serving.pages.asking import Beyond

__all__ = ["node_page"]


def node_page(graph: Graph, own_id: str, beyond: Beyond, root: str, **around: Any) -> str:
    """The page of a thing as HTML.

    Args:
        graph: All statements around it, with their evidence and other ends.
        own_id: Its id; the graph must hold it.
        beyond: What was asked beside.
        root: The path that the server is mounted at.
        around: What else the template takes.
    """
    own = graph.entities[own_id]
    supports = {statement.id: support for statement, support in beyond.stated}
    view = View.of(with_stated(graph, beyond), own_id, beyond.labs, supports, beyond.totals)
    listed = graph.papers.get(own_id)
    return render(
        "node",
        root,
        own=Thing.of(own),
        iri=graph.iri(own_id),
        facts=facts(view, own),
        sections=sections(view, own.type, beyond),
        wordings=[wording for wording in listed.wordings if wording.abstract] if listed else [],
        **around,
    )
