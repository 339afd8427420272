"""Make responses, and let go of work whose client has gone."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Final, TypeVar

from starlette.responses import PlainTextResponse, Response

from paperatlas.errors import PaperatlasError, QueryError, Reason, RequestError
from paperatlas.server.http.content_negotiation import content_type

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from starlette.requests import Request

    from paperatlas.server.workers.messages import Answer

__all__ = ["STATUSES", "entity_tag", "failed", "matches", "not_modified", "sent", "status_of", "while_connected"]

_T = TypeVar("_T")
_VARY = "Accept, Accept-Encoding"


STATUSES: Final = {
    Reason.INVALID: 400,
    Reason.UNAUTHENTICATED: 401,
    Reason.FORBIDDEN: 403,
    Reason.LARGE_RESULT: 403,
    Reason.NOT_FOUND: 404,
    Reason.NOT_ACCEPTABLE: 406,
    Reason.SLOW_REQUEST: 408,
    Reason.LARGE_REQUEST: 413,
    Reason.UNSUPPORTED_FORMAT: 415,
    Reason.NOT_EVALUABLE: 422,
    Reason.CLIENT_GONE: 499,
    Reason.BROKEN_STORE: 500,
    Reason.COSTLY: 503,
    Reason.BUSY: 503,
}
"""The HTTP status of each reason for which a request is not fulfilled; 499 goes to the log alone."""


def status_of(error: PaperatlasError) -> int:
    """The HTTP status of an error.

    >>> status_of(RequestError(Reason.LARGE_REQUEST, "send less")), status_of(QueryError("no SPARQL"))
    (413, 400)
    """
    if isinstance(error, RequestError):
        return STATUSES[error.reason]
    return 400 if isinstance(error, QueryError) else 503


def entity_tag(*parts: object) -> str:
    """A strong entity tag that differs wherever one of the parts does.

    >>> entity_tag(1, "ASK {}") == entity_tag(1, "ASK {} ")
    False
    """
    return f'"{sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


def matches(request: Request, tag: str) -> bool:
    """Whether a client already has what bears a tag."""
    known = request.headers.get("if-none-match", "")
    return tag in {item.strip() for item in known.split(",")}


def not_modified(tag: str) -> Response:
    """The client has it already."""
    return Response(status_code=304, headers={"ETag": tag, "Vary": _VARY, "Cache-Control": "no-cache"})


def sent(answer: Answer, tag: str | None = None) -> Response:
    """An answer with a body."""
    headers = {"Vary": _VARY, "Cache-Control": "no-cache" if tag else "no-store"}
    if tag:
        headers["ETag"] = tag
    if answer.gzip:
        headers["Content-Encoding"] = "gzip"
    return Response(answer.body, headers=headers | {"Content-Type": content_type(answer.media_type)})


def failed(error: PaperatlasError) -> Response:
    """What went wrong, as text; who lacks the token is asked for it as RFC 6750 has it."""
    headers = {"Cache-Control": "no-store"}
    if isinstance(error, RequestError) and error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if status_of(error) == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="paperatlas"'
    return PlainTextResponse(f"{error}\n", status_of(error), headers)


async def while_connected(request: Request, work: Coroutine[None, None, _T]) -> _T:
    """Await work as long as the client is there; its body must have been read.

    Raises:
        RequestError: if it goes before; the work is cancelled.
    """
    task = asyncio.ensure_future(work)
    watch = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({task, watch}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise RequestError(Reason.CLIENT_GONE, "the client has closed its connection")
        return task.result()
    finally:
        for pending in (task, watch):
            pending.cancel()
            with suppress(asyncio.CancelledError, PaperatlasError):
                await pending


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
