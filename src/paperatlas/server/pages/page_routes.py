"""The addresses of the pages, and what each answers."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from paperatlas.errors import QueryError, RequestError
from paperatlas.formats import FORMATS
from paperatlas.graph.lookup import Reference
from paperatlas.schema import ARTIFACT_TYPES, NODE_TYPES, PREDICATES
from paperatlas.server.assets import asset_routes
from paperatlas.server.http.content_negotiation import best, content_type
from paperatlas.server.http.responses import status_of
from paperatlas.server.pages.node_page import node_page
from paperatlas.server.pages.page_queries import beside, most_named, related_facts
from paperatlas.server.pages.page_templates import render, root_of
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

__all__ = ["SYNTAXES", "error_page", "routes"]

_HITS: Final = 40
_SUGGESTIONS: Final = 8
_NEAR: Final = 6
_HTML: Final = "text/html"
_RETRY: Final = "5"
_NODES: Final = tuple(entry.folder for entry in NODE_TYPES)


_Answering = Callable[["Request"], Awaitable["Response"]]


SYNTAXES: Final = tuple(FORMATS[name] for name in ("turtle", "jsonld", "ntriples", "rdfxml"))
"""The RDF that an address gives beside its page, the server's choice first."""

_OFFERS: Final = {_HTML: "html", **{syntax.media_type: syntax.name for syntax in SYNTAXES}}


def routes(site: Site) -> list[BaseRoute]:
    """The routes of the pages.

    Args:
        site: What answers for the graph.
    """
    pages = _Pages(site)
    nodes = [Route(f"/{folder}/{{name:path}}", _calm(pages.node)) for folder in (*_NODES, "statement")]
    resources = [Route(f"/{folder}/{{name:path}}", _calm(pages.resource)) for folder in RESOURCES]
    return [
        Route("/", _calm(pages.home)),
        Route("/search.json", _calm(pages.suggest)),
        *asset_routes(),
        *nodes,
        *resources,
        Route("/graph", _calm(pages.resource)),
        Route("/{path:path}", _nothing),
    ]


def _calm(answer: _Answering) -> _Answering:
    """The same, with a page in place of an error of the graph."""

    async def endpoint(request: Request) -> Response:
        try:
            return await answer(request)
        except (QueryError, RequestError) as error:
            page = error_page(request, status_of(error), "Not now", f"The graph does not answer: {error}")
            page.headers["Retry-After"] = _RETRY
            return page

    return endpoint


async def _nothing(request: Request) -> Response:
    return error_page(request, 404, "Nothing here", "There is no page of that address.")


def error_page(request: Request, status: int, heading: str, text: str, near: Sequence[SearchHit] = ()) -> HTMLResponse:
    """A page that says what went wrong and what to do.

    Args:
        request: What was asked.
        status: The HTTP status.
        heading: What went wrong, in a few words.
        text: What to do.
        near: What may have been meant.
    """
    shown = [_hit(hit) for hit in near]
    page = render("error", root_of(request), status=status, heading=heading, text=text, near=shown)
    return HTMLResponse(page, status, headers={"Vary": "Accept"})


