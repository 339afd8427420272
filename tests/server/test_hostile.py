"""Clients that mean harm."""

from __future__ import annotations

import logging
import random
import socket
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.server.http.monitoring import LOGGER, escape_line

if TYPE_CHECKING:
    import httpx2 as httpx


def raw(url: str, request: bytes, *, end: bool = False) -> bytes:
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(request)
        if end:
            connection.shutdown(socket.SHUT_WR)
        pieces = []
        while piece := connection.recv(65536):
            pieces.append(piece)
    return b"".join(pieces)


def test_random_bytes_break_nothing(client: httpx.Client, url: str) -> None:
    choose = random.Random(7)
    for beginning in (
        b"",
        b"GET /sparql?query=",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n",
    ) * 10:
        try:
            raw(url, beginning + choose.randbytes(300), end=True)
        except ConnectionError:
            continue
    assert client.get("/healthz").text == "ok\n"


def test_random_queries_break_nothing(client: httpx.Client) -> None:
    choose = random.Random(8)
    for _ in range(30):
        content = choose.randbytes(200)
        answer = client.post("/sparql", content=content, headers={"Content-Type": "application/sparql-query"})
        assert answer.status_code == 400
        text = "".join(map(chr, choose.choices(range(1, 0xD800), k=100)))
        assert client.post("/sparql", data={"query": text}).status_code == 400
    assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200


@pytest.mark.parametrize(
    "target",
    [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/graph.html/../state.sqlite",
        "/state.sqlite",
        "/store/manifest.json",
        "/graphs/../../etc/passwd",
        "/static/../../../app.py",
        "/..%5c..%5cetc",
        "//etc/passwd",
        "/graph.html%00.txt",
    ],
)
def test_no_file_of_the_machine_is_read(url: str, target: str) -> None:
    answer = raw(url, f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    assert answer.split(b" ")[1] in {b"400", b"404"}


@pytest.mark.parametrize(
    "target",
    [
        "/sparql?query=ASK%7B%7D%0d%0aX-Evil:%201",
        "/graphs/a%0d%0aX-Evil:%201",
        "/graphs?graph=urn:a%0d%0aX-Evil:%201",
        "/%0d%0aX-Evil:%201",
        "/sparql/%0d%0aX-Evil:1/",
    ],
)
def test_no_header_can_be_planted(url: str, target: str) -> None:
    answer = raw(url, f"GET {target} HTTP/1.1\r\nHost: x\r\nOrigin: http://a\r\nConnection: close\r\n\r\n".encode())
    head = answer.partition(b"\r\n\r\n")[0]
    assert b"x-evil" not in head.lower()


def test_every_answer_has_its_security_headers(client: httpx.Client) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/sparql?query=no", "/nothing", "/healthz", "/metrics", "/graphs"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers


def test_a_request_is_one_line_in_the_log(client: httpx.Client, url: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, LOGGER.name):
        raw(url, b'GET /x%0a127.0.0.1"?q=\x1b[2J\xff" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
        client.get('/a%0d%0a127.0.0.1 "GET / 200')
    lines = [record.getMessage() for record in caplog.records if record.name == LOGGER.name]
    assert len(lines) >= 1
    assert all(line.isascii() and line.isprintable() and line.count('"') == 2 for line in lines)


@given(st.text())
def test_what_is_logged_stays_in_its_place(text: str) -> None:
    line = escape_line(text)
    assert line.isascii()
    assert line.isprintable()
    assert '"' not in line
    assert len(line) <= 10 * 303


def test_what_clients_make_up_is_no_label(client: httpx.Client) -> None:
    for number in range(50):
        client.request(f"X{number}", f"/made-up-{number}")
    text = client.get("/metrics").text
    assert "made-up" not in text
    assert len(text.splitlines()) < 100
