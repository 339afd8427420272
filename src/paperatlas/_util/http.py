"""Requests to SPARQL servers by HTTP, with limits on time and size.

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

__all__ = ["Client", "Reply", "complaint"]

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


@functools.cache
def _trusted() -> ssl.SSLContext:
    """Return what checks certificates: by those of the system, to which people add their own."""
    return ssl.create_default_context()


class Client:
    """Sends requests to addresses that :func:`complaint` finds nothing wrong with."""

    def __init__(self, *, token: str | None, timeout: float, limit: int) -> None:
        """Send nothing yet.

        Args:
            token: What to send as a bearer token (RFC 6750).
            timeout: How many seconds one answer may take in all.
            limit: How many bytes it may have.
        """
        # An answer that is packed could be small when it comes and huge when it is unpacked.
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
        """Send a request; whatever happens is told by the reply, never raised.

        Args:
            method: The HTTP method.
            url: Where to.
            body: What to send.
            headers: What to say of it, beside what is always said.
        """
        import httpx  # noqa: PLC0415 (a tenth of a second, and few commands send anything)

        until = time.monotonic() + self._timeout
        try:
            with (
                # A client for each request: no cookie of one answer goes with the next.
                httpx.Client(headers=self._headers, timeout=self._timeout, verify=_trusted()) as client,
                client.stream(method, url, content=body, headers=dict(headers)) as response,
            ):
                return self._read(response, until)
        except httpx.TimeoutException:
            return self._late()
        # A proxy that the environment names wrongly is a ValueError, one that lacks its library an ImportError.
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, ImportError) as error:
            return Reply(0, trouble=f"no answer: {error}")

    def _late(self) -> Reply:
        return Reply(0, trouble=f"no whole answer within {self._timeout:g} s")

    def _read(self, response: httpx.Response, until: float) -> Reply:
        import httpx  # noqa: PLC0415

        body = bytearray()
        try:
            for part in response.iter_raw():
                body += part
                if len(body) > self._limit:
                    return Reply(0, trouble=f"the answer has more than {self._limit:,} bytes; ask for less")
                # The timeout of the library is that of one part, and a server could drip.
                if time.monotonic() > until:
                    return self._late()
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
    """The seconds of a ``Retry-After`` (RFC 9110, section 10.2.3), which is a number or a date."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None
