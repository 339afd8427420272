"""The files that the page asks for, each under a name that changes with its content."""

from __future__ import annotations

import hashlib
import json
from importlib import resources
from typing import TYPE_CHECKING, Final, NamedTuple

from paperatlas.serving.editor.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

__all__ = ["Asset", "Assets", "load_assets"]

_MEDIA_TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
}
_BUNDLED: Final = ("query.js", "licences.txt")


class Asset(NamedTuple):
    """A file that is served.

    Attributes:
        name: Its name in the address: stem, hash of its bytes, suffix.
        content: Its bytes.
        media_type: What it is.
    """

    name: str
    content: bytes
    media_type: str


class Assets:
    """The files by the names under which they are served, and by those under which the page's template knows them."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Take files.

        Args:
            files: The bytes of each by its plain name, such as ``query.css``.
        """
        self._by_plain_name = {name: _asset(name, content) for name, content in files.items()}
        self._by_name = {asset.name: asset for asset in self._by_plain_name.values()}

    def find(self, name: str) -> Asset | None:
        """The file served under a name; nothing where there is none."""
        return self._by_name.get(name)

    def address(self, plain_name: str) -> str | None:
        """Where a file is served, seen from ``/query``; nothing where this installation lacks it.

        >>> Assets({"query.css": b"p {}"}).address("query.css")
        'query/assets/query-48d24394dd48.css'
        >>> Assets({}).address("query.js")
        """
        asset = self._by_plain_name.get(plain_name)
        return f"query/assets/{asset.name}" if asset else None


def load_assets() -> Assets:
    """Read what the installation holds: the look always, the script where the package was built with it."""
    folder = resources.files("paperatlas.serving.editor")
    files = {
        "query.css": (folder / "query.css").read_bytes(),
        "vocabulary.json": json.dumps(vocabulary(), ensure_ascii=False, sort_keys=True).encode(),
    }
    return Assets({**files, **_bundle(folder / "dist")})


def _bundle(folder: Traversable) -> dict[str, bytes]:
    if not all((folder / name).is_file() for name in _BUNDLED):
        return {}
    return {name: (folder / name).read_bytes() for name in _BUNDLED}


def _asset(name: str, content: bytes) -> Asset:
    stem, _, suffix = name.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:12]
    return Asset(f"{stem}-{digest}.{suffix}", content, _MEDIA_TYPES[suffix])
