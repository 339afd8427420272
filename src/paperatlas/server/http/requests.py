"""Parse requests: their parameters, their bodies and their addresses."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import parse_qsl, quote

from pyoxigraph import NamedNode
from starlette.datastructures import ImmutableMultiDict

from paperatlas.errors import Reason, RequestError
from paperatlas.server.settings import BODY_SECONDS, MOST_PARAMETERS

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = [
    "Parameters",
    "check_iri",
    "decode_utf8",
    "media_type",
    "parse_parameters",
    "read_body",
    "request_url",
    "single_value",
    "size_error",
]

Parameters: TypeAlias = ImmutableMultiDict[str, str]
"""Parameters by name, each with all its values."""

_HOST: Final = re.compile(r"([A-Za-z0-9.\-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?")
_PATH_CHARACTERS: Final = "/%:@!$&()*+,;=~-._"


def parse_parameters(encoded: bytes) -> Parameters:
    """Parse the query of an address or a form, both URL-encoded.

    Raises:
        RequestError: if the text is not UTF-8 or has too many parameters.

    >>> parse_parameters(b"a=1&a=2&b=%C3%A9").multi_items()
    [('a', '1'), ('a', '2'), ('b', 'é')]
    """
    try:
        text = encoded.decode("ascii")
        return ImmutableMultiDict(parse_qsl(text, True, errors="strict", max_num_fields=MOST_PARAMETERS))
    except UnicodeDecodeError as error:
        raise RequestError(Reason.INVALID, "the parameters are not in percent-encoded UTF-8; encode them so") from error
    except ValueError as error:
        raise RequestError(
            Reason.INVALID, f"the request has more than {MOST_PARAMETERS} parameters; give fewer"
        ) from error


def single_value(parameters: Parameters, name: str) -> str | None:
    """Return the value of a parameter, or None.

    Raises:
        RequestError: if the parameter has several values.
    """
    values = parameters.getlist(name)
    if len(values) > 1:
        raise RequestError(Reason.INVALID, f"the request has {len(values)} parameters {name}; give one")
    return values[0] if values else None


def size_error(limit: int) -> RequestError:
    """Return the error for a text that has more bytes than the limit."""
    message = f"the text has more than {limit:,} bytes, the limit of this server; send less at a time"
    return RequestError(Reason.LARGE_REQUEST, message)


async def read_body(request: Request, limit: int) -> bytes:
    """Read the body of a request.

    Raises:
        RequestError: if the body has more bytes than the limit or arrives too slowly.
    """
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > limit:
        raise size_error(limit)
    chunks, size = [], 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                size += len(chunk)
                if size > limit:
                    raise size_error(limit)
                chunks.append(chunk)
    except TimeoutError:
        raise RequestError(
            Reason.SLOW_REQUEST, f"the body of the request did not come within {BODY_SECONDS:g} s; send it again"
        ) from None
    return b"".join(chunks)


def media_type(content_type: str | None) -> str:
    """Return the media type of a ``Content-Type`` header in lower case, without its parameters."""
    return (content_type or "").partition(";")[0].strip().lower()


def decode_utf8(body: bytes) -> str:
    """Decode the body of a request.

    Raises:
        RequestError: if the body is not UTF-8.
    """
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError(Reason.INVALID, "the body of the request is not in UTF-8; send it so") from error


def request_url(request: Request) -> str:
    """Return the address that the client used, without its query, fit to stand in an IRI.

    Raises:
        RequestError: if the header ``Host`` names no host.
    """
    host = request.headers.get("host", "localhost")
    if not _HOST.fullmatch(host):
        raise RequestError(Reason.INVALID, "the header Host names no host; send one like example.org:8000")
    path = request.scope.get("raw_path") or request.url.path
    return f"{request.url.scheme}://{host}{quote(path, safe=_PATH_CHARACTERS)}"


def check_iri(text: str) -> str:
    """Return a text that is an absolute IRI.

    Raises:
        RequestError: if it is none.
    """
    try:
        NamedNode(text)
    except ValueError as error:
        raise RequestError(
            Reason.INVALID, f"a parameter of the request names a graph, but is no absolute IRI: {error}"
        ) from error
    return text
