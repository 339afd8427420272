"""Make responses, and cancel work whose client has disconnected."""

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

    from paperatlas.server.served_store import ServedStore
    from paperatlas.server.workers.messages import Answer, Job

__all__ = [
    "STATUSES",
    "answer_response",
    "entity_tag",
    "error_response",
    "is_current",
    "job_response",
    "not_modified",
    "status_of",
    "while_connected",
]

_T = TypeVar("_T")
_VARY: Final = "Accept, Accept-Encoding"

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
"""The HTTP status of each reason for which a request fails; 499 appears in the log alone."""


def status_of(error: PaperatlasError) -> int:
    """Return the HTTP status of an error.

    >>> status_of(RequestError(Reason.LARGE_REQUEST, "send less")), status_of(QueryError("no SPARQL"))
    (413, 400)
    """
    if isinstance(error, RequestError):
        return STATUSES[error.reason]
    return 400 if isinstance(error, QueryError) else 503


def entity_tag(*parts: object) -> str:
    """Return a strong entity tag that changes with each of the parts.

    >>> entity_tag(1, "ASK {}") == entity_tag(1, "ASK {} ")
    False
    """
    return f'"{sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


def is_current(request: Request, tag: str) -> bool:
    """Return whether the client already has the response with a tag."""
    tags = request.headers.get("if-none-match", "")
    return tag in {item.strip() for item in tags.split(",")}


def not_modified(tag: str) -> Response:
    """Return the response to a client whose copy is current."""
    return Response(status_code=304, headers={"ETag": tag, "Vary": _VARY, "Cache-Control": "no-cache"})


def answer_response(answer: Answer, tag: str | None = None) -> Response:
    """Return the response with an answer of a worker; a client may keep it if it has a tag."""
    headers = {"Vary": _VARY, "Cache-Control": "no-cache" if tag else "no-store"}
    if tag:
        headers["ETag"] = tag
    if answer.gzip:
        headers["Content-Encoding"] = "gzip"
    return Response(answer.body, headers=headers | {"Content-Type": content_type(answer.media_type)})


async def job_response(request: Request, served: ServedStore, job: Job[Answer]) -> Response:
    """Return the response with the result of a job, or a 304 if the client's copy is current."""
    tag = entity_tag(served.state, job)
    if is_current(request, tag):
        return not_modified(tag)
    answer = await while_connected(request, served.run(job))
    return answer_response(answer, tag if answer.stable and answer.version == served.version else None)


def error_response(error: PaperatlasError) -> Response:
    """Return the response that states an error as text; a 401 asks for a token as RFC 6750 requires."""
    headers = {"Cache-Control": "no-store"}
    if isinstance(error, RequestError) and error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if status_of(error) == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="paperatlas"'
    return PlainTextResponse(f"{error}\n", status_of(error), headers)


async def while_connected(request: Request, work: Coroutine[None, None, _T]) -> _T:
    """Await work as long as the client is connected; the body of the request must have been read.

    Raises:
        RequestError: if the client disconnects first; the work is cancelled.
    """
    task = asyncio.ensure_future(work)
    watch = asyncio.ensure_future(_disconnection(request))
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


async def _disconnection(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
