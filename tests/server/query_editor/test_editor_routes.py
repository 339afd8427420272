from __future__ import annotations

import logging
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from paperatlas.errors import GraphError, Reason, RequestError
from paperatlas.server.assets import asset_routes, assets
from paperatlas.server.pages import page_templates
from paperatlas.server.query_editor import editor_routes, routes
from paperatlas.sparql import open_graph
from samples import HOSTILE
from store_site import StoreSite

if TYPE_CHECKING:
    from paperatlas.sparql import Result

RIVER = Path(__file__).parents[2] / "sparql" / "river.ttl"
SPARQL = {"Content-Type": "application/sparql-query"}


@pytest.fixture
def site() -> StoreSite:
    return StoreSite(open_graph(RIVER))


@pytest.fixture
def client(site: StoreSite) -> TestClient:
    return TestClient(Starlette(routes=[*routes(site), *asset_routes()]))


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_page_opens_without_asking_anything(client: TestClient, site: StoreSite) -> None:
    response = client.get("/query")
    assert response.status_code == 200
    assert "<textarea" in response.text
    assert site.asked == []


def test_a_query_in_the_address_is_answered_without_a_script(client: TestClient) -> None:
    query = "SELECT ?name ?nameIri { ?nameIri a pa:Model ; rdfs:label ?name } ORDER BY ?name"
    response = client.get("/query", params={"query": query})
    page = _Page(response.text)
    assert "4 rows in" in response.text
    assert "Beaver-13B" in page.texts
    assert ("a", {"href": "model/dam", "title": "https://w3id.org/paperatlas/model/dam"}) in page.tags


def test_a_question_is_answered_with_its_parameter(client: TestClient) -> None:
    response = client.get("/query", params={"question": "what-beats", "model": "Otter-7B"})
    assert "Beaver-13B" in response.text
    assert 'value="Otter-7B"' in response.text
    assert '<option value="what-beats" selected>' in response.text


def test_a_flag_is_a_box_to_tick(client: TestClient) -> None:
    fields = {"question": "what-beats", "model": "Otter"}
    without, ticked = (client.get("/query", params={**fields, **box}) for box in ({}, {"variants": "true"}))
    boxes = [
        next(attributes for tag, attributes in _Page(page.text).tags if attributes.get("type") == "checkbox")
        for page in (without, ticked)
    ]
    assert [(box["name"], box["value"], "checked" in box) for box in boxes] == [
        ("variants", "true", False),
        ("variants", "true", True),
    ]
    assert "No row of the graph fits the query." in without.text
    assert "2 rows in" in ticked.text
    assert client.get("/query", params={**fields, "variants": "maybe"}).status_code == 400


def test_unbound_variables_and_numbers_have_their_places(client: TestClient) -> None:
    text = client.get("/query", params={"query": "SELECT * { VALUES (?a ?b) { (UNDEF 7) } }"}).text
    assert '<th scope="col">a</th><th scope="col" class="number">b</th>' in text
    assert '<td></td><td class="number">7</td>' in text


def test_an_answer_without_rows_says_so(client: TestClient) -> None:
    assert "No row of the graph fits" in client.get("/query", params={"query": "SELECT * { ?x a pa:None }"}).text


def test_yes_or_no_is_answered(client: TestClient) -> None:
    assert '<p class="verdict">Yes</p>' in client.get("/query", params={"query": "ASK { ?x a pa:Model }"}).text


@pytest.mark.parametrize("fields", [{"query": "SELECT * { ?x a ] }"}, {"question": "nothing"}])
def test_what_cannot_be_asked_is_told_and_kept(client: TestClient, fields: dict[str, str]) -> None:
    response = client.get("/query", params=fields)
    assert response.status_code == 400
    assert 'role="alert"' in response.text


def test_hostile_text_is_text_on_the_page(client: TestClient) -> None:
    for fields in (
        {"query": f"SELECT ?x {{ VALUES ?x {{ '''{HOSTILE}''' <javascript:alert(1)> }} }}"},
        {"query": HOSTILE},
        {"question": HOSTILE},
        {"question": "lineage", "model": HOSTILE},
    ):
        page = _Page(client.get("/query", params=fields).text)
        assert [attrs.get("src") for tag, attrs in page.tags if tag in {"script", "img"}] in (
            [],
            routes_scripts(client),
        )
        assert not [attrs for _, attrs in page.tags if any(name.startswith("on") for name in attrs)]
        assert not [attrs for _, attrs in page.tags if str(attrs.get("href", "")).startswith("javascript")]


