"""The HTML pages of a build, each under its own content security policy."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from paperatlas.html.content_security_policy import content_policy, inline_sources
from paperatlas.server.http.responses import entity_tag, is_current, not_modified

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request
    from starlette.routing import BaseRoute

__all__ = ["BuildPages", "policy_for"]

_NAMES: Final = ("graph.html", "explorer.html", "report.html")


class BuildPages:
    """The pages that a build wrote under fixed names."""

    def __init__(self, output: Path | None) -> None:
        """Serve the pages of an output folder, or no page if there is none."""
        self._output = output
        self._cache: dict[str, tuple[int, bytes, str]] = {}

    def routes(self) -> list[BaseRoute]:
        """Return a route for each page."""
        return [Route(f"/{name}", self._page) for name in _NAMES] if self._output else []

    async def _page(self, request: Request) -> Response:
        # Only the routes above lead here, so the path is one of the fixed names.
        name = request.url.path.removeprefix("/")
        path = self._output / name if self._output else None
        if path is None or not path.is_file():
            raise HTTPException(404, f"this build has no {name}")
        modified = path.stat().st_mtime_ns
        tag = entity_tag(name, modified)
        if is_current(request, tag):
            return not_modified(tag)
        if self._cache.get(name, (0,))[0] != modified:
            page = await asyncio.to_thread(path.read_bytes)
            policy = await asyncio.to_thread(policy_for, page.decode("utf-8", "replace"))
            self._cache[name] = (modified, page, policy)
        _, page, policy = self._cache[name]
        return HTMLResponse(page, headers={"Content-Security-Policy": policy, "ETag": tag, "Cache-Control": "no-cache"})


def policy_for(page: str) -> str:
    """Return a content security policy that lets a page run its inline scripts and styles and nothing else.

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
