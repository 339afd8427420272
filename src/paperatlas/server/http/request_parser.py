"""Read a request: its parameters, its body, its own address."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, quote

from pyoxigraph import NamedNode

from paperatlas.errors import Reason, RequestError
from paperatlas.server.settings import BODY_SECONDS, MOST_PARAMETERS

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["Parameters", "address", "body", "iri", "media_type", "parameters", "too_large", "utf8"]

_HOST: Final = re.compile(r"([A-Za-z0-9.\-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?")
_IN_PATHS: Final = "/%:@!$&()*+,;=~-._"


class Parameters:
    """Parameters by name, each with all its values.

    >>> parameters(b"a=1&a=2&b=%C3%A9").all("a"), parameters(b"a=1&a=2&b=%C3%A9").one("b")
    (('1', '2'), 'é')
    """

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = pairs

    def __contains__(self, name: object) -> bool:
        """Whether there is one of that name."""
        return any(key == name for key, _ in self._pairs)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._pairs)

    def __add__(self, other: Parameters) -> Parameters:
        """These, then others."""
        return Parameters(self._pairs + other._pairs)

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a parameter."""
        return tuple(value for key, value in self._pairs if key == name)

    def one(self, name: str) -> str | None:
        """The value of a parameter, or None.

        Raises:
            RequestError: if there are several.
        """
        values = self.all(name)
        if len(values) > 1:
            raise RequestError(Reason.INVALID, f"the request has {len(values)} parameters {name}; give one")
        return values[0] if values else None


def parameters(encoded: bytes) -> Parameters:
    """Read what is URL-encoded: the query of an address, or a form.

    Raises:
        RequestError: if it is not in UTF-8, or has too many parameters.
    """
    try:
        text = encoded.decode("ascii")
        return Parameters(parse_qsl(text, True, errors="strict", max_num_fields=MOST_PARAMETERS))
    except UnicodeDecodeError as error:
        raise RequestError(Reason.INVALID, "the parameters are not in percent-encoded UTF-8; encode them so") from error
    except ValueError as error:
        raise RequestError(
            Reason.INVALID, f"the request has more than {MOST_PARAMETERS} parameters; give fewer"
        ) from error


def too_large(limit: int) -> RequestError:
    """The error of a text that has more bytes than the limit."""
    message = f"the text has more than {limit:,} bytes, the limit of this server; send less at a time"
    return RequestError(Reason.LARGE_REQUEST, message)


async def body(request: Request, limit: int) -> bytes:
    """Read the body of a request.

    Raises:
        RequestError: if it has more bytes than the limit, or does not come.
    """
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > limit:
        raise too_large(limit)
    pieces, size = [], 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in request.stream():
                size += len(piece)
                if size > limit:
                    raise too_large(limit)
                pieces.append(piece)
    except TimeoutError:
        raise RequestError(
            Reason.SLOW_REQUEST, f"the body of the request did not come within {BODY_SECONDS:g} s; send it again"
        ) from None
    return b"".join(pieces)


def media_type(request: Request) -> str:
    """What the body of a request is said to be, in small letters and without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def utf8(text: bytes) -> str:
    """Decode the body of a request.

    Raises:
        RequestError: if it is not in UTF-8.
    """
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError(Reason.INVALID, "the body of the request is not in UTF-8; send it so") from error


def address(request: Request, path: str | None = None) -> str:
    """The address that a client used, without its query; it stands in IRIs.

    Args:
        request: The request.
        path: Another path on the same server.

    Raises:
        RequestError: if the header ``Host`` names no host.
    """
    host = request.headers.get("host", "localhost")
    if not _HOST.fullmatch(host):
        raise RequestError(Reason.INVALID, "the header Host names no host; send one like example.org:8000")
    raw_path = request.scope.get("raw_path") if path is None else None
    return f"{request.url.scheme}://{host}{quote(raw_path or path or request.url.path, safe=_IN_PATHS)}"


def iri(text: str) -> str:
    """See that a parameter is an absolute IRI.

    Raises:
        RequestError: if not.
    """
    try:
        NamedNode(text)
    except ValueError as error:
        raise RequestError(
            Reason.INVALID, f"a parameter of the request names a graph, but is no absolute IRI: {error}"
        ) from error
    return text
