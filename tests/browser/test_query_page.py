from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from pyoxigraph import Literal, NamedNode, Quad

from paperatlas.schema import DEFAULT_BASE, NAMESPACES
from paperatlas.server.assets import asset_routes
from paperatlas.server.query_editor import routes
from paperatlas.sparql import open_graph
from samples import HOSTILE
from store_site import StoreSite, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (resources.files("paperatlas.server.query_editor") / "dist" / "query.js").is_file(),
        reason="the script of the page was not bundled: no npm was in reach when paperatlas was installed",
    ),
]

RIVER = Path(__file__).parents[1] / "sparql" / "river.ttl"
MODELS = (
    "SELECT ?name ?nameIri ?size { ?nameIri a pa:Model ; rdfs:label ?name BIND(STRLEN(?name) AS ?size) } ORDER BY ?name"
)
FAMILY = "CONSTRUCT { ?a pa:basedOn ?b . ?a rdfs:label ?n . } WHERE { ?a pa:basedOn ?b ; rdfs:label ?n }"
ATTACK = "javascript:window.hit=1"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    store = open_graph(RIVER)
    evil, label = NamedNode(f"{DEFAULT_BASE}model/evil"), NamedNode(NAMESPACES["rdfs"] + "label")
    store.add(Quad(evil, label, Literal(HOSTILE)))
    store.add(Quad(evil, NamedNode(NAMESPACES["pa"] + "basedOn"), NamedNode(ATTACK)))
    with served([*routes(StoreSite(store)), *asset_routes()]) as base:
        yield base


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context()
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """A page that, whatever is done with it, asks no other server, breaks no policy and throws nothing."""
    asked: list[str] = []
    complaints: list[str] = []
    made = context.new_page()
    made.on("request", lambda request: asked.append(request.url))
    made.on("pageerror", lambda error: complaints.append(str(error)))
    made.on("dialog", lambda dialog: complaints.append(dialog.message))
    made.on("console", lambda message: complaints.append(message.text))
    yield made
    # Chromium itself writes down that a query was refused; all else is an error of ours.
    assert [text for text in complaints if "with a status of" not in text] == []
    assert [url for url in asked if not url.startswith((f"{address}/query", f"{address}/static/", "data:"))] == []


def open_query(page: Page, address: str, query: str = "") -> None:
    page.goto(f"{address}/query?query={quote(query)}")
    page.wait_for_selector(".cm-content")


def write(page: Page, text: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def text_of(page: Page) -> str:
    return "\n".join(page.locator(".cm-line").all_inner_texts())


def test_the_editor_has_colours_and_numbers(page: Page, address: str) -> None:
    open_query(page, address)
    colours = (
        page.locator(".cm-line").nth(1).locator("span").evaluate_all("all => all.map(e => getComputedStyle(e).color)")
    )
    assert len(set(colours)) >= 2
    expect(page.locator(".cm-lineNumbers")).to_be_visible()
    expect(page.locator("#query")).to_be_hidden()


def test_predicates_prefixes_and_variables_are_completed(page: Page, address: str) -> None:
    open_query(page, address)
    write(page, "SELECT ?model { ?model ")
    page.keyboard.type("pa:trai")
    options = page.locator(".cm-tooltip-autocomplete li")
    expect(options.first).to_contain_text("pa:trainsOn")
    options.first.click()
    assert text_of(page) == "SELECT ?model { ?model pa:trainsOn"
    page.keyboard.type(" ?mo")
    expect(options.first).to_have_text("?model")
    page.keyboard.type("x . ?y sko")
    expect(options.first).to_contain_text("skos:")


def test_a_question_runs_and_fills_the_table(page: Page, address: str) -> None:
    open_query(page, address)
    page.get_by_label("Start from a question").select_option("what-beats")
    page.get_by_label("model", exact=True).fill("Otter-7B")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("tbody")).to_contain_text("it loses to Beaver-13B")
    expect(page.locator("#status")).to_contain_text("2 rows in")


def test_control_enter_runs_what_is_written_and_the_address_can_be_shared(
    page: Page, context: BrowserContext, address: str
) -> None:
    open_query(page, address)
    write(page, MODELS)
    page.keyboard.press("Control+Enter")
    expect(page.locator("tbody tr")).to_have_count(4)
    other = context.new_page()
    other.goto(page.url)
    expect(other.locator("tbody tr")).to_have_count(4)
    assert text_of(other) == MODELS


def test_the_answer_is_the_same_with_and_without_the_script(page: Page, browser: Browser, address: str) -> None:
    open_query(page, address, MODELS)
    expect(page.locator("th button")).to_have_count(2)
    plain = browser.new_page(java_script_enabled=False)
    plain.goto(page.url)
    assert plain.locator("tbody td").all_inner_texts() == page.locator("tbody td").all_inner_texts()
    links = "all => all.map(e => e.getAttribute('href'))"
    assert plain.locator("tbody a").evaluate_all(links) == page.locator("tbody a").evaluate_all(links)
    plain.get_by_label("Query in SPARQL").fill("ASK {}")
    plain.get_by_role("button", name="Run").click()
    expect(plain.locator(".verdict")).to_have_text("Yes")
    plain.close()


