"""A client of the routes of pages, and a parser of pages."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.testclient import TestClient

from paperatlas.server.pages import routes

if TYPE_CHECKING:
    from paperatlas.server.site import Site


def client_of(site: Site) -> TestClient:
    return TestClient(Starlette(routes=routes(site)))


class ParsedPage(HTMLParser):
    """A page: its tags with their attributes in order, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def all(self, tag: str, attribute: str) -> list[str]:
        return [attrs[attribute] for name, attrs in self.tags if name == tag and attribute in attrs]
