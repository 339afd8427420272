from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperatlas.extraction import ModelExtractor
from paperatlas.graph.papers import Paper, SourceLocation
from paperatlas.html.annotated_page import render_annotated
from quiet_page import open_quiet_page
from samples import ABSTRACT, HOSTILE, TITLE

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tmp_path: Path) -> str:
    papers = [
        Paper(str(n), title, f"{ABSTRACT} {HOSTILE}", SourceLocation("p", n))
        for n, title in enumerate((TITLE, HOSTILE))
    ]
    page = tmp_path / "annotated.html"
    page.write_text(render_annotated(list(ModelExtractor().extract(papers))), encoding="utf-8")
    return page.as_uri()


def test_the_page_opens_in_silence_and_hostile_text_shows_as_text(browser: Browser, address: str) -> None:
    with open_quiet_page(browser, address) as page:
        assert page.locator("h2", has_text="<script>alert").count() == 1
        assert page.locator("img, script, iframe").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_on_every_mark(browser: Browser, address: str, scheme: str) -> None:
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(address)
    ratios = page.evaluate(CONTRASTS)
    assert len(ratios) > 6
    assert min(ratios) >= 4.5
    page.close()


CONTRASTS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const paint = (layers) => {
    layers.forEach((layer) => { canvas.fillStyle = layer; canvas.fillRect(0, 0, 1, 1); });
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const card = getComputedStyle(document.querySelector("article")).backgroundColor;
  return [...document.querySelectorAll("mark, .kind")].map((element) => {
    const style = getComputedStyle(element);
    const [a, b] = [light(paint([card, style.backgroundColor])), light(paint([style.color]))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  });
}"""


def test_a_quote_leads_to_its_sentence(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    page.locator(".words a").first.click()
    assert page.locator(".sentence:target").count() == 1
    page.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_window(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
