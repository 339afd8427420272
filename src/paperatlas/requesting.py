"""Requests to SPARQL servers by HTTP, with limits on time and size.

Redirects are not followed, as they would carry a token to wherever the server points.
"""

from __future__ import annotations

import email.utils
import re
import time
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING, Final
from urllib.error import HTTPError
from urllib.parse import urlsplit

from paperatlas._version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import Message
    from http.client import HTTPResponse

__all__ = ["Client", "Reply", "complaint"]

_CHUNK: Final = 1 << 16
_SHOWN: Final = 300
_TOKEN: Final = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered.

    Attributes:
        status: The HTTP status; 0 where no whole answer came.
        media_type: What the body is, in small letters and without parameters.
        body: The bytes.
        trouble: Why no whole answer came, where none did.
        retry_after: After how many seconds to ask again, where the server says so.
    """

    status: int
    media_type: str = ""
    body: bytes = b""
    trouble: str = ""
    retry_after: float | None = None

    @property
    def ok(self) -> bool:
        """Whether the server did what it was asked."""
        return 200 <= self.status < 300

    def told(self) -> str:
        r"""What went wrong in one line that is safe to print: the status and the first words of the body.

        >>> print(Reply(400, body=b"no such\n prefix \x1b[31m").told())
        status 400: no such prefix \x1b[31m
        """
        if self.status == 0:
            return self.trouble
        words = " ".join(self.body[: 4 * _SHOWN].decode("utf-8", "replace").split())[:_SHOWN]
        safe = "".join(mark if mark.isprintable() else repr(mark)[1:-1] for mark in words)
        return f"status {self.status}: {safe}" if safe else f"status {self.status}"


def complaint(url: str, token: str | None = None) -> str:
    """What is wrong with an address or a token; empty where nothing is.

    >>> complaint("https://example.org/sparql")
    ''
    >>> complaint("file:///etc/passwd")
    "'file:///etc/passwd' is no address of a server; give one that starts with http:// or https://"
    """
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not url.isascii() or not url.isprintable() or " " in url:
        return f"{url!r} is no address of a server; give one that starts with http:// or https://"
    if "@" in parts.netloc:
        return "an address with a password in it ends up in logs; give a token instead"
    if token is not None and not _TOKEN.fullmatch(token):
        return "the token holds blanks or other characters that no header may have; check what was pasted"
    return ""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect to the caller, as an answer like any other."""

    def redirect_request(self, *_: object) -> None:
        """Follow nothing."""


class Client:
    """Sends requests to addresses that :func:`complaint` finds nothing wrong with."""

    def __init__(self, *, token: str | None, timeout: float, limit: int) -> None:
        """Send nothing yet.

        Args:
            token: What to send as a bearer token (RFC 6750).
            timeout: How many seconds one answer may take in all.
            limit: How many bytes it may have.
        """
        self._headers = {"User-Agent": f"paperatlas/{__version__}"}
        if token is not None:
            self._headers["Authorization"] = f"Bearer {token}"
        self._timeout = timeout
        self._limit = limit
        self._opener = urllib.request.build_opener(_NoRedirect)

    def send(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Send a request; whatever happens is told by the reply, never raised."""
        until = time.monotonic() + self._timeout
        # The address was held to http and https by complaint().
        request = urllib.request.Request(url, body, {**self._headers, **headers}, method=method)  # noqa: S310
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                return self._read(response, until)
        except HTTPError as error:
            with error:
                return self._refused(error, until)
        except TimeoutError:
            return self._late()
        except (OSError, HTTPException) as error:
            reason = getattr(error, "reason", error)
            return self._late() if isinstance(reason, TimeoutError) else Reply(0, trouble=f"no answer: {reason}")

    def _late(self) -> Reply:
        return Reply(0, trouble=f"no whole answer within {self._timeout:g} s")

    def _refused(self, error: HTTPError, until: float) -> Reply:
        try:
            return self._read(error, until)
        except (OSError, HTTPException):
            return Reply(error.code)

    def _read(self, response: HTTPResponse | HTTPError, until: float) -> Reply:
        parts: list[bytes] = []
        size = 0
        # read1 gives what has arrived, so that a server that drips bytes cannot stretch the time.
        while part := response.read1(_CHUNK):
            parts.append(part)
            size += len(part)
            if size > self._limit:
                return Reply(0, trouble=f"the answer has more than {self._limit:,} bytes; ask for less")
            if time.monotonic() > until:
                return self._late()
        headers: Message = response.headers
        return Reply(
            response.status or 0,
            headers.get_content_type(),
            b"".join(parts),
            retry_after=_seconds(headers.get("Retry-After")),
        )


def _seconds(value: str | None) -> float | None:
    """The seconds of a ``Retry-After`` (RFC 9110, section 10.2.3), which is a number or a date."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None
