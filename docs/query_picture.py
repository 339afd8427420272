"""Remake the picture of ``query-editor.md``: ``python docs/query_picture.py ADDRESS`` (needs Debian's chromium).

ADDRESS is that of a server that shows the graph of the demo corpus, as ``paperatlas serve output`` prints it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent


def main(address: str) -> None:
    """Ask what the page of the docs asks, and keep the picture."""
    [query] = re.findall(r"```sparql\n(.*?)\n```", (FOLDER / "query-editor.md").read_text("utf-8"), re.DOTALL)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1120, "height": 1180})
        page.goto(f"{address.rstrip('/')}/query?query={quote(query)}")
        page.wait_for_selector("svg.picture")
        page.screenshot(path=FOLDER / "query-editor.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
