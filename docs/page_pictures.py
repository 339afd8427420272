"""Remake the pictures of the pages: ``python docs/page_pictures.py http://127.0.0.1:8000`` (needs Debian's chromium).

The server is one that serves the graph of the seeds: ``paperatlas build seeds`` and ``paperatlas serve``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DOCS = Path(__file__).parent


def main(address: str) -> None:
    """Take the home page while somebody types, and the page of a model."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        take(browser, address, "", "home.png", typed="llama")
        take(browser, address, "/model/llama2", "model.png", height=1240)
        browser.close()


def take(browser: Browser, address: str, path: str, name: str, *, typed: str = "", height: int = 760) -> None:
    """Keep a picture of a page, with something typed into its search field where that is asked for."""
    page = browser.new_page(viewport={"width": 1100, "height": height})
    page.goto(address + (path or "/"))
    if typed:
        page.get_by_role("combobox").press_sequentially(typed)
        page.get_by_role("option").first.wait_for()
        page.keyboard.press("ArrowDown")
    page.screenshot(path=DOCS / name)
    page.close()


if __name__ == "__main__":
    main(sys.argv[1])
