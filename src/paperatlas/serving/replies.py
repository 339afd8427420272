"""Make responses, and let go of work whose client has gone."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from starlette.responses import PlainTextResponse, Response

from paperatlas.serving.jobs import Answer, Failure
from paperatlas.serving.negotiation import content_type

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from starlette.requests import Request

__all__ = ["ClientGoneError", "entity_tag", "failed", "matches", "not_modified", "sent", "while_connected"]

_T = TypeVar("_T")
_VARY = "Accept, Accept-Encoding"


class ClientGoneError(Exception):
    """The client has closed its connection; nobody reads an answer."""


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


def failed(failure: Failure) -> Response:
    """What went wrong, as text."""
    headers = {"Cache-Control": "no-store"}
    if failure.retry_after is not None:
        headers["Retry-After"] = str(failure.retry_after)
    return PlainTextResponse(f"{failure.text}\n", failure.status, headers)


async def while_connected(request: Request, work: Coroutine[None, None, _T]) -> _T:
    """Await work as long as the client is there; its body must have been read.

    Raises:
        ClientGoneError: if it goes before; the work is cancelled.
    """
    task = asyncio.ensure_future(work)
    watch = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({task, watch}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientGoneError
        return task.result()
    finally:
        for each in (task, watch):
            each.cancel()
            with suppress(asyncio.CancelledError, Failure):
                await each


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
