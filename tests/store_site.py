"""A site over a store in memory, and a server that sends pages with a strict content security policy."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from paperatlas.schema import DEFAULT_BASE
from paperatlas.sparql import ask, bound
from polling import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pyoxigraph import Store
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from paperatlas.graph.graph import Graph
    from paperatlas.sparql import Question, Result
    from paperatlas.sparql.parameters import Values

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class StoreSite:
    """Answers queries from a store, and remembers them."""

    def __init__(self, store: Store, base: str = DEFAULT_BASE) -> None:
        self.base = base
        self.asked: list[str] = []
        self._store = store

    async def ask(self, sparql: str) -> Result:
        self.asked.append(sparql)
        return ask(self._store, sparql)

    async def bound(self, question: Question, params: Mapping[str, Values]) -> str:
        return bound(self._store, question, params)

    async def search(self, text: str, limit: int = 20) -> list[Any]:
        return []

    async def about(self, node_id: str) -> Graph | None:
        return None

    async def figures(self) -> dict[str, int]:
        return {}


class _StrictPolicy:
    """Sends the policy with every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"content-security-policy", POLICY.encode())]
            await send(message)

        await self._app(scope, receive, send_with_policy)


@contextmanager
def served(routes: Sequence[BaseRoute]) -> Iterator[str]:
    """Run a server of routes on loopback; yield its address."""
    app = Starlette(routes=routes, middleware=[Middleware(_StrictPolicy)])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: server.started or not thread.is_alive())
    assert server.started, "the server does not start"
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
