from __future__ import annotations

import gzip
import itertools
from types import SimpleNamespace

import pytest

from paperatlas._util import http
from paperatlas._util.http import Client, Reply
from remote_servers import Answer, Request, scripted


def sent(answer: Answer, *, times: int = 1, limit: int = 100) -> tuple[Reply, list[Request]]:
    """Return the last reply and what the server saw."""
    seen: list[Request] = []

    def remembered(request: Request) -> Answer:
        seen.append(request)
        return answer

    client = Client(token="t0ken", timeout=5, limit=limit)  # noqa: S106
    with scripted(remembered) as url:
        return [client.send("POST", url, b"", {}) for _ in range(times)][-1], seen


def test_an_answer_is_told_with_its_type() -> None:
    reply, _ = sent(Answer(200, b"yes", {"Content-Type": "Text/Turtle; charset=utf-8"}))
    assert reply == Reply(200, "text/turtle", b"yes")
    assert reply.ok


def test_what_is_packed_stays_packed() -> None:
    bomb = gzip.compress(b"0" * 10_000)
    reply, seen = sent(Answer(200, bomb, {"Content-Encoding": "gzip"}))
    assert reply.body == bomb
    assert seen[0].headers["Accept-Encoding"] == "identity"


def test_no_cookie_is_kept() -> None:
    _, seen = sent(Answer(200, headers={"Set-Cookie": "a=b"}), times=2)
    assert ["Cookie" in request.headers for request in seen] == [False, False]


def test_a_redirect_is_an_answer_like_any_other() -> None:
    reply, seen = sent(Answer(302, headers={"Location": "http://127.0.0.1:9/"}))
    assert (reply.status, reply.ok, len(seen)) == (302, False, 1)


def test_a_refusal_whose_body_is_cut_keeps_its_status() -> None:
    assert sent(Answer(403, b"no", {"Content-Length": "50"}))[0].summary() == "status 403"


def test_an_answer_that_is_cut_is_none() -> None:
    assert sent(Answer(200, b"x", {"Content-Length": "50"}))[0].summary().startswith("no answer: ")


def test_a_server_that_drips_cannot_stretch_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "time", SimpleNamespace(monotonic=itertools.count(step=3).__next__))
    reply, _ = sent(Answer(200, b"x" * (1 << 20)), limit=1 << 21)
    assert reply.summary() == "no whole answer within 5 s"


@pytest.mark.parametrize("proxy", ["gopher://x", "socks5://127.0.0.1:9", "http://127.0.0.1:9", "http://[::1"])
def test_a_proxy_that_is_of_no_use_is_told(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, proxy)
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    reply = Client(token=None, timeout=5, limit=100).send("POST", "http://pond.example/sparql", b"", {})
    assert reply.summary().startswith("no answer: ")
