"""The HTML pages that a build wrote, under a policy of their own."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from paperatlas.serving.replies import entity_tag, matches, not_modified

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request
    from starlette.routing import BaseRoute

__all__ = ["Drawings", "policy_for"]

_NAMES: Final = ("graph.html", "explorer.html", "report.html")


class Drawings:
    """Serves the pages that stand in a folder of outputs under a fixed list of names."""

    def __init__(self, output: Path | None) -> None:
        """Serve from a folder of outputs; from nothing where there is none."""
        self._output = output
        self._read: dict[str, tuple[int, bytes, str]] = {}

    def routes(self) -> list[BaseRoute]:
        """A route for each page."""
        return [Route(f"/{name}", self._page) for name in _NAMES] if self._output else []

    async def _page(self, request: Request) -> Response:
        # The route is one of ours, so that the path is a name of the list and nothing else.
        name = request.url.path.removeprefix("/")
        path = self._output / name if self._output else None
        if path is None or not path.is_file():
            raise HTTPException(404, f"this build has no {name}")
        written = path.stat().st_mtime_ns
        tag = entity_tag(name, written)
        if matches(request, tag):
            return not_modified(tag)
        if self._read.get(name, (0,))[0] != written:
            self._read[name] = await asyncio.to_thread(_with_policy, path, written)
        _, page, policy = self._read[name]
        return HTMLResponse(page, headers={"Content-Security-Policy": policy, "ETag": tag, "Cache-Control": "no-cache"})


def _with_policy(path: Path, written: int) -> tuple[int, bytes, str]:
    page = path.read_bytes()
    return written, page, policy_for(page.decode("utf-8", "replace"))


def policy_for(page: str) -> str:
    """A Content-Security-Policy that lets a page run its own scripts and styles and nothing else.

    Args:
        page: HTML, whose inline scripts, styles and style attributes are named by their hashes.

    >>> policy_for("<script>1</script>").split("; ")[1]
    "script-src 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"
    """
    found = _Inline()
    found.feed(page)
    found.close()
    scripts, styles = (" ".join(sorted(map(_hash, texts))) or "'none'" for texts in (found.scripts, found.styles))
    attributes = " ".join(sorted(map(_hash, found.attributes)))
    hashed = f" 'unsafe-hashes' {attributes}" if attributes else ""
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}{hashed}; img-src data: blob:; font-src data:; "
        "worker-src blob:; connect-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


class _Inline(HTMLParser):
    """Gathers what stands inline."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: set[str] = set()
        self.styles: set[str] = set()
        self.attributes: set[str] = set()
        self._inside = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a script or a style, and note a style attribute."""
        self.attributes |= {value for name, value in attrs if name == "style" and value}
        if tag in {"script", "style"}:
            self._inside, self._text = tag, []

    def handle_data(self, data: str) -> None:
        """Take a piece of a script or a style."""
        if self._inside:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """End a script or a style."""
        if tag == self._inside:
            (self.scripts if tag == "script" else self.styles).add("".join(self._text))
            self._inside = ""
