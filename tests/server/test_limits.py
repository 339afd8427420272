"""What one request may take, against a running server with real workers."""

from __future__ import annotations

import re
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx2 as httpx
import pytest

from paperatlas.server.settings import ServerSettings
from polling import wait_until
from server.conftest import LIMITS
from servers import serving

if TYPE_CHECKING:
    from pathlib import Path

_THOUSAND = " ".join(map(str, range(1000)))
_PATTERN = " ".join(f"VALUES ?{name} {{ {_THOUSAND} }}" for name in "abcd")
FOREVER = f"SELECT (COUNT(*) AS ?n) {{ {_PATTERN} }}"
QUICK = "ASK { ?model a pa:Model }"


def figure(client: httpx.Client, name: str) -> int:
    found = re.search(rf"^paperatlas_{name} (\d+)\.0$", client.get("/metrics").text, re.MULTILINE)
    assert found
    return int(found[1])


def running(client: httpx.Client) -> int:
    return figure(client, "slow_lane_running") + figure(client, "quick_lane_running")


def ask(client: httpx.Client, query: str) -> httpx.Response:
    return client.post("/sparql", data={"query": query})


def test_a_query_that_takes_too_long_is_broken_off(client: httpx.Client) -> None:
    answer = ask(client, FOREVER)
    assert (answer.status_code, "2 s" in answer.text) == (503, True)
    wait_until(lambda: figure(client, "slow_lane_running") == 0 and figure(client, "workers") == 4)


def test_a_result_with_too_many_rows_is_refused(client: httpx.Client) -> None:
    for query in ("SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
        answer = ask(client, query)
        assert (answer.status_code, "200" in answer.text) == (403, True)
    assert ask(client, "SELECT * { ?s ?p ?o } LIMIT 200").status_code == 200


def test_a_result_with_too_many_bytes_is_refused(client: httpx.Client) -> None:
    answer = ask(client, FOREVER.replace("(COUNT(*) AS ?n)", "*"))
    assert (answer.status_code, "bytes" in answer.text) == (403, True)


def test_a_query_that_takes_too_much_memory_is_refused(client: httpx.Client) -> None:
    answer = ask(client, FOREVER.replace("(COUNT(*) AS ?n)", "*") + " ORDER BY ?a ?b")
    assert (answer.status_code, "256 MiB" in answer.text) == (503, True)
    assert ask(client, QUICK).status_code == 200


def test_a_query_that_is_nested_too_deeply_is_refused(client: httpx.Client) -> None:
    assert ask(client, "ASK " + "{" * 200_000).status_code == 400
    assert ask(client, QUICK).status_code == 200


@pytest.mark.slow
def test_quick_queries_go_on_beside_slow_ones(client: httpx.Client, url: str) -> None:
    stop = threading.Event()

    def attack(number: int) -> set[int]:
        seen = set()
        with httpx.Client(base_url=url, timeout=30) as own:
            while not stop.is_set():
                seen.add(ask(own, f"{FOREVER} # {number}").status_code)
        return seen

    with ThreadPoolExecutor(3) as pool:
        attacks = [pool.submit(attack, number) for number in range(3)]
        wait_until(lambda: figure(client, "slow_lane_running") == 1)
        for number in range(20):
            assert ask(client, f"{QUICK} # {number}").json()["boolean"] is True
            assert figure(client, "slow_lane_running") <= 1
        stop.set()
        assert set().union(*(each.result() for each in attacks)) == {503}


def test_a_full_queue_turns_clients_away(url: str) -> None:
    def one(number: int) -> httpx.Response:
        with httpx.Client(base_url=url, timeout=30) as own:
            return ask(own, f"{FOREVER} # full {number}")

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(one, range(12)))
    assert {answer.status_code for answer in answers} == {503}
    turned_away = [answer for answer in answers if "retry-after" in answer.headers]
    assert turned_away
    assert all(int(answer.headers["retry-after"]) >= 1 for answer in turned_away)


@pytest.mark.parametrize(("lane", "slice_seconds"), [("quick", 60.0), ("slow", 0.1)])
def test_work_ends_when_the_client_goes(output: Path, lane: str, slice_seconds: float) -> None:
    limits = replace(LIMITS, seconds=60.0, slice_seconds=slice_seconds)
    body = FOREVER.encode()
    head = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    with serving(ServerSettings(output=output, limits=limits)) as url, httpx.Client(base_url=url, timeout=30) as client:
        host, port = url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            wait_until(lambda: figure(client, f"{lane}_lane_running") == 1)
            assert figure(client, "workers_killed_total") == 0
        # Long before the query would be broken off for its time.
        wait_until(lambda: running(client) == 0, 30)
        assert figure(client, "workers_killed_total") == 1
        wait_until(lambda: figure(client, "workers") == 4)


def test_a_writable_store_survives_what_is_broken_off(writer: httpx.Client) -> None:
    update = f"INSERT {{ <urn:a> <urn:p> ?b }} WHERE {{ {_PATTERN} }}"
    answer = writer.post("/sparql", data={"update": update})
    assert answer.status_code == 503
    answer = writer.post("/sparql", data={"query": "ASK { ?s ?p ?o }"})
    assert (answer.status_code, answer.json()["boolean"]) == (200, False)
