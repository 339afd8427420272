"""The access log: one line a request, whatever the request holds."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Final

from paperatlas.server.settings import LONGEST_ADDRESS

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from paperatlas.server.http.metrics import Metrics

__all__ = ["LOGGER", "AccessLog", "escaped"]

LOGGER: Final = logging.getLogger("paperatlas.server.http.security")


class AccessLog:
    """Middleware that logs and counts requests.

    A line tells client, method, path with query, status, bytes of the body and milliseconds.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        """Log what an app answers.

        Args:
            app: The app.
            metrics: Where to count.
        """
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, size, began = 499, 0, time.perf_counter()

        async def watched(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            seconds = time.perf_counter() - began
            self._metrics.count(scope["path"], scope["method"], status, seconds)
            LOGGER.info("%s", _line(scope, status, size, seconds))


def _line(scope: Scope, status: int, size: int, seconds: float) -> str:
    client = scope["client"][0] if scope.get("client") else "-"
    query = scope["query_string"].decode("latin-1")
    target = scope.get("raw_path", b"").decode("latin-1") + (f"?{query}" if query else "")
    request_line = f'"{escaped(scope["method"])} {escaped(target)}"'
    return f"{escaped(client)} {request_line} {status} {size} {seconds * 1000:.1f}ms"


def escaped(text: str) -> str:
    r"""A text that is part of one line, can be told from what surrounds it, and steers no terminal.

    >>> print(escaped('/\r\n127.0.0.1 "GET \x1b[2J'))
    /\r\n127.0.0.1 \x22GET \x1b[2J
    """
    short = text if len(text) <= LONGEST_ADDRESS else f"{text[:LONGEST_ADDRESS]}..."
    plain = short.encode("unicode_escape").decode("ascii")
    return plain.replace('"', r"\x22")
