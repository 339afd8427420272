"""Who may write."""

from __future__ import annotations

from hmac import compare_digest
from typing import TYPE_CHECKING

from paperatlas.errors import Reason, RequestError

if TYPE_CHECKING:
    from starlette.requests import Request

    from paperatlas.serving.settings import Settings

__all__ = ["see_writer"]

_READ_ONLY = "this server only reads; start one with --writable to change a store of its own"
_NO_TOKEN = "writing needs the token of this server, as the header Authorization: Bearer TOKEN"  # noqa: S105 - a message


def see_writer(request: Request, settings: Settings) -> None:
    """See that a client may write.

    Raises:
        RequestError: if nobody may, or the client lacks the token.
    """
    if not settings.writable:
        raise RequestError(Reason.FORBIDDEN, _READ_ONLY)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not compare_digest(token.strip().encode(), settings.token.encode()):
        raise RequestError(Reason.UNAUTHENTICATED, _NO_TOKEN)