def routes_scripts(client: TestClient) -> list[str | None]:
    page = _Page(client.get("/query").text)
    return [attrs["src"] for tag, attrs in page.tags if tag == "script"]


def test_the_page_holds_no_inline_script_or_style(client: TestClient) -> None:
    page = _Page(client.get("/query", params={"query": "ASK {}"}).text)
    assert all(attrs.get("src") for tag, attrs in page.tags if tag == "script")
    assert not [tag for tag, attrs in page.tags if tag == "style" or "style" in attrs]


def test_the_script_asks_by_post(client: TestClient) -> None:
    response = client.post("/query/answer", content="ASK {}", headers=SPARQL)
    assert response.json()["answer"] is True
    assert response.headers["cache-control"] == "no-store"


def test_the_script_is_told_where_the_error_is(client: TestClient) -> None:
    response = client.post("/query/answer", content="SELECT *\n{ ?x a ] }", headers=SPARQL)
    assert response.status_code == 400
    assert response.json()["line"] == 2


def test_the_script_has_to_say_that_it_sends_a_query(client: TestClient, site: StoreSite) -> None:
    for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data"):
        assert client.post("/query/answer", content="ASK {}", headers={"Content-Type": kind}).status_code == 415
    assert site.asked == []


def test_long_and_broken_texts_are_refused(client: TestClient, site: StoreSite) -> None:
    assert client.post("/query/answer", content=b"#" * 1_000_001, headers=SPARQL).status_code == 413
    assert client.post("/query/answer", content=b"\xff", headers=SPARQL).status_code == 400
    assert site.asked == []


@pytest.mark.parametrize(
    ("form", "start"),
    [("csv", "name\r\n"), ("tsv", "?name\n"), ("json", '{"head"')],
)
def test_an_answer_can_be_taken_along(client: TestClient, form: str, start: str) -> None:
    query = "SELECT ?name { ?x a pa:Model ; rdfs:label ?name }"
    response = client.get(f"/query/answer.{form}", params={"query": query})
    assert response.text.startswith(start)
    assert response.headers["content-disposition"] == f'attachment; filename="answer.{form}"'


def test_a_download_of_nothing_we_have_is_refused(client: TestClient) -> None:
    assert client.get("/query/answer.table?query=ASK{}").status_code == 404
    assert client.get("/query/answer.csv?query=nonsense").status_code == 400


def test_assets_are_kept_for_long_and_nothing_else_is_served(client: TestClient) -> None:
    sheets = (attrs["href"] for tag, attrs in _Page(client.get("/query").text).tags if attrs.get("rel") == "stylesheet")
    sheet = next(sheet for sheet in sheets if sheet and "query" in sheet)
    response = client.get(sheet)
    assert response.status_code == 200
    assert "immutable" in response.headers["cache-control"]
    for name in ("routing.py", quote("../assets.py", safe=""), "..%2f..%2f__init__.py", "dist", "query.html.jinja"):
        assert client.get(f"/static/{name}").status_code == 404


def test_without_the_bundle_the_page_says_what_is_missing(
    site: StoreSite, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    without = {name: asset for name, asset in assets().items() if name not in {"query.js", "licences.txt"}}
    for module in (editor_routes, page_templates):
        monkeypatch.setattr(module, "assets", lambda: without)
    with caplog.at_level(logging.WARNING):
        client = TestClient(Starlette(routes=routes(site)))
    assert "without npm" in caplog.text
    text = client.get("/query", params={"query": "ASK {}"}).text
    assert "query.js" not in text
    assert "npm" in text
    assert "Yes" in text


class _RefusingSite(StoreSite):
    def __init__(self, error: Exception) -> None:
        super().__init__(open_graph(RIVER))
        self._error = error

    async def ask(self, sparql: str) -> Result:
        raise self._error


@pytest.mark.parametrize("error", [GraphError("gone; build it"), RequestError(Reason.BUSY, "gone; build it")])
def test_what_the_server_refuses_is_told(error: Exception) -> None:
    client = TestClient(Starlette(routes=routes(_RefusingSite(error))))
    page = client.get("/query", params={"query": "ASK {}"})
    assert (page.status_code, "gone; build it" in page.text) == (503, True)
    answer = client.post("/query/answer", content="ASK {}", headers=SPARQL)
    assert (answer.status_code, answer.json()) == (503, {"error": "gone; build it"})
    assert client.get("/query/answer.csv?query=ASK{}").status_code == 503
