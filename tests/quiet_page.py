"""Open pages that must make no request and no complaint."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page


@contextmanager
def open_quiet_page(browser: Browser, address: str) -> Iterator[Page]:
    """Open a page; hold that it requests only itself and logs nothing while it opens."""
    requests: list[str] = []
    complaints: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert requests == [address]
    assert complaints == []
    yield page
    page.close()
