"""The page as a person meets it, in headless Chromium, from a file."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from paperatlas.viewing import render_page
from samples import ABSTRACT, HOSTILE, sample_graph
from viewing.synthetic import synthetic_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from paperatlas.records import Graph

pytestmark = pytest.mark.browser


@dataclass
class Visit:
    """An open page, and what it did that it should not have done."""

    page: Page
    offences: list[str] = field(default_factory=list)

    def look(self, expression: str) -> Any:
        return self.page.evaluate(expression)

    def visible(self) -> set[str]:
        return set(self.look("paperatlas.canvas.nodes.getIds()"))

    def lines(self) -> set[str]:
        statements = "paperatlas.canvas.edges.getIds().map(id => paperatlas.atlas.statements.get(id))"
        return {statement["predicate"] for statement in self.look(statements)}

    def click_node(self, node: str, *, times: int = 1) -> None:
        self._click(f"paperatlas.pointOf({json.dumps(node)})", times)

    def click_statement(self, statement: str) -> None:
        middle = f"paperatlas.canvas.network.body.edges[{json.dumps(statement)}].edgeType.getPoint(0.5)"
        self._click(f"paperatlas.canvas.network.canvasToDOM({middle})")

    def _click(self, point: str, times: int = 1) -> None:
        corner = self.page.locator("#canvas").bounding_box()
        assert corner
        at = self.look(point)
        self.page.mouse.click(corner["x"] + at["x"], corner["y"] + at["y"], click_count=times, delay=20)

    def search(self, text: str) -> None:
        self.page.get_by_role("combobox").press_sequentially(text)

    def box(self, name: str) -> Any:
        return self.page.get_by_role("checkbox", name=name)

    @property
    def panel(self) -> Any:
        return self.page.locator("#panel")


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Visit]]:
    """Opens a graph as a page; at the end no request may have left and no script may have failed."""
    visits: list[Visit] = []

    def open_graph(graph: Graph, *, hash_: str = "", limit: int = 1000, **context: Any) -> Visit:
        file = tmp_path / "graph.html"
        file.write_text(render_page(graph, limit=limit), encoding="utf-8")
        context = {"viewport": {"width": 1280, "height": 720}, "reduced_motion": "reduce", **context}
        page = browser.new_context(**context).new_page()
        seen = Visit(page)
        visits.append(seen)
        offences = seen.offences

        def watch(route: Any) -> None:
            if route.request.url.partition("#")[0] == file.as_uri() or route.request.url.startswith("data:"):
                route.continue_()
            else:
                offences.append(f"request {route.request.url}")
                route.abort()

        def refuse(dialog: Any) -> None:
            offences.append(f"dialog {dialog.message}")
            dialog.dismiss()

        page.route("**/*", watch)
        page.on("console", lambda message: offences.append(f"console {message.text}"))
        page.on("pageerror", lambda error: offences.append(f"error {error}"))
        page.on("dialog", refuse)
        page.goto(file.as_uri() + hash_)
        page.wait_for_selector("html[data-ready]", state="attached")
        return seen

    yield open_graph
    for seen in visits:
        assert seen.offences == []
        seen.page.context.close()


def test_the_core_is_seen_first(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph())
    assert seen.visible() == {
        "model/otter7b",
        "model/beaver13b",
        "dataset/pondbench",
        "dataset/riverpile",
        "method/streamlora",
    }
    expect(seen.page.locator("#shown")).to_contain_text("5 nodes and 5 statements in view")
    expect(seen.panel).to_be_hidden()


def test_a_thousand_nodes_open_at_once_without_a_hairball(visit: Callable[..., Visit]) -> None:
    graph = synthetic_graph(600)
    visit(graph)  # the first page warms the browser up
    seen = visit(graph)
    ready = seen.look("performance.getEntriesByName('paperatlas-ready')[0].startTime")
    assert ready < 3000  # milliseconds; alone on a laptop it is about a tenth of that
    assert 60 <= len(seen.visible()) <= 120
    expect(seen.page.locator("#controls")).to_contain_text("showing 1,000 of 1,500 nodes")


def test_a_click_on_a_node_shows_all_that_is_known(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph())
    seen.click_node("model/otter7b")
    expect(seen.panel.get_by_role("heading", level=2)).to_have_text("Otter-7B")
    for text in ("Model", "Also: Otter 7B", "trains-on …", "RiverPile", "… applied-to this", "StreamLoRA", "inferred"):
        expect(seen.panel).to_contain_text(text)


def test_a_click_on_a_statement_of_a_node_shows_its_evidence(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph())
    seen.click_node("model/otter7b")
    seen.panel.get_by_role("button", name="RiverPile").first.click()
    for text in ("trains-on", "1 paper", "0.80", "“trained on RiverPile”", "a.txt:3, b.txt:9", "rules-0.1.0"):
        expect(seen.panel).to_contain_text(text)
    link = seen.panel.get_by_role("link", name="arxiv:2401.00001")
    expect(link).to_have_attribute("href", "https://arxiv.org/abs/2401.00001")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_a_click_on_a_line_shows_on_what_papers_disagree(visit: Callable[..., Visit]) -> None:
    graph = sample_graph()
    conflict = next(statement for statement in graph.statements if statement.predicate == "compares-to")
    seen = visit(graph)
    seen.click_statement(conflict.id)
    for text in ("Papers disagree: better and worse", "Beaver-13B still beats Otter-7B", "2 papers", "2 passages"):
        expect(seen.panel).to_contain_text(text)
    caption = seen.look("paperatlas.atlas.caption(paperatlas.atlas.statements.get(paperatlas.opened))")
    assert caption == "compares-to: better / worse"


def test_disagreements_are_listed(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph())
    seen.page.get_by_text("Papers disagree").click()
    seen.page.get_by_role("button", name="Otter-7B against Beaver-13B: better and worse").click()
    expect(seen.panel).to_contain_text("Papers disagree: better and worse, seen from Otter-7B.")


def test_an_inferred_statement_names_its_rule(visit: Callable[..., Visit]) -> None:
    graph = sample_graph()
    inferred = next(statement for statement in graph.statements if statement.inferred_by)
    seen = visit(graph, hash_=f"#statement/{inferred.id}")
    expect(seen.panel).to_contain_text("Inferred statement")
    expect(seen.panel).to_contain_text("the rule name-prefix")


def test_a_paper_shows_what_its_listings_tell(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph(), hash_="#paper/one")
    for text in ("2 January 2024", "CL", ABSTRACT, "Listed in a.txt:3, b.txt:9", "3, not all of them listed"):
        expect(seen.panel).to_contain_text(text)
    expect(seen.panel.get_by_role("link", name="https://example.org/otter/code")).to_be_visible()


def test_search_finds_by_alias_and_centres(visit: Callable[..., Visit]) -> None:
    seen = visit(synthetic_graph(100))
    seen.search("m97")
    expect(seen.page.get_by_role("option").first).to_contain_text("Model-97")
    seen.page.keyboard.press("Enter")
    expect(seen.panel.get_by_role("heading", level=2)).to_have_text("Model-97")
    at = seen.look("paperatlas.pointOf('model/m0097')")
    canvas, panel = seen.page.locator("#canvas").bounding_box(), seen.panel.bounding_box()
    assert canvas
    assert panel
    assert abs(at["x"] - (panel["x"] - canvas["x"]) / 2) < 20
    assert abs(at["y"] - canvas["height"] / 2) < 20


def test_search_works_by_keyboard_and_says_when_nothing_is_found(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph())
    seen.page.keyboard.press("/")
    seen.page.keyboard.type("pond")
    options = seen.page.get_by_role("option")
    expect(options).to_have_count(2)
    seen.page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    second = options.nth(1).inner_text()
    seen.page.keyboard.press("Enter")
    expect(seen.panel.get_by_role("heading", level=2)).to_have_text(second)
    seen.page.keyboard.press("ControlOrMeta+a")
    seen.page.keyboard.type("zebra")
    expect(seen.page.get_by_role("listbox")).to_contain_text("No node")
    seen.page.keyboard.press("Escape")
    expect(seen.page.get_by_role("listbox")).to_be_hidden()


def test_filters_by_type_and_predicate(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph())
    seen.box("Dataset").uncheck()
    assert not any(node.startswith("dataset/") for node in seen.visible())
    seen.box("Paper").check()
    assert {"paper/one", "paper/two"} <= seen.visible()
    seen.box("compares-to").uncheck()
    assert "compares-to" not in seen.lines()
    assert "mentions" not in seen.lines()
    seen.box("Dataset").check()
    seen.box("mentions").check()
    assert "mentions" in seen.lines()


def test_a_predicate_alone_leaves_the_things_it_relates(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph())
    for name in ("evaluates-on", "compares-to", "based-on", "applied-to", "variant-of"):
        seen.box(name).uncheck()
    assert seen.visible() == {"model/otter7b", "dataset/riverpile"}
    expect(seen.page.locator("#shown")).to_contain_text("3 nodes without a visible statement left out")


def test_a_double_click_shows_the_neighbours(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph())
    seen.click_node("model/otter7b", times=2)
    expect(seen.panel.get_by_role("button", name="All neighbours are shown")).to_be_disabled()
    assert {"paper/one", "model/otter"} <= seen.visible()


def test_the_slider_shows_more_and_reset_brings_the_first_view_back(visit: Callable[..., Visit]) -> None:
    seen = visit(synthetic_graph(200))
    first = seen.visible()
    counts = [len(first)]
    for _ in range(3):
        seen.page.get_by_role("slider").press("ArrowRight")
        counts.append(len(seen.visible()))
    assert counts[0] < counts[1] < counts[2] <= counts[3]
    seen.click_node("model/m0000")
    seen.page.get_by_role("button", name="Reset view").click()
    assert seen.visible() == first
    expect(seen.panel).to_be_hidden()


def test_an_address_opens_a_node_and_back_goes_back(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph(), hash_="#model/beaver13b")
    heading = seen.panel.get_by_role("heading", level=2)
    expect(heading).to_have_text("Beaver-13B")
    seen.page.get_by_role("combobox").fill("riverpile")
    seen.page.keyboard.press("Enter")
    expect(heading).to_have_text("RiverPile")
    assert seen.page.url.endswith("#dataset/riverpile")
    seen.page.go_back()
    expect(heading).to_have_text("Beaver-13B")


@pytest.mark.parametrize("hash_", ["#model/unknown", "#%", "#statement/", "#constructor"])
def test_an_address_of_nothing_opens_nothing(visit: Callable[..., Visit], hash_: str) -> None:
    expect(visit(sample_graph(), hash_=hash_).panel).to_be_hidden()


def test_hostile_text_shows_as_text(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph(HOSTILE))
    seen.box("Paper").check()
    seen.search("img src")
    expect(seen.page.get_by_role("option").first).to_contain_text(HOSTILE)
    seen.page.keyboard.press("Enter")
    expect(seen.panel.get_by_role("heading", level=2)).to_have_text(HOSTILE)
    seen.panel.locator(".statement").first.click()
    expect(seen.panel).to_contain_text(HOSTILE)
    assert seen.look("document.querySelectorAll('img, iframe, #panel script').length") == 0
    seen.page.wait_for_timeout(100)  # an image that failed to load would run its script about now


def test_only_web_addresses_become_links(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph())
    kinds = seen.look(
        "['javascript:alert(1)', 'data:text/html,x', 'no address', 'https://a.org/']"
        ".map(address => makeLink('x', address).tagName)"
    )
    assert kinds == ["SPAN", "SPAN", "SPAN", "A"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_keeps_all_within_reach(visit: Callable[..., Visit], scheme: str) -> None:
    seen = visit(sample_graph(), viewport={"width": 390, "height": 844}, color_scheme=scheme)
    assert seen.look("document.documentElement.scrollWidth") == 390
    expect(seen.page.get_by_role("checkbox").first).to_be_hidden()
    seen.page.get_by_role("button", name="Filters").click()
    seen.box("Paper").check()
    seen.page.get_by_role("button", name="Filters").click()
    seen.click_node("model/otter7b")
    expect(seen.panel).to_contain_text("Otter-7B")
    seen.page.get_by_role("button", name="Close the panel").click()
    expect(seen.panel).to_be_hidden()


def test_a_change_of_the_theme_repaints(visit: Callable[..., Visit]) -> None:
    seen = visit(sample_graph())
    fill = "paperatlas.canvas.nodes.get('model/otter7b').color.background"
    light = seen.look(fill)
    seen.page.emulate_media(color_scheme="dark")
    seen.page.wait_for_timeout(100)
    assert seen.look(fill) != light


def test_a_graph_without_a_node_opens(visit: Callable[..., Visit]) -> None:
    seen = visit(type(sample_graph())())
    expect(seen.page.locator("#shown")).to_contain_text("0 nodes and 0 statements")