def test_columns_sort_by_value(page: Page, address: str) -> None:
    open_query(page, address, "SELECT ?n { VALUES ?n { 9 10 UNDEF 2 } }")
    button, cells = page.get_by_role("button", name="n", exact=True), page.locator("tbody td")
    button.click()
    expect(cells).to_have_text(["2", "9", "10", ""])
    button.click()
    expect(cells).to_have_text(["10", "9", "2", ""])
    expect(page.get_by_role("columnheader")).to_have_attribute("aria-sort", "descending")


def test_things_of_the_graph_link_to_their_pages(page: Page, address: str) -> None:
    open_query(page, address, MODELS)
    expect(page.get_by_role("link", name="Beaver-13B")).to_have_attribute("href", "model/beaver13b")


def test_an_error_marks_its_line_until_the_text_changes(page: Page, address: str) -> None:
    open_query(page, address)
    write(page, "SELECT *\nWHERE {\n  ?model a ]\n}")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".cm-error-line")).to_have_text("  ?model a ]")
    expect(page.get_by_role("alert")).to_contain_text("line 3")
    page.keyboard.insert_text("x")
    expect(page.locator(".cm-error-line")).to_have_count(0)


def test_a_server_that_is_gone_is_told(page: Page, address: str) -> None:
    open_query(page, address)
    page.route("**/query/answer", lambda route: route.fulfill(status=503, body="too busy", content_type="text/plain"))
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("alert")).to_have_text("too busy")


def test_triples_are_drawn(page: Page, address: str) -> None:
    open_query(page, address, FAMILY)
    picture = page.locator("svg.picture")
    expect(picture.locator(".thing")).to_have_count(7)
    expect(picture.locator("line")).to_have_count(4)
    expect(picture).to_contain_text("Otter-7B")
    expect(page.locator(".legend li")).to_have_text(["Method", "Model", "based-on"])
    assert "model/beaver13b" in [link.get_attribute("href") for link in picture.locator("a").all()]


def test_edges_have_names_where_the_legend_does_not_tell_them_apart(page: Page, address: str) -> None:
    open_query(page, address, FAMILY)
    expect(page.locator("svg.picture .edge text")).to_have_count(0)
    both = "VALUES ?predicate { pa:basedOn pa:comparesTo dcterms:relation } ?subject ?predicate ?object"
    open_query(page, address, f"SELECT * {{ {both} FILTER(isIRI(?object)) }}")
    expect(page.locator("svg.picture")).to_contain_text("compares-to")


def test_what_is_too_much_for_a_picture_is_told(page: Page, address: str) -> None:
    values = " ".join(f"<{DEFAULT_BASE}model/{n}>" for n in range(151))
    open_query(
        page,
        address,
        f"SELECT * {{ VALUES ?subject {{ {values} }} BIND(pa:basedOn AS ?predicate) BIND(?subject AS ?object) }}",
    )
    expect(page.locator("#result")).to_contain_text("it would hold 151 things")
    expect(page.locator("svg.picture")).to_have_count(0)


def test_attacks_in_the_graph_do_nothing(page: Page, address: str) -> None:
    evil = f"VALUES ?subject {{ <{DEFAULT_BASE}model/evil> }} ?subject ?predicate ?object"
    everything = f"SELECT ?subject ?predicate ?object {{ {evil} }}"
    open_query(page, address, everything)
    expect(page.locator("tbody")).to_contain_text(HOSTILE)
    expect(page.locator("svg.picture")).to_contain_text(HOSTILE[:10])
    page.get_by_role("button", name="Run").click()
    expect(page.locator("tbody")).to_contain_text(ATTACK)
    assert page.locator("[href^=javascript], img, iframe, [onerror]").count() == 0
    assert page.locator("script:not([src])").count() == 0
    assert page.evaluate("window.hit") is None


def test_the_keyboard_reaches_everything_and_is_not_trapped(page: Page, address: str) -> None:
    open_query(page, address, MODELS)
    page.locator(".cm-content").focus()
    page.keyboard.type("# ")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_label("Start from a question")).to_be_focused()


def test_what_a_screen_reader_says(page: Page, address: str) -> None:
    open_query(page, address, FAMILY)
    expect(page.get_by_role("textbox", name="Query in SPARQL")).to_be_visible()
    expect(page.get_by_role("region", name="Answer").first).to_be_visible()
    expect(page.locator("svg.picture")).to_have_attribute(
        "aria-label", "A picture of 7 things and 4 edges; the table holds the same"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(browser: Browser, address: str, scheme: str) -> None:
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    open_query(page, address, f"# a note\n{MODELS}")
    ratios = page.evaluate(CONTRASTS)
    assert len(ratios) > 10
    assert min(ratios) >= 4.5
    page.close()


def test_nothing_is_wider_than_a_phone(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    open_query(page, address, FAMILY)
    expect(page.locator("svg.picture")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


CONTRASTS = """() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[0-9.]+/g).slice(0, 3)
      .map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    const colour = getComputedStyle(element).backgroundColor;
    if (!colour.endsWith(", 0)")) return colour;
    return ground(element.parentElement ?? element.getRootNode().host);
  };
  const editor = document.querySelector("#editor").shadowRoot;
  const texts = [...document.querySelectorAll("a, p, label, button, td, th, small, kbd, h1, option")]
    .concat([...editor.querySelectorAll(".cm-line span, .cm-gutterElement")]);
  return texts.filter((e) => e.getClientRects().length && !e.matches(".skip")).map((e) => {
    const [a, b] = [light(getComputedStyle(e).color), light(ground(e))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  });
}"""
