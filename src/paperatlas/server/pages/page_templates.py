"""The templates of the pages."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader

from paperatlas.graph.display import WebLink
from paperatlas.html.templates import make_environment
from paperatlas.server.assets import assets
from paperatlas.server.pages.view_models import NodeLink, PaperRow
from paperatlas.text.sanitization import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from paperatlas.server.pages.view_models import StatementRow

__all__ = ["render", "root_of"]


def render(template: str, root: str, **values: Any) -> str:
    """A page from a template, every value escaped.

    Args:
        template: The name of the template, without its ending.
        root: The path that the server is mounted at, without a slash at its end.
        values: What the template takes.
    """
    addresses = {name: asset.address for name, asset in assets().items()}
    page = _environment().get_template(f"{template}.html.jinja")
    return xml_text(page.render({"alternates": (), "here": "", **values, "root": root, "assets": addresses}))


def root_of(request: Request) -> str:
    """The path that the server is mounted at, without a slash at its end."""
    return quote(str(request.scope.get("root_path", "")).rstrip("/"))


@cache
def _environment() -> Environment:
    environment = make_environment(
        PackageLoader("paperatlas.server.pages"), PackageLoader("paperatlas.server.query_editor", "")
    )
    environment.filters["plural"] = _plural
    environment.filters["by_year"] = _by_year
    environment.tests["thing"] = lambda value: isinstance(value, NodeLink)
    environment.tests["paper_line"] = lambda value: isinstance(value, PaperRow)
    environment.tests["web_link"] = lambda value: isinstance(value, WebLink)
    return environment


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun if count == 1 else noun + 's'}"


def _by_year(claims: Iterable[StatementRow]) -> list[tuple[str, list[StatementRow]]]:
    """Lines under the years of their papers, in their order."""
    groups = groupby(claims, key=lambda claim: claim.paper.year if claim.paper else "")
    return [(year, list(group)) for year, group in groups]