class _Pages:
    """Answers requests for pages from a site."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._examples: tuple[dict[str, int], list[tuple[str, tuple[PaperCount, ...]]]] | None = None

    async def home(self, request: Request) -> Response:
        """The home page, or what a search finds."""
        text = request.query_params.get("q", "").strip()[:LONGEST_SEARCH]
        root = root_of(request)
        if text:
            hits = [_hit(hit) for hit in await self._site.search(text, _HITS)]
            return HTMLResponse(render("home", root, text=text, hits=hits, figures=[], examples=[], questions=()))
        figures = await self._site.figures()
        examples = [(heading, things) for heading, things in await self._named(figures) if things]
        shown, questions = _figures(figures), list_questions()
        return HTMLResponse(
            render("home", root, text="", hits=[], figures=shown, examples=examples, questions=questions)
        )

    async def _named(self, figures: dict[str, int]) -> list[tuple[str, tuple[PaperCount, ...]]]:
        """What most papers name; asked anew when the figures show another graph."""
        if self._examples is None or self._examples[0] != figures:
            found = await asyncio.gather(*(most_named(self._site, name) for name in ARTIFACT_TYPES))
            self._examples = figures, [(f"{name}s", things) for name, things in zip(ARTIFACT_TYPES, found, strict=True)]
        return self._examples[1]

    async def suggest(self, request: Request) -> Response:
        """What a search finds first, as JSON."""
        text = request.query_params.get("q", "").strip()[:LONGEST_SEARCH]
        hits = await self._site.search(text, _SUGGESTIONS) if text else []
        root = root_of(request)
        found = [{**_hit(hit), "path": root + _hit(hit)["path"]} for hit in hits]
        return JSONResponse({"text": text, "hits": found})

    async def node(self, request: Request) -> Response:
        """The page of a thing or of a statement, or its RDF."""
        node_id = _node_id(request)
        form = _form(request)
        if form is None:
            return _not_in_that_form(request)
        graph = await self._site.about(node_id)
        if graph is None or not _holds(graph, node_id):
            return await self._missing(request, node_id)
        headers = {"Vary": "Accept", "Link": _links(request, node_id)}
        if form == _HTML:
            make = self._statement if node_id.startswith("statement/") else self._thing
            return HTMLResponse(await make(request, graph, node_id), headers=headers)
        data = await asyncio.to_thread(FORMATS[_OFFERS[form]].render, graph)
        return Response(data, headers={**headers, "Content-Type": content_type(form)})

    async def resource(self, request: Request) -> Response:
        """The page of what is no node and no statement, or its RDF."""
        node_id = _node_id(request)
        form = _form(request)
        if form is None:
            return _not_in_that_form(request)
        found = await triples_of(self._site, node_id)
        if not found.rows:
            return await _nothing(request)
        headers = {"Vary": "Accept", "Link": _links(request, node_id)}
        if form != _HTML:
            data = resource_rdf(found, form)
            return Response(data, headers={**headers, "Content-Type": content_type(form)})
        page = resource_page(found, self._site.base, node_id, root_of(request), alternates=SYNTAXES)
        return HTMLResponse(page, headers=headers)

    async def _thing(self, request: Request, graph: Graph, node_id: str) -> str:
        beyond = await related_facts(self._site, graph.entities[node_id], graph)
        return await asyncio.to_thread(node_page, graph, node_id, beyond, root_of(request), alternates=SYNTAXES)

    async def _statement(self, request: Request, graph: Graph, node_id: str) -> str:
        statement = statement_of(graph, node_id.partition("/")[2])
        assert statement is not None  # noqa: S101 - the caller looked
        alternatives = await beside(self._site, statement)
        return await asyncio.to_thread(
            statement_page, graph, statement, alternatives, root_of(request), alternates=SYNTAXES
        )

    async def _missing(self, request: Request, node_id: str) -> Response:
        for usual in Reference.parse(node_id).ids[1:]:
            if await self._site.about(usual) is not None:
                return RedirectResponse(f"{root_of(request)}/{usual}", 302)
        words = re.sub(r"[\W_]+", " ", unquote(node_id.partition("/")[2])).strip()[:LONGEST_SEARCH]
        near = await self._site.search(words, _NEAR) if words else []
        return error_page(request, 404, "Nothing here", "The graph holds nothing of that address.", near)


def _not_in_that_form(request: Request) -> Response:
    text = f"This address gives {', '.join(_OFFERS)}; name one of them in Accept."
    return error_page(request, 406, "Not in that form", text)


def _node_id(request: Request) -> str:
    """The id that an address names, percent-encoded as ids are."""
    path = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    local = path.decode("latin-1").partition("?")[0]
    root = root_of(request)
    local = local.removeprefix(root) if root else local
    encoded = quote(local.removeprefix("/"), safe="/%;~")
    return re.sub(r"%[0-9a-f]{2}", lambda found: found[0].upper(), encoded)


def _holds(graph: Graph, node_id: str) -> bool:
    folder, _, name = node_id.partition("/")
    return statement_of(graph, name) is not None if folder == "statement" else node_id in graph.entities


def _form(request: Request) -> str | None:
    """The media type to answer with: the one that the address names, else the one that the client likes best."""
    named = request.query_params.get("format")
    if named is not None:
        return next((syntax.media_type for syntax in SYNTAXES if syntax.name == named), None)
    return best(request.headers.get("accept", ""), _OFFERS)


def _links(request: Request, node_id: str) -> str:
    path = f"{root_of(request)}/{node_id}"
    return ", ".join(
        f'<{path}?format={syntax.name}>; rel="alternate"; type="{syntax.media_type}"' for syntax in SYNTAXES
    )


def _hit(hit: SearchHit) -> dict[str, str]:
    """What pages show of a hit."""
    return {"path": page_path(hit.id) or "/", "type": hit.type, "label": hit.label, "snippet": hit.snippet}


def _figures(figures: dict[str, int]) -> list[tuple[str, str, int]]:
    """The figures of the home page: what is counted, the type that gives it its mark, and the count."""
    counts = [(f"{entry.name}s", entry.name, figures.get(entry.name, 0)) for entry in NODE_TYPES]
    return [*counts, ("Statements", "Statement", sum(figures.get(rule.name, 0) for rule in PREDICATES))]
