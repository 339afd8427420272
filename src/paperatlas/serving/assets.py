"""The files that pages ask for: style sheets, scripts, an icon, and the words that the query editor completes."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final, NamedTuple

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from paperatlas.serving.vocabulary import vocabulary
from paperatlas.viewing.theme import node_type_rules

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from starlette.requests import Request
    from starlette.routing import BaseRoute

__all__ = ["Asset", "asset_routes", "assets", "load_assets"]

_FOLDER: Final = "/static"
_YEAR: Final = "public, max-age=31536000, immutable"
_MEDIA_TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
}
_FILES: Final = ("pages/static/icon.svg", "pages/static/site.css", "editor/query.css")
_BUNDLES: Final = (("pages/dist/search.js",), ("editor/dist/query.js", "editor/dist/licences.txt"))
"""What is made when the package is built with Node.js; a script goes only together with the licences of its parts."""


class Asset(NamedTuple):
    """A file that is served.

    Attributes:
        data: Its bytes.
        media_type: The format of the bytes.
        address: Where it is served, below the path that the server is mounted at; it changes with the bytes.
    """

    data: bytes
    media_type: str
    address: str


@cache
def assets() -> dict[str, Asset]:
    """Return the files of this installation by name."""
    return load_assets(resources.files("paperatlas.serving"))


def load_assets(folder: Traversable) -> dict[str, Asset]:
    """Read the files that pages ask for.

    Args:
        folder: The folder of the package.

    Returns:
        The files by name; without the scripts if the package was built without Node.js.
    """
    bundled = [path for paths in _BUNDLES if all(folder.joinpath(path).is_file() for path in paths) for path in paths]
    files = {path.rpartition("/")[2]: folder.joinpath(path).read_bytes() for path in (*_FILES, *bundled)}
    files["site.css"] += node_type_rules("background").encode()
    files["vocabulary.json"] = json.dumps(vocabulary(), ensure_ascii=False, sort_keys=True).encode()
    return {name: _asset(name, data) for name, data in files.items()}


def asset_routes() -> list[BaseRoute]:
    """Return the route of the files."""
    return [Route(f"{_FOLDER}/{{name}}", _serve)]


async def _serve(request: Request) -> Response:
    asset = assets().get(request.path_params["name"])
    if asset is None:
        raise HTTPException(404, "there is no such file")
    return Response(asset.data, media_type=asset.media_type, headers={"Cache-Control": _YEAR})


def _asset(name: str, data: bytes) -> Asset:
    digest = hashlib.sha256(data).hexdigest()[:12]
    return Asset(data, _MEDIA_TYPES[name.rpartition(".")[2]], f"{_FOLDER}/{name}?v={digest}")
