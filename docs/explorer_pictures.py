"""Remake the explorer's pictures: ``python docs/explorer_pictures.py output/explorer.html`` (needs Debian's chromium).

The page is one of the seeds' graph: ``paperatlas build seeds --output output``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DOCS = Path(__file__).parent


def main(page_path: str) -> None:
    """Take the first sight, and a model that is chosen."""
    address = Path(page_path).resolve().as_uri()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        take(browser, address, "explorer.png")
        take(browser, f"{address}#node=model%2Fllama2", "explorer-node.png")
        browser.close()


def take(browser: Browser, address: str, name: str) -> None:
    """Keep a picture of the page at an address."""
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_timeout(1000)
    page.screenshot(path=DOCS / name)
    page.close()


if __name__ == "__main__":
    main(sys.argv[1])
