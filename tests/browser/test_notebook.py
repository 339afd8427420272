"""The explorer inside a frame, as a notebook shows it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import paperatlas as pa
from paperatlas.html import explorer
from samples import sample_graph

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.mark.skipif(
    not (Path(explorer.__file__).parent / "dist" / "explorer.js").exists(),
    reason="the script of the explorer is not bundled",
)
def test_it_works_in_a_notebook(browser: Browser, tmp_path: Path) -> None:
    shown = pa.explore(pa.ego(sample_graph(), "Otter-7B"), height=500)._repr_html_()
    (tmp_path / "notebook.html").write_text(f"<!doctype html><title>Notebook</title>{shown}")
    page = browser.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.goto((tmp_path / "notebook.html").as_uri())
    frame = page.frame_locator("iframe")
    search = frame.get_by_role("combobox").first
    search.fill("otter-7b")
    search.press("Enter")
    frame.locator("#panel").get_by_text("RiverPile").first.wait_for()
    assert problems == []
    page.close()
