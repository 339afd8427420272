"""Templates and the files beside them."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote

from jinja2 import Environment, PackageLoader

from paperatlas.exporting.text import clean
from paperatlas.presenting import WebLink
from paperatlas.serving.pages.values import PaperLine, Thing
from paperatlas.viewing.templates import make_environment
from paperatlas.viewing.theme import node_type_rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from paperatlas.serving.pages.values import Claim

__all__ = ["ASSET_FOLDER", "Asset", "assets", "render", "root_of"]

ASSET_FOLDER: Final = "/static"
"""The path below which the files of the pages are served."""


class Asset(NamedTuple):
    """A file that pages ask for: its bytes, its media type, and a digest that changes with it."""

    data: bytes
    media_type: str
    digest: str


_MEDIA_TYPES: Final = {
    "icon.svg": "image/svg+xml",
    "search.js": "text/javascript; charset=utf-8",
    "site.css": "text/css; charset=utf-8",
}


@cache
def assets() -> dict[str, Asset]:
    """The files of the pages by name; the script is missing where the package was built without Node.js."""
    folder = resources.files("paperatlas.serving.pages")
    found = {
        "icon.svg": folder.joinpath("static/icon.svg").read_bytes(),
        "site.css": folder.joinpath("static/site.css").read_bytes() + node_type_rules("background").encode(),
    }
    script = folder.joinpath("dist/search.js")
    if script.is_file():
        found["search.js"] = script.read_bytes()
    return {
        name: Asset(data, _MEDIA_TYPES[name], hashlib.sha256(data).hexdigest()[:12]) for name, data in found.items()
    }


def render(template: str, root: str, **values: Any) -> str:
    """A page from a template, every value escaped.

    Args:
        template: The name of the template, without its ending.
        root: The path that the server is mounted at, without a slash at its end.
        values: What the template takes.
    """
    addresses = {name: f"{ASSET_FOLDER}/{name}?v={asset.digest}" for name, asset in assets().items()}
    page = _environment().get_template(f"{template}.html.jinja")
    return clean(page.render({"alternates": (), "here": "", **values, "root": root, "assets": addresses}))


def root_of(request: Request) -> str:
    """The path that the server is mounted at, without a slash at its end."""
    return quote(str(request.scope.get("root_path", "")).rstrip("/"))


@cache
def _environment() -> Environment:
    environment = make_environment(
        PackageLoader("paperatlas.serving.pages"), PackageLoader("paperatlas.serving.editor", "")
    )
    environment.filters["plural"] = _plural
    environment.filters["by_year"] = _by_year
    environment.tests["thing"] = lambda value: isinstance(value, Thing)
    environment.tests["paper_line"] = lambda value: isinstance(value, PaperLine)
    environment.tests["web_link"] = lambda value: isinstance(value, WebLink)
    return environment


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun if count == 1 else noun + 's'}"


def _by_year(claims: Iterable[Claim]) -> list[tuple[str, list[Claim]]]:
    """Lines under the years of their papers, in their order."""
    groups = groupby(claims, key=lambda claim: claim.paper.year if claim.paper else "")
    return [(year, list(group)) for year, group in groups]
