"""Pages of the server as a person meets them, in headless Chromium, under the policy that the server sends."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from paperatlas.graph.graph import Evidence, Statement
from paperatlas.server.assets import assets
from paperatlas.server.pages import routes
from samples import HOSTILE, sample_graph
from server.pages.graph_site import GraphSite
from store_site import served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
needs_script = pytest.mark.skipif("search.js" not in assets(), reason="the package was built without Node.js")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    sample = sample_graph()
    passage = Evidence("paper/one", "Our model is tuned on it.", "wording", confidence=0.05)
    unsure = Statement("model/otter7b", "trains-on", "dataset/pondbench", (passage,), 0.05)
    with served(routes(GraphSite(replace(sample, unsure=(unsure,))))) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens a page of the server; what the browser complains of, or asks of another server, fails the test."""
    offences: list[str] = []
    requests: list[str] = []
    contexts = []

    def open_page(path: str, **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: offences.append(message.text))
        page.on("pageerror", lambda error: offences.append(str(error)))
        page.on("dialog", lambda dialog: offences.append(dialog.message))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert offences == []
    assert [url for url in requests if not url.startswith(address)] == []


@needs_script
def test_suggestions_come_as_one_types_and_lead_there_by_keyboard(visit: Callable[..., Page]) -> None:
    page = visit("/")
    box = page.get_by_role("combobox")
    box.press_sequentially("otter")
    options = page.get_by_role("option")
    expect(options).to_have_count(3)
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    box.press("Enter")
    page.wait_for_url("**/model/otter7b")
    expect(page.get_by_role("heading", level=1)).to_have_text("Otter-7B")


@needs_script
def test_escape_closes_and_enter_alone_searches(visit: Callable[..., Page]) -> None:
    page = visit("/model/otter7b")
    box = page.get_by_role("combobox")
    box.press_sequentially("beaver")
    expect(page.get_by_role("listbox")).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert box.get_attribute("aria-expanded") == "false"
    box.press("Enter")
    page.wait_for_url("**/?q=beaver")
    expect(page.locator("#results")).to_contain_text("1 result for")


@needs_script
def test_arrows_go_round_by_way_of_the_field(visit: Callable[..., Page]) -> None:
    page = visit("/")
    box = page.get_by_role("combobox")
    box.press_sequentially("otter")
    expect(page.get_by_role("option")).to_have_count(3)
    box.press("ArrowUp")
    expect(page.get_by_role("option").nth(2)).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") is None


@needs_script
def test_a_click_opens_a_suggestion_and_hostile_names_stay_texts(visit: Callable[..., Page]) -> None:
    page = visit("/")
    page.get_by_role("combobox").press_sequentially("onerror")
    option = page.get_by_role("option")
    expect(option).to_contain_text(HOSTILE)
    assert page.locator("img").count() == 0
    option.click()
    page.wait_for_url("**/paper/two")


@needs_script
def test_what_nothing_fits_is_said(visit: Callable[..., Page]) -> None:
    page = visit("/")
    page.get_by_role("combobox").press_sequentially("qqq")
    expect(page.get_by_role("listbox")).to_contain_text("Nothing of that name")
    expect(page.get_by_role("status")).to_have_text("0 suggestions")


def test_all_works_without_a_script(visit: Callable[..., Page]) -> None:
    page = visit("/", java_script_enabled=False)
    page.get_by_role("searchbox").fill("otter")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Otter-7B").first.click()
    expect(page.get_by_role("heading", name="Trained on")).to_be_visible()
    page.get_by_role("link", name="RiverPile").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("RiverPile")


def test_the_skip_link_is_the_first_stop(visit: Callable[..., Page]) -> None:
    page = visit("/model/otter7b")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


UNSURE = Statement("model/otter7b", "trains-on", "dataset/pondbench").id
PATHS = ["/", "/?q=otter", "/model/otter7b", "/paper/two", "/author/ada-lake"]
PATHS += ["/model/otter7b?min-confidence=0", f"/statement/{UNSURE}"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_wider_than_the_window(visit: Callable[..., Page], path: str, width: int) -> None:
    page = visit(path, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


CONTRAST = """scheme => {
  const numbers = text => text.match(/[\\d.]+/g).map(Number);
  const light = colour => {
    const straight = part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4;
    const [r, g, b] = colour.slice(0, 3).map(part => straight(part / 255));
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const element of document.body.querySelectorAll("*")) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility()) continue;
    const [one, other] = [numbers(getComputedStyle(element).color), behind(element)].map(light);
    const ratio = (Math.max(one, other) + .05) / (Math.min(one, other) + .05);
    if (ratio < 4.5) poor.push([element.tagName, element.className, element.textContent.slice(0, 30), ratio]);
  }
  return poor;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_texts_stand_out_from_what_is_behind_them(visit: Callable[..., Page], path: str, scheme: str) -> None:
    page = visit(path, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert page.evaluate(CONTRAST, scheme) == []


def test_less_certain_statements_are_a_click_away_and_stay_with_the_reader(visit: Callable[..., Page]) -> None:
    page = visit("/model/otter7b")
    expect(page.locator(".unsure")).to_have_count(0)
    page.get_by_role("note").get_by_role("link", name="Show it").click()
    expect(page.locator(".unsure")).to_have_count(1)
    expect(page.locator(".unsure")).to_contain_text("about Otter-7B and PondBench")
    page.locator(".unsure").get_by_role("link", name="PondBench", exact=True).click()
    expect(page).to_have_url(re.compile(r"/dataset/pondbench\?min-confidence=0$"))
    page.get_by_role("link", name="Show what is sure").click()
    expect(page).to_have_url(re.compile(r"/dataset/pondbench$"))


@needs_script
def test_suggestions_keep_the_least_confidence(visit: Callable[..., Page]) -> None:
    page = visit("/?min-confidence=0.5")
    page.get_by_role("combobox").press_sequentially("otter-7b")
    page.get_by_role("option").first.click()
    expect(page).to_have_url(re.compile(r"/model/otter7b\?min-confidence=0\.5$"))


def test_dark_is_dark(visit: Callable[..., Page]) -> None:
    page = visit("/model/otter7b", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 20, 27)"


def test_print_leaves_the_site_out(visit: Callable[..., Page]) -> None:
    page = visit("/model/otter7b")
    page.emulate_media(media="print")
    expect(page.get_by_role("searchbox")).to_be_hidden()
    expect(page.get_by_role("heading", name="Trained on")).to_be_visible()
