"""Who may write."""

from __future__ import annotations

from hmac import compare_digest
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

from paperatlas.serving.jobs import Failure

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from paperatlas.serving.settings import Settings

__all__ = ["UnknownClientError", "challenge", "see_writer"]

_READ_ONLY = "this server only reads; start one with --writable to change a store of its own"


class UnknownClientError(Exception):
    """A client wants to write, and has not shown that it may."""


def see_writer(request: Request, settings: Settings) -> None:
    """See that a client may write.

    Raises:
        Failure: 403 if nobody may.
        UnknownClientError: if it lacks the token.
    """
    if not settings.writable:
        raise Failure(403, _READ_ONLY)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not compare_digest(token.strip().encode(), settings.token.encode()):
        raise UnknownClientError


def challenge() -> Response:
    """Ask a client for its token: RFC 6750."""
    text = "writing needs the token of this server, as the header Authorization: Bearer TOKEN\n"
    return PlainTextResponse(text, 401, {"WWW-Authenticate": 'Bearer realm="paperatlas"', "Cache-Control": "no-store"})
