"""The routes of the pages and their RDF."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import quote, unquote

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from paperatlas.errors import QueryError, Reason, RequestError
from paperatlas.formats import FORMATS
from paperatlas.graph.lookup import Reference
from paperatlas.schema import ARTIFACT_TYPES, NODE_TYPES, PREDICATES
from paperatlas.server.assets import asset_routes
from paperatlas.server.http.content_negotiation import best, content_type
from paperatlas.server.http.responses import status_of
from paperatlas.server.pages.confidence_filter import ConfidenceFilter
from paperatlas.server.pages.node_page import node_page
from paperatlas.server.pages.page_queries import most_named, other_statements, related_facts
from paperatlas.server.pages.page_templates import SYNTAXES, render, root_of
from paperatlas.server.pages.resource_page import resource_page, resource_rdf, triples_of
from paperatlas.server.pages.statement_page import statement_of, statement_page
from paperatlas.server.pages.view_models import RESOURCES, page_path
from paperatlas.server.settings import LONGEST_SEARCH
from paperatlas.sparql import list_questions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from paperatlas.graph.graph import Graph
    from paperatlas.server.pages.view_models import PaperCount
    from paperatlas.server.site import Site
    from paperatlas.store import SearchHit

__all__ = ["error_page", "routes"]

_MOST_HITS: Final = 40
_MOST_SUGGESTIONS: Final = 8
_MOST_SIMILAR: Final = 6
_HTML: Final = "text/html"
_RETRY_AFTER: Final = "5"
_Handler: TypeAlias = Callable[["Request"], Awaitable["Response"]]
_OFFERS: Final = {_HTML: "html", **{syntax.media_type: syntax.name for syntax in SYNTAXES}}


def routes(site: Site) -> list[BaseRoute]:
    """Return the routes of the pages of a site; the last one takes every address that is left."""
    pages = _Pages(site)
    folders = (*(entry.folder for entry in NODE_TYPES), "statement")
    nodes = [Route(f"/{folder}/{{name:path}}", _with_error_page(pages.node)) for folder in folders]
    resources = [Route(f"/{folder}/{{name:path}}", _with_error_page(pages.resource)) for folder in RESOURCES]
    return [
        Route("/", _with_error_page(pages.home)),
        Route("/search.json", _with_error_page(pages.suggest)),
        *asset_routes(),
        *nodes,
        *resources,
        Route("/graph", _with_error_page(pages.resource)),
        Route("/{path:path}", _not_found),
    ]


def _with_error_page(handler: _Handler) -> _Handler:
    """Return a handler that answers errors of the graph with a page."""

    async def endpoint(request: Request) -> Response:
        try:
            return await handler(request)
        except (QueryError, RequestError) as error:
            if isinstance(error, RequestError) and error.reason is Reason.INVALID:
                return error_page(request, status_of(error), "Not understood", f"{error}.")
            page = error_page(request, status_of(error), "Not now", f"The graph does not answer: {error}")
            page.headers["Retry-After"] = _RETRY_AFTER
            return page

    return endpoint


async def _not_found(request: Request) -> Response:
    return error_page(request, 404, "Nothing here", "There is no page of that address.")


def error_page(
    request: Request, status: int, heading: str, text: str, similar: Sequence[SearchHit] = ()
) -> HTMLResponse:
    """Return a page on an error.

    Args:
        request: The request.
        status: The HTTP status.
        heading: The error in a few words.
        text: What to do.
        similar: What the client may have meant.
    """
    values = {"status": status, "heading": heading, "text": text, "hits": [_hit(hit) for hit in similar]}
    page = render("error", root_of(request), **values)
    return HTMLResponse(page, status, headers={"Vary": "Accept"})


class _Pages:
    """The handlers of requests for pages of a site."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._examples: tuple[dict[str, int], list[tuple[str, tuple[PaperCount, ...]]]] | None = None

    async def home(self, request: Request) -> Response:
        """Return the home page or the results of a search."""
        text = request.query_params.get("q", "").strip()[:LONGEST_SEARCH]
        root, confidence = root_of(request), ConfidenceFilter.of(request)
        figures = await self._site.figures()
        if text:
            hits = [_hit(hit) for hit in await self._site.search(text, _MOST_HITS)]
            nodes = sum(figures.get(entry.name, 0) for entry in NODE_TYPES)
            values = {"text": text, "hits": hits, "nodes": nodes, "confidence": confidence}
            return HTMLResponse(render("home", root, **values))
        examples = [(heading, counts) for heading, counts in await self._most_named(figures) if counts]
        counts, questions = _counts(figures), list_questions()
        values = {"text": "", "figures": counts, "examples": examples, "questions": questions}
        return HTMLResponse(render("home", root, **values, confidence=confidence))

    async def _most_named(self, figures: dict[str, int]) -> list[tuple[str, tuple[PaperCount, ...]]]:
        """Return the nodes that most papers mention; asked again when the figures change."""
        if self._examples is None or self._examples[0] != figures:
            counts = await asyncio.gather(*(most_named(self._site, name) for name in ARTIFACT_TYPES))
            headings = [f"{name}s" for name in ARTIFACT_TYPES]
            self._examples = figures, list(zip(headings, counts, strict=True))
        return self._examples[1]

    async def suggest(self, request: Request) -> Response:
        """Return the first results of a search as JSON."""
        text = request.query_params.get("q", "").strip()[:LONGEST_SEARCH]
        hits = await self._site.search(text, _MOST_SUGGESTIONS) if text else []
        root, further = root_of(request), ConfidenceFilter.of(request).first
        suggestions = [{**_hit(hit), "path": root + _hit(hit)["path"] + further} for hit in hits]
        return JSONResponse({"text": text, "hits": suggestions})

    async def node(self, request: Request) -> Response:
        """Return the page of a node or of a statement, or its RDF."""
        node_id = _node_id(request)
        if (media_type := _media_type(request)) is None:
            return _not_acceptable(request)
        confidence = ConfidenceFilter.of(request)
        graph = await self._site.about(node_id)
        if graph is None or not _holds(graph, node_id):
            return await self._missing_node(request, node_id)
        if media_type != _HTML:
            shown = confidence.restrict(graph, node_id)
            data = await asyncio.to_thread(FORMATS[_OFFERS[media_type]].render, shown)
            return Response(data, headers=_headers(request, node_id, media_type))
        is_statement = node_id.startswith("statement/")
        page = await (self._statement_page if is_statement else self._node_page)(request, graph, node_id)
        return Response(page, headers=_headers(request, node_id, media_type))

    async def resource(self, request: Request) -> Response:
        """Return the page of a resource that is neither node nor statement, or its RDF."""
        resource_id = _node_id(request)
        if (media_type := _media_type(request)) is None:
            return _not_acceptable(request)
        triples = await triples_of(self._site, resource_id)
        if not triples.rows:
            return await _not_found(request)
        if media_type == _HTML:
            confidence = ConfidenceFilter.of(request)
            body: str | bytes = resource_page(triples, self._site.base, resource_id, root_of(request), confidence)
        else:
            body = resource_rdf(triples, media_type)
        return Response(body, headers=_headers(request, resource_id, media_type))

    async def _node_page(self, request: Request, graph: Graph, node_id: str) -> str:
        confidence = ConfidenceFilter.of(request)
        related = await related_facts(self._site, graph.entities[node_id], graph, confidence)
        return await asyncio.to_thread(node_page, graph, node_id, related, root_of(request), confidence)

    async def _statement_page(self, request: Request, graph: Graph, node_id: str) -> str:
        statement = statement_of(graph, node_id.partition("/")[2])
        assert statement is not None  # noqa: S101 - the caller checked
        confidence = ConfidenceFilter.of(request)
        others = await other_statements(self._site, statement, confidence)
        return await asyncio.to_thread(statement_page, graph, statement, others, root_of(request), confidence)

    async def _missing_node(self, request: Request, node_id: str) -> Response:
        for alternative in Reference.parse(node_id).ids[1:]:
            if await self._site.about(alternative) is not None:
                address = f"{root_of(request)}/{alternative}{ConfidenceFilter.of(request).first}"
                return RedirectResponse(address, 302)
        words = re.sub(r"[\W_]+", " ", unquote(node_id.partition("/")[2])).strip()[:LONGEST_SEARCH]
        similar = await self._site.search(words, _MOST_SIMILAR) if words else []
        return error_page(request, 404, "Nothing here", "The graph holds nothing of that address.", similar)


