"""The pages of resources that are neither nodes nor statements, triple by triple."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

import pyoxigraph as ox

from paperatlas.graph.display import is_web_url
from paperatlas.rdf.prefixes import compact
from paperatlas.schema import NAMESPACES
from paperatlas.server.pages.confidence_filter import AS_BUILT, ConfidenceFilter
from paperatlas.server.pages.page_templates import SYNTAXES, render
from paperatlas.server.pages.view_models import page_path

if TYPE_CHECKING:
    from paperatlas.server.site import Site
    from paperatlas.sparql import Result

__all__ = ["resource_page", "resource_rdf", "triples_of"]

_TRIPLES: Final = """SELECT ?s ?p ?o WHERE {
  { BIND(<NODE> AS ?s) ?s ?p ?o } UNION { BIND(<NODE> AS ?o) ?s ?p ?o }
} ORDER BY ?p ?s ?o LIMIT 500"""


class _Cell(NamedTuple):
    """A text, with the path or the web address of its link, if any."""

    text: str
    path: str | None = None
    url: str | None = None


async def triples_of(site: Site, resource_id: str) -> Result:
    """Return the triples that have a resource as their subject or object, a row each."""
    return await site.ask(_TRIPLES.replace("<NODE>", f"<{site.base}{resource_id}>"))


def resource_rdf(triples: Result, media_type: str) -> bytes:
    """Return triples in the RDF format of a media type."""
    stream = BytesIO()
    rows = (ox.Triple(*row) for row in triples.rows)  # type: ignore[arg-type] # each row is a triple of the graph
    ox.serialize(rows, stream, ox.RdfFormat.from_media_type(media_type), prefixes=NAMESPACES)
    return stream.getvalue()


def resource_page(
    triples: Result, base: str, resource_id: str, root: str, confidence: ConfidenceFilter = AS_BUILT
) -> str:
    """Return the page of a resource as HTML: a table of its properties and one of the references to it.

    Args:
        triples: The triples of the resource.
        base: The start of the IRIs of nodes.
        resource_id: The id of the resource.
        root: The path that the server is mounted at.
        confidence: The filter that links keep.
    """
    iri = base + resource_id
    rows = list(triples)
    properties = [(_cell(base, str(row["p"])), _cell(base, str(row["o"]))) for row in rows if row["s"] == iri]
    references = [(_cell(base, str(row["s"])), _cell(base, str(row["p"]))) for row in rows if row["s"] != iri]
    tables = [
        ("What the graph says of it", ("Property", "Value"), properties),
        ("What refers to it", ("Subject", "Property"), references),
    ]
    folder, _, name = resource_id.partition("/")
    return render(
        "resource",
        root,
        alternates=SYNTAXES,
        kind=folder.capitalize(),
        label=unquote(name) or "Graph",
        tables=[table for table in tables if table[2]],
        iri=iri,
        confidence=confidence,
    )


def _cell(base: str, value: str) -> _Cell:
    # The vocabulary may lie below the base, so it goes first.
    if name := compact(value):
        return _Cell(name)
    if value.startswith(base):
        node_id = value.removeprefix(base)
        return _Cell(unquote(node_id), page_path(node_id))
    return _Cell(value, url=value if is_web_url(value) and " " not in value else None)
