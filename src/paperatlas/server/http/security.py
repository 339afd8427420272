"""The security headers of responses, and the token for writing."""

from __future__ import annotations

from hmac import compare_digest
from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders

from paperatlas.errors import Reason, RequestError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from paperatlas.server.settings import ServerSettings

__all__ = ["SecurityHeaders", "require_writer"]

# The server's pages load files of this server alone, nothing inline and nothing from elsewhere.
_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_READ_ONLY: Final = "this server only reads; start one with --writable to change a store of its own"
_NO_TOKEN: Final = "writing needs the token of this server, as the header Authorization: Bearer TOKEN"  # noqa: S105


class SecurityHeaders:
    """Middleware that adds the security headers that a response lacks."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def require_writer(request: Request, settings: ServerSettings) -> None:
    """Check that a client may write.

    Raises:
        RequestError: if the server is read-only or the client lacks the token.
    """
    if not settings.writable:
        raise RequestError(Reason.FORBIDDEN, _READ_ONLY)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not compare_digest(token.strip().encode(), settings.token.encode()):
        raise RequestError(Reason.UNAUTHENTICATED, _NO_TOKEN)
