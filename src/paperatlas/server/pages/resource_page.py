"""The pages of what is no node, triple by triple: evidence, wordings, listings, pages, extractors, the graph."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

import pyoxigraph as ox

from paperatlas.graph.display import is_web_url
from paperatlas.rdf.prefixes import compact
from paperatlas.schema import NAMESPACES
from paperatlas.server.pages.page_templates import render
from paperatlas.server.pages.view_models import page_path
from paperatlas.server.query_texts import TRIPLES_OF

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperatlas.server.site import Site
    from paperatlas.sparql import Result

__all__ = ["resource_page", "resource_rdf", "triples_of"]


class _Cell(NamedTuple):
    """A text, and the path or the web address it leads to, if any."""

    text: str
    path: str | None = None
    url: str | None = None


async def triples_of(site: Site, node_id: str) -> Result:
    """What the graph says of an id and where it is a value, with the subject, predicate and object in each row."""
    iri = f"<{site.base}{node_id}>"
    return await site.ask(TRIPLES_OF.replace("<NODE>", iri))


def resource_rdf(found: Result, media_type: str) -> bytes:
    """Return the triples in the RDF syntax of a media type."""
    stream = BytesIO()
    triples = (ox.Triple(*row) for row in found.rows)  # type: ignore[arg-type] # each row is a triple of the graph
    ox.serialize(triples, stream, ox.RdfFormat.from_media_type(media_type), prefixes=NAMESPACES)
    return stream.getvalue()


def resource_page(found: Result, base: str, node_id: str, root: str, **around: Any) -> str:
    """The page of what is no node as HTML: a table of what is said of it, and one of what refers to it.

    Args:
        found: What :func:`triples_of` gave.
        base: What ids are put behind to make IRIs.
        node_id: Its id.
        root: The path that the server is mounted at.
        around: What else the template takes.
    """
    iri = base + node_id
    rows = list(found)
    described = [(_cell(base, str(row["p"])), _cell(base, str(row["o"]))) for row in rows if row["s"] == iri]
    referring = [(_cell(base, str(row["s"])), _cell(base, str(row["p"]))) for row in rows if row["s"] != iri]
    kind, _, name = node_id.partition("/")
    tables = _tables(described, referring)
    return render(
        "resource", root, kind=kind.capitalize(), label=unquote(name) or "Graph", tables=tables, iri=iri, **around
    )


def _tables(
    described: Iterable[tuple[_Cell, _Cell]], referring: Iterable[tuple[_Cell, _Cell]]
) -> list[tuple[str, tuple[str, str], list[tuple[_Cell, _Cell]]]]:
    """Caption, columns and rows of each table that has rows."""
    tables = [
        ("What the graph says of it", ("Property", "Value"), list(described)),
        ("What refers to it", ("Subject", "Property"), list(referring)),
    ]
    return [table for table in tables if table[2]]


def _cell(base: str, value: str) -> _Cell:
    # The vocabulary may lie below the base, so it goes first.
    if name := compact(value):
        return _Cell(name)
    if value.startswith(base):
        node_id = value.removeprefix(base)
        return _Cell(unquote(node_id), page_path(node_id))
    return _Cell(value, url=value if is_web_url(value) and " " not in value else None)
