from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperatlas.analysis import analyze
from paperatlas.html.report.report_page import render_report
from quiet_page import open_quiet_page
from samples import HOSTILE, sample_graph

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tmp_path: Path) -> str:
    graph = sample_graph(HOSTILE)
    page = tmp_path / "report.html"
    page.write_text(render_report(analyze(graph), graph), encoding="utf-8")
    return page.as_uri()


def test_the_report_opens_in_silence(browser: Browser, address: str) -> None:
    with open_quiet_page(browser, address) as page:
        assert page.title()


def test_a_hostile_title_shows_as_text(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    assert page.locator("cite", has_text=HOSTILE).count() >= 1
    assert page.locator("img, script, iframe").count() == 0
    page.close()


def test_the_style_sheet_is_let_through_its_policy(browser: Browser, address: str) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(address)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 21, 27)"
    assert page.evaluate("getComputedStyle(document.querySelector('rect.k-Model')).fill") == "rgb(37, 99, 201)"
    page.close()


def test_a_table_unfolds_beside_its_chart(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    figure = page.locator("#network figure").first
    assert not figure.locator("table").is_visible()
    figure.locator("summary").click()
    assert figure.locator("table").is_visible()
    page.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_window(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
