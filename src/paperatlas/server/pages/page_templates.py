"""The templates of the pages."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from jinja2 import Environment, PackageLoader

from paperatlas.formats import FORMATS
from paperatlas.graph.display import WebLink
from paperatlas.html.templates import make_environment
from paperatlas.server.assets import assets
from paperatlas.server.pages.confidence_filter import AS_BUILT
from paperatlas.server.pages.view_models import NodeLink, PaperRow
from paperatlas.text.sanitization import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from paperatlas.server.pages.view_models import StatementRow

__all__ = ["SYNTAXES", "render", "root_of"]

SYNTAXES: Final = tuple(FORMATS[name] for name in ("turtle", "jsonld", "ntriples", "rdfxml"))
"""The RDF formats that an address offers beside its page, the server's choice first."""


def render(template: str, root: str, **values: Any) -> str:
    """Return a page from a template, with every value escaped.

    Args:
        template: The name of the template, without its suffix.
        root: The path that the server is mounted at, without a slash at its end.
        values: The values of the template; ``alternates`` are the RDF formats of the page, and ``confidence`` is the
            filter that its links keep.
    """
    addresses = {name: asset.address for name, asset in assets().items()}
    page = _environment().get_template(f"{template}.html.jinja")
    defaults = {"alternates": (), "here": "", "confidence": AS_BUILT}
    return xml_text(page.render({**defaults, **values, "root": root, "assets": addresses}))


def root_of(request: Request) -> str:
    """Return the path that the server is mounted at, without a slash at its end."""
    return quote(str(request.scope.get("root_path", "")).rstrip("/"))


@cache
def _environment() -> Environment:
    environment = make_environment(
        PackageLoader("paperatlas.server.pages"), PackageLoader("paperatlas.server.query_editor", "")
    )
    environment.filters["plural"] = _plural
    environment.filters["by_year"] = _by_year
    environment.tests["node_link"] = lambda value: isinstance(value, NodeLink)
    environment.tests["paper_row"] = lambda value: isinstance(value, PaperRow)
    environment.tests["web_link"] = lambda value: isinstance(value, WebLink)
    return environment


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun if count == 1 else noun + 's'}"


def _by_year(rows: Iterable[StatementRow]) -> list[tuple[str, list[StatementRow]]]:
    """Group rows by the years of their papers, in their order."""
    groups = groupby(rows, key=lambda row: row.paper.year if row.paper else "")
    return [(year, list(group)) for year, group in groups]