def _not_acceptable(request: Request) -> Response:
    text = f"This address gives {', '.join(_OFFERS)}; name one of them in Accept."
    return error_page(request, 406, "Not in that form", text)


def _node_id(request: Request) -> str:
    """Return the id that an address names, percent-encoded as ids are."""
    path = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    local = path.decode("latin-1").partition("?")[0]
    root = root_of(request)
    local = local.removeprefix(root) if root else local
    encoded = quote(local.removeprefix("/"), safe="/%;~")
    return re.sub(r"%[0-9a-f]{2}", lambda match: match[0].upper(), encoded)


def _holds(graph: Graph, node_id: str) -> bool:
    folder, _, name = node_id.partition("/")
    return statement_of(graph, name) is not None if folder == "statement" else node_id in graph.entities


def _media_type(request: Request) -> str | None:
    """Return the media type of the format in the address, or else the one that the client prefers."""
    name = request.query_params.get("format")
    if name is not None:
        return next((syntax.media_type for syntax in SYNTAXES if syntax.name == name), None)
    return best(request.headers.get("accept", ""), _OFFERS)


def _headers(request: Request, node_id: str, media_type: str) -> dict[str, str]:
    """Return the headers of a page or of its RDF, with links to its formats."""
    path, further = f"{root_of(request)}/{node_id}", ConfidenceFilter.of(request).further
    links = (
        f'<{path}?format={syntax.name}{further}>; rel="alternate"; type="{syntax.media_type}"' for syntax in SYNTAXES
    )
    return {"Content-Type": content_type(media_type), "Vary": "Accept", "Link": ", ".join(links)}


def _hit(hit: SearchHit) -> dict[str, str]:
    """Return the path and the texts of a hit."""
    return {"path": page_path(hit.id) or "/", "type": hit.type, "label": hit.label, "snippet": hit.snippet}


def _counts(figures: dict[str, int]) -> list[tuple[str, str, int]]:
    """Return the figures of the home page: label, type and count."""
    counts = [(f"{entry.name}s", entry.name, figures.get(entry.name, 0)) for entry in NODE_TYPES]
    counts.append(("Statements", "Statement", sum(figures.get(entry.name, 0) for entry in PREDICATES)))
    return [*counts, *([("Less certain", "Statement", figures["unsure"])] if figures.get("unsure") else [])]
