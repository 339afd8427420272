"""An HTTP client for SPARQL servers, with limits on time and size.

Redirects are not followed, as they would carry a token to wherever the server points.
"""

from __future__ import annotations

import email.utils
import functools
import re
import ssl
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from paperatlas._version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

__all__ = ["Client", "Reply", "endpoint_problem"]

_SHOWN: Final = 300
_TOKEN: Final = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Reply:
    """A response of a server, or its failure.

    Attributes:
        status: The HTTP status; 0 for a failure.
        media_type: The media type of the body, in small letters and without parameters.
        body: The bytes.
        failure: The reason why no whole response came; empty if one came.
        retry_after: The seconds to wait before the next request, if the server states them.
    """

    status: int
    media_type: str = ""
    body: bytes = b""
    failure: str = ""
    retry_after: float | None = None

    @property
    def ok(self) -> bool:
        """Whether the request succeeded."""
        return 200 <= self.status < 300

    def summary(self) -> str:
        r"""Return the failure, or the status and the first words of the body, in one line that is safe to print.

        >>> print(Reply(400, body=b"no such\n prefix \x1b[31m").summary())
        status 400: no such prefix \x1b[31m
        """
        if self.status == 0:
            return self.failure
        words = " ".join(self.body[: 4 * _SHOWN].decode("utf-8", "replace").split())[:_SHOWN]
        safe = "".join(mark if mark.isprintable() else repr(mark)[1:-1] for mark in words)
        return f"status {self.status}: {safe}" if safe else f"status {self.status}"


def endpoint_problem(url: str, token: str | None = None) -> str:
    """Return the problem of an address or a token; empty if it has none.

    >>> endpoint_problem("https://example.org/sparql")
    ''
    >>> endpoint_problem("file:///etc/passwd")
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


@functools.cache
def _tls_context() -> ssl.SSLContext:
    """Return a context that trusts the certificates of the system, to which people add their own."""
    return ssl.create_default_context()


class Client:
    """A client for addresses in which :func:`endpoint_problem` finds no problem."""

    def __init__(self, *, token: str | None, timeout: float, limit: int) -> None:
        """Set the token and the limits of all requests.

        Args:
            token: The bearer token (RFC 6750), or None.
            timeout: The seconds that one response may take in all.
            limit: The bytes that it may have.
        """
        # A small compressed response could be huge when it is decompressed.
        self._headers = {
            "User-Agent": f"paperatlas/{__version__}",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        if token is not None:
            self._headers["Authorization"] = f"Bearer {token}"
        self._timeout = timeout
        self._limit = limit

    def send(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Send a request; a failure is part of the reply and never raised.

        Args:
            method: The HTTP method.
            url: The address.
            body: The body of the request.
            headers: Its headers beside those of all requests.
        """
        import httpx  # noqa: PLC0415 (a tenth of a second, and few commands send anything)

        deadline = time.monotonic() + self._timeout
        try:
            with (
                # A client for each request: no cookie of one answer goes with the next.
                httpx.Client(headers=self._headers, timeout=self._timeout, verify=_tls_context()) as client,
                client.stream(method, url, content=body, headers=dict(headers)) as response,
            ):
                return self._read(response, deadline)
        except httpx.TimeoutException:
            return self._timed_out()
        # A wrong proxy in the environment is a ValueError, one that lacks its library an ImportError.
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, ImportError) as error:
            return Reply(0, failure=f"no answer: {error}")

    def _timed_out(self) -> Reply:
        return Reply(0, failure=f"no whole answer within {self._timeout:g} s")

    def _read(self, response: httpx.Response, deadline: float) -> Reply:
        import httpx  # noqa: PLC0415

        body = bytearray()
        try:
            for chunk in response.iter_raw():
                body += chunk
                if len(body) > self._limit:
                    return Reply(0, failure=f"the answer has more than {self._limit:,} bytes; ask for less")
                # The library limits the time of one chunk, and a server could send many small ones.
                if time.monotonic() > deadline:
                    return self._timed_out()
        except httpx.HTTPError:
            if response.is_success:
                raise
            body.clear()
        headers = response.headers
        return Reply(
            response.status_code,
            headers.get("Content-Type", "").partition(";")[0].strip().lower() or "text/plain",
            bytes(body),
            retry_after=_seconds(headers.get("Retry-After")),
        )


def _seconds(value: str | None) -> float | None:
    """Return the seconds of a ``Retry-After`` (RFC 9110, section 10.2.3), which is a number or a date."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None
