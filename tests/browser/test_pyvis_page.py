"""The page that pyvis makes, as a person meets it, in headless Chromium, from a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from paperatlas.html.pyvis_page import render_pyvis_page
from quiet_page import open_quiet_page
from samples import HOSTILE, sample_graph

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser

_MENU = ".ts-control"  # what tom-select puts in place of each menu: the node, the item, the property, the values


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The sample graph with hostile texts; at the end nothing was asked for, and no script had failed or had leaked."""
    file = tmp_path / "graph.html"
    file.write_text(render_pyvis_page(sample_graph(HOSTILE), title=HOSTILE), encoding="utf-8")
    with open_quiet_page(browser, file.as_uri()) as page:
        faults: list[str] = []
        page.on("request", lambda request: faults.append(request.url))
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        yield page
        assert page.evaluate("document.querySelectorAll('img, iframe').length") == 0
        assert faults == []


def option(page: Page, text: str) -> Locator:
    return page.locator(".ts-dropdown:visible .option").filter(has_text=re.compile(rf"^{re.escape(text)}$"))


def choose(page: Page, menu: int, text: str) -> None:
    page.locator(_MENU).nth(menu).click()
    option(page, text).click()


def colours(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("Object.fromEntries(nodes.get().map(its => [its.id, its.color]))")
    return found


def test_the_graph_is_drawn_at_the_places_that_were_computed(page: Page) -> None:
    assert page.evaluate("nodes.length") == len(sample_graph().entities)
    moved = (
        "nodes.get().filter(its => { const at = network.getPosition(its.id); return at.x !== its.x || at.y !== its.y })"
    )
    assert page.evaluate(moved) == []


def test_hostile_text_shows_as_text(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    page.locator(_MENU).first.click()
    expect(option(page, f"{HOSTILE} (Paper)").first).to_be_visible()


def test_a_chosen_node_stands_out_with_its_neighbours_until_reset(page: Page) -> None:
    before = colours(page)
    page.get_by_role("button", name="Reset Selection").first.click()
    choose(page, 0, "RiverPile (Dataset)")
    after = colours(page)
    assert after["dataset/riverpile"] == before["dataset/riverpile"]
    assert after["model/otter7b"] == before["model/otter7b"]
    assert after["dataset/pondbench-hard"] != before["dataset/pondbench-hard"]
    page.get_by_role("button", name="Reset Selection").first.click()
    assert colours(page) == before


def test_a_filter_leaves_the_nodes_of_a_type(page: Page) -> None:
    choose(page, 1, "node")
    choose(page, 2, "type")
    choose(page, 3, "Model")
    page.get_by_role("button", name="Filter", exact=True).click()
    shown = "nodes.get().filter(its => !its.hidden).map(its => its.type)"
    assert set(page.evaluate(shown)) == {"Model"}
    page.get_by_role("button", name="Reset Selection").last.click()
    assert len(page.evaluate(shown)) == len(sample_graph().entities)


def test_hostile_values_of_a_filter_show_as_text(page: Page) -> None:
    choose(page, 1, "node")
    choose(page, 2, "label")
    page.locator(_MENU).nth(3).click()
    expect(page.locator(".ts-dropdown:visible .option").filter(has_text="<img src=x").first).to_be_visible()


def test_what_is_under_the_mouse_is_told_in_a_few_words(page: Page) -> None:
    corner = page.locator("#mynetwork").bounding_box()
    assert corner
    at = page.evaluate("network.canvasToDOM(network.getPosition('model/otter7b'))")
    page.mouse.move(corner["x"] + at["x"], corner["y"] + at["y"])
    expect(page.locator(".vis-tooltip")).to_contain_text("Model,")
