"""The whole server as one ASGI application."""

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
from paperatlas.server.http.access_log import AccessLog
from paperatlas.server.http.build_pages import BuildPages
from paperatlas.server.http.graph_store import GraphStore
from paperatlas.server.http.metrics import MEDIA_TYPE, Metrics
from paperatlas.server.http.responses import failed
from paperatlas.server.http.security import SecurityHeaders
from paperatlas.server.http.sparql_protocol import SparqlProtocol
from paperatlas.server.served_store import ServedStore
from paperatlas.server.site import ServedSite

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from paperatlas.server.settings import ServerSettings

__all__ = ["make_app"]

_READING: Final = ["GET", "HEAD", "OPTIONS"]


def make_app(settings: ServerSettings) -> Starlette:
    """Make the server.

    Args:
        settings: What is served, and how.

    Raises:
        GraphError: if there is no build to serve.
    """
    served = ServedStore(settings)
    metrics = Metrics(served)
    return Starlette(
        routes=[*_endpoints(served, metrics), *_pages(served)],
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
            PaperatlasError: _failed,
            Exception: _broken,
        },
        lifespan=_lifespan(served),
    )


def _endpoints(served: ServedStore, metrics: Metrics) -> list[BaseRoute]:
    async def health(_request: Request) -> Response:
        return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})

    async def figures(_request: Request) -> Response:
        return Response(metrics.text(), headers={"Cache-Control": "no-store"}, media_type=MEDIA_TYPE)

    graphs = _route(GraphStore(served))
    writing = [*_READING, "POST", "PUT", "DELETE"]
    return [
        Route("/sparql", _route(SparqlProtocol(served)), methods=[*_READING, "POST"]),
        Route("/graphs", graphs, methods=writing),
        Route("/graphs/{path:path}", graphs, methods=writing),
        Route("/healthz", health),
        Route("/metrics", figures),
        *BuildPages(served.settings.output).routes(),
    ]


def _pages(served: ServedStore) -> list[BaseRoute]:
    """What people see; a store of its own has no pages of things, only that for queries."""
    site = ServedSite(served)
    # The last of the pages' routes takes every address that is left.
    return [
        *query_editor.routes(site, served.settings.limits.query_bytes),
        *asset_routes(),
        *([] if served.settings.writable else pages.routes(site)),
    ]


def _route(answer: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint as Starlette takes it: a function."""

    async def endpoint(request: Request) -> Response:
        return await answer(request)

    return endpoint


def _failed(request: Request, error: Exception) -> Response:
    return failed(error) if isinstance(error, PaperatlasError) else _broken(request, error)


def _broken(request: Request, _error: Exception) -> Response:
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
