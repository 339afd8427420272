from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from paperatlas.review.session import ReviewSession
from paperatlas.server.review.review_app import review_app
from review_lines import ABSTRACT, answer, passage
from samples import HOSTILE

if TYPE_CHECKING:
    from httpx2 import Response

    from paperatlas.curation.file_models import AnswerLine

TOKEN = "a-token"  # noqa: S105 - of an application that ends with its test


class Site:
    """A review page of two statements, the first with a hostile title."""

    def __init__(self) -> None:
        self.kept: list[AnswerLine] = []
        self.stopped = 0
        hostile = replace(answer("1", None), passages=(passage(title=HOSTILE),))
        self.session = ReviewSession([hostile, answer("2", None)], self.kept.append)
        self.client = TestClient(review_app(self.session, TOKEN, self._stop))

    def _stop(self) -> None:
        self.stopped += 1

    @property
    def verdicts(self) -> list[tuple[str, str | None, str, str]]:
        return [(line.statement, line.verdict, line.kind, line.note) for line in self.kept]

    def page(self) -> str:
        response = self.client.get("/", params={"token": TOKEN})
        assert response.status_code == 200
        return response.text

    def post(self, action: str, position: int = 0, **fields: str) -> Response:
        data = {"token": TOKEN, "position": str(position), "action": action, **fields}
        response: Any = self.client.post("/", data=data, follow_redirects=False)
        return response  # type: ignore[no-any-return]


@pytest.fixture
def site() -> Site:
    return Site()


def test_the_page_shows_the_statement_and_its_text_escaped(site: Site) -> None:
    page = site.page()
    assert "1 of 2" in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert re.sub("<[^>]+>", "", page[page.index('<p dir="auto">') :]).startswith(ABSTRACT)
    assert '<span class="quoted object">PondBench</span>' in page
    assert "0.9" not in page


def test_a_page_loads_nothing_from_elsewhere_and_is_not_kept(site: Site) -> None:
    response = site.client.get("/", params={"token": TOKEN})
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in response.headers["content-security-policy"]
    assert response.headers["cache-control"] == "no-store"
    for address in re.findall(r'(?:src|href)="(/[^"]+)"', response.text):
        assert site.client.get(address).status_code == 200
    assert "style=" not in response.text


def test_a_verdict_is_kept_and_leads_to_the_next_statement(site: Site) -> None:
    response = site.post("judge", verdict="wrong", kind="predicate", note="a note")
    assert (response.status_code, response.headers["location"]) == (303, f"/?token={TOKEN}")
    assert site.verdicts == [("1", "wrong", "predicate", "a note")]
    assert "2 of 2" in site.page()
    site.post("judge", 1, verdict="right")
    assert "2 of 2 statements are judged now" in site.page()


def test_a_form_that_is_sent_twice_counts_once(site: Site) -> None:
    for _ in range(2):
        site.post("judge", verdict="right")
    assert site.verdicts == [("1", "right", "", "")]


def test_skip_undo_and_quit(site: Site) -> None:
    site.post("skip")
    site.post("judge", 1, verdict="right")
    site.post("undo", 2)
    assert site.verdicts == [("2", "right", "", ""), ("2", None, "", "")]
    assert site.stopped == 0
    assert "The verdicts are kept" in site.post("quit", 1).text
    assert site.stopped == 1


@pytest.mark.parametrize("token", ["", "another", "a-tokeń"])
def test_without_the_token_nothing_is_shown_or_kept(site: Site, token: str) -> None:
    assert site.client.get("/", params={"token": token}).status_code == 403
    refused = site.client.post("/", data={"token": token, "position": "0", "action": "judge", "verdict": "right"})
    assert refused.status_code == 403
    assert "open the address that `review` printed" in refused.text
    assert site.kept == []


@pytest.mark.parametrize(
    "fields",
    [
        {"action": "judge", "verdict": "splendid"},
        {"action": "judge", "verdict": "wrong", "kind": "not-introduced"},
        {"action": "dance"},
        {"action": "judge"},
    ],
)
def test_what_no_button_sends_is_refused(site: Site, fields: dict[str, str]) -> None:
    response = site.client.post("/", data={"token": TOKEN, "position": "0", **fields})
    assert response.status_code == 400
    assert "use the page's buttons" in response.text
    assert site.kept == []


def test_a_huge_form_is_refused(site: Site) -> None:
    assert site.client.post("/", content=b"note=" + b"a" * 100_000).status_code == 413
