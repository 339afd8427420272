"""What one request may take, against a running server with real workers."""

from __future__ import annotations

import re
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx2 as httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

_THOUSAND = " ".join(map(str, range(1000)))
_PATTERN = " ".join(f"VALUES ?{name} {{ {_THOUSAND} }}" for name in "abcd")
FOREVER = f"SELECT (COUNT(*) AS ?n) {{ {_PATTERN} }}"
QUICK = "ASK { ?model a pa:Model }"


def figure(client: httpx.Client, name: str) -> int:
    found = re.search(rf"^paperatlas_{name} (\d+)\.0$", client.get("/metrics").text, re.MULTILINE)
    assert found
    return int(found[1])


def wait_until(reached: Callable[[], bool], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < until, "it never came to that"
        time.sleep(0.05)


def ask(client: httpx.Client, query: str) -> httpx.Response:
    return client.post("/sparql", data={"query": query})


def test_a_query_that_takes_too_long_is_broken_off(client: httpx.Client) -> None:
    began = time.monotonic()
    answer = ask(client, FOREVER)
    assert (answer.status_code, "2 s" in answer.text) == (503, True)
    assert time.monotonic() - began < 4
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
        took = []
        for _ in range(20):
            began = time.monotonic()
            assert ask(client, QUICK).json()["boolean"] is True
            assert figure(client, "slow_lane_running") <= 1
            took.append(time.monotonic() - began)
        stop.set()
        assert set().union(*(each.result() for each in attacks)) == {503}
    assert sorted(took)[10] < 1


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


@pytest.mark.parametrize("after", [0.1, 0.8])
def test_work_ends_when_the_client_goes(client: httpx.Client, url: str, after: float) -> None:
    wait_until(lambda: figure(client, "slow_lane_running") + figure(client, "quick_lane_running") == 0)
    killed = figure(client, "workers_killed_total")
    host, port = url.removeprefix("http://").split(":")
    body = f"{FOREVER} # {after}".encode()
    head = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        time.sleep(after)
        assert figure(client, "slow_lane_running") + figure(client, "quick_lane_running") == 1
    wait_until(lambda: figure(client, "slow_lane_running") + figure(client, "quick_lane_running") == 0, 0.8)
    wait_until(lambda: figure(client, "workers_killed_total") == killed + 1, 1)
    wait_until(lambda: figure(client, "workers") == 4)


def test_a_writable_store_survives_what_is_broken_off(writer: httpx.Client) -> None:
    update = f"INSERT {{ <urn:a> <urn:p> ?b }} WHERE {{ {_PATTERN} }}"
    answer = writer.post("/sparql", data={"update": update})
    assert answer.status_code == 503
    answer = writer.post("/sparql", data={"query": "ASK { ?s ?p ?o }"})
    assert (answer.status_code, answer.json()["boolean"]) == (200, False)
