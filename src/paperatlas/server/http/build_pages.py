"""The HTML pages that a build wrote, under a policy of their own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from paperatlas.html.content_security_policy import content_policy, inline_sources
from paperatlas.server.http.responses import entity_tag, matches, not_modified

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request
    from starlette.routing import BaseRoute

__all__ = ["BuildPages", "policy_for"]

_NAMES: Final = ("graph.html", "explorer.html", "report.html")


class BuildPages:
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
    """Return a content security policy that lets a page run what stands inline in it and nothing else.

    >>> policy_for("<script>1</script>").split("; ")[1]
    "script-src 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"
    """
    return content_policy(
        inline_sources(page),
        img_src="data: blob:",
        font_src="data:",
        worker_src="blob:",
        connect_src="'none'",
        frame_ancestors="'none'",
    )
