"""The review page as a reviewer meets it, in headless Chromium."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from paperatlas.review.session import ReviewSession
from paperatlas.server.review.review_app import review_app
from paperatlas.server.serve import make_server, run_server
from review_lines import answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from paperatlas.curation.file_models import AnswerLine

pytestmark = pytest.mark.browser

TOKEN = "a-token"  # noqa: S105 - of a server that ends with its test


@pytest.fixture
def kept() -> list[AnswerLine]:
    return []


@pytest.fixture
def page(browser: Browser, kept: list[AnswerLine]) -> Iterator[Page]:
    """The page of three statements; what the browser complains of fails the test."""
    session = ReviewSession([answer(str(n), None) for n in range(3)], kept.append)
    server = make_server(review_app(session, TOKEN, lambda: setattr(server, "should_exit", True)))
    addresses: list[str] = []
    listening = threading.Event()

    def ready(url: str) -> None:
        addresses.append(url)
        listening.set()

    thread = threading.Thread(target=run_server, args=(server, "127.0.0.1", 0, ready))
    thread.start()
    assert listening.wait(60)
    complaints: list[str] = []
    opened = browser.new_page()
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(f"{addresses[0]}?token={TOKEN}")
    yield opened
    opened.close()
    server.should_exit = True
    thread.join(60)
    assert not thread.is_alive()
    assert complaints == []


def verdicts(kept: list[AnswerLine]) -> list[tuple[str, str | None, str, str]]:
    return [(line.statement, line.verdict, line.kind, line.note) for line in kept]


def test_keys_judge(page: Page, kept: list[AnswerLine]) -> None:
    page.keyboard.press("r")
    expect(page.get_by_text("2 of 3", exact=True)).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("a")
    page.keyboard.press("u")
    expect(page.locator("details[open]")).to_have_count(0)
    page.keyboard.press("w")
    page.keyboard.press("p")
    expect(page.get_by_text("3 of 3", exact=True)).to_be_visible()
    page.wait_for_load_state()  # the text is there before the script that hears keys
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="That was the last one")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("u")
    expect(page.get_by_text("3 of 3", exact=True)).to_be_visible()
    assert verdicts(kept) == [
        ("0", "right", "", ""),
        ("1", "wrong", "predicate", ""),
        ("2", "arguable", "", ""),
        ("2", None, "", ""),
    ]


def test_letters_of_a_note_are_no_keys(page: Page, kept: list[AnswerLine]) -> None:
    page.locator("summary", has_text="wrong").click()
    page.get_by_label("Note").locator("visible=true").fill("rawsuq")
    page.get_by_role("button", name="the text does not say so").locator("visible=true").click()
    expect(page.get_by_text("2 of 3", exact=True)).to_be_visible()
    page.locator("summary", has_text="arguable").click()
    page.get_by_label("Note").locator("visible=true").fill("so so")
    page.keyboard.press("Enter")
    expect(page.get_by_text("3 of 3", exact=True)).to_be_visible()
    assert verdicts(kept) == [("0", "wrong", "not-stated", "rawsuq"), ("1", "arguable", "", "so so")]


def test_quit_ends_the_server(page: Page) -> None:
    page.keyboard.press("q")
    expect(page.get_by_role("heading", name="The verdicts are kept")).to_be_visible()
