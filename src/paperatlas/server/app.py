"""The server as one ASGI application."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from paperatlas.errors import PaperatlasError
from paperatlas.server import pages, query_editor
from paperatlas.server.assets import asset_routes
from paperatlas.server.http.build_pages import BuildPages
from paperatlas.server.http.graph_store import GraphStore
from paperatlas.server.http.monitoring import MEDIA_TYPE, AccessLog, Metrics
from paperatlas.server.http.responses import error_response
from paperatlas.server.http.security import SecurityHeaders
from paperatlas.server.http.sparql_protocol import SparqlProtocol
from paperatlas.server.served_store import ServedStore
from paperatlas.server.site import ServedSite

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from paperatlas.server.settings import ServerSettings

__all__ = ["make_app"]

_READ_METHODS: Final = ["GET", "HEAD", "OPTIONS"]


def make_app(settings: ServerSettings) -> Starlette:
    """Return the application with its routes and middleware.

    Raises:
        GraphError: if there is no build to serve.
    """
    served = ServedStore(settings)
    metrics = Metrics(served)
    return Starlette(
        routes=[*_endpoints(served, metrics), *_page_routes(served)],
        middleware=[
            Middleware(AccessLog, metrics=metrics),
            Middleware(SecurityHeaders),
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "HEAD", "POST", *(["PUT", "DELETE"] if settings.writable else [])],
                allow_headers=["Authorization", "Content-Type", "If-None-Match"],
                expose_headers=["ETag", "Location", "Retry-After"],
            ),
            Middleware(GZipMiddleware, compresslevel=5),
        ],
        exception_handlers={
            PaperatlasError: _known_error,
            Exception: _unknown_error,
        },
        lifespan=_lifespan(served),
    )


def _endpoints(served: ServedStore, metrics: Metrics) -> list[BaseRoute]:
    async def health(_request: Request) -> Response:
        return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})

    async def figures(_request: Request) -> Response:
        return Response(metrics.text(), headers={"Cache-Control": "no-store"}, media_type=MEDIA_TYPE)

    graphs = GraphStore(served).respond
    write_methods = [*_READ_METHODS, "POST", "PUT", "DELETE"]
    return [
        Route("/sparql", SparqlProtocol(served).respond, methods=[*_READ_METHODS, "POST"]),
        Route("/graphs", graphs, methods=write_methods),
        Route("/graphs/{path:path}", graphs, methods=write_methods),
        Route("/healthz", health),
        Route("/metrics", figures),
        *BuildPages(served.settings.output).routes(),
    ]


def _page_routes(served: ServedStore) -> list[BaseRoute]:
    """Return the routes of the pages; a writable store has the query page alone."""
    site = ServedSite(served)
    # The last route of the pages takes every address that is left.
    return [
        *query_editor.routes(site, served.settings.limits.query_bytes),
        *asset_routes(),
        *([] if served.settings.writable else pages.routes(site)),
    ]


def _known_error(request: Request, error: Exception) -> Response:
    return error_response(error) if isinstance(error, PaperatlasError) else _unknown_error(request, error)


def _unknown_error(request: Request, _error: Exception) -> Response:
    return pages.error_page(request, 500, "Something broke", "The server's log tells what; please report it.")


def _lifespan(served: ServedStore) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await served.start()
        watch = asyncio.create_task(served.watch())
        try:
            yield
        finally:
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch
            await served.scheduler.close()

    return lifespan
