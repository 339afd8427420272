"""Load a server as ``docs/serving.md`` describes: named questions at a fixed rate, beside hostile clients.

``python -m benchmarks.serving OUTPUT --seconds 60`` starts ``paperatlas serve OUTPUT`` and prints a table: answers and
wrong ones, compared to answers that were taken beforehand; how long answers took; memory of the processes of the server
at the start and at the end; in how many looks at the slow lane more than one worker was in it.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, cast

from benchmarks.measurement import show
from paperatlas.sparql import Question, list_questions

if TYPE_CHECKING:
    from collections.abc import Iterator

CONNECTIONS = 64
RATE = 50
SETTLING_SECONDS = 3
CROSS_JOIN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } # "
VALUES = """
SELECT ?node (COUNT(*) AS ?n) { ?node a %s . ?s ?p ?node } GROUP BY ?node ORDER BY DESC(?n) ?node LIMIT 40
"""


def main() -> None:
    """Run the benchmark."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("output", type=Path)
    options.add_argument("--seconds", type=int, default=60)
    given = options.parse_args()
    # Another server answers beforehand, so that the one that is loaded begins without remembering anything.
    with started(given.output) as (port, _):
        expected = {text: fetch(port, target(text)) for text in asked_texts(port)}
    with started(given.output) as (port, pid):
        report(port, pid, expected, given.seconds)


@contextmanager
def started(output: Path) -> Iterator[tuple[int, int]]:
    """Start a server; yield its port and its process id."""
    command = [sys.executable, "-m", "paperatlas", "serve", str(output), "--port", "0", "--quiet"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
        errors = cast("IO[str]", process.stderr)
        address = next(line for line in errors if line.startswith("Serving at ")).split()[2]
        port = int(address.rstrip("/").rpartition(":")[2])
        threading.Thread(target=errors.read, daemon=True).start()
        while not is_up(port):
            time.sleep(0.05)
        try:
            yield port, process.pid
        finally:
            process.terminate()


def is_up(port: int) -> bool:
    """Return whether a server answers."""
    try:
        return fetch(port, "/healthz") == b"ok\n"
    except OSError:
        return False


def report(port: int, pid: int, expected: dict[str, bytes], seconds: int) -> None:
    """Load the server and print the figures."""
    stop = threading.Event()
    seen: dict[str, Counter[str]] = {"joins": Counter(), "bytes": Counter(), "lane": Counter()}
    harm = [
        threading.Thread(target=cross_joins, args=(port, stop, seen["joins"])),
        threading.Thread(target=random_bytes, args=(port, stop, seen["bytes"])),
        threading.Thread(target=watch_lane, args=(port, stop, seen["lane"])),
    ]
    for thread in harm:
        thread.start()
    time.sleep(SETTLING_SECONDS)
    before = memory(pid)
    took, wrong = load(port, expected, seconds)
    after = memory(pid)
    stop.set()
    for thread in harm:
        thread.join()
    took.sort()
    rows = {
        "different requests": len(expected),
        "answers": len(took),
        "wrong or missing": len(wrong),
        "median": f"{took[len(took) // 2] * 1000:.0f} ms",
        "p99": f"{took[int(len(took) * 0.99)] * 1000:.0f} ms",
        "longest": f"{took[-1] * 1000:.0f} ms",
        "memory of the server, start": f"{before[0]:.0f} MiB",
        "memory of the server, end": f"{after[0]:.0f} MiB",
        "memory of all processes, start": f"{before[1]:.0f} MiB",
        "memory of all processes, end": f"{after[1]:.0f} MiB",
        "answers from the cache": figure(port, "answers_remembered_total"),
        "answers to cross joins": dict(seen["joins"]),
        "answers to random bytes": dict(seen["bytes"]),
        "workers seen in the slow lane": dict(seen["lane"]),
    }
    for name, value in rows.items():
        show(f"{name:32}  {value}")
    for fault in wrong:
        show(f"wrong: {fault}")


def asked_texts(port: int) -> list[str]:
    """Return each named question with its defaults, and with other values for its first parameter."""
    names = {kind: frequent_nodes(port, f"pa:{kind}") for kind in ("Model", "Dataset", "Method")}
    texts = []
    for question in list_questions():
        texts.append(question.sparql)
        texts += [question.bind({parameter: name}) for parameter, name in values_for(question, names)]
    return texts


def values_for(question: Question, names: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Return values for the first parameter that is a model, a dataset or a method."""
    for parameter in question.parameters:
        for kind in parameter.types:
            if kind in names:
                return [(parameter.name, name) for name in names[kind]]
    return []


def frequent_nodes(port: int, kind: str) -> list[str]:
    """Return the IRIs of the nodes of a type with most statements."""
    rows = json.loads(fetch(port, target(VALUES % kind)))["results"]["bindings"]
    return [f"<{row['node']['value']}>" for row in rows]


def target(text: str) -> str:
    """Return the path of the request for a query."""
    return f"/sparql?{urllib.parse.urlencode({'query': text})}"


def fetch(port: int, path: str) -> bytes:
    """Return the body of the response to a GET request."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as response:
        body: bytes = response.read()
    return body


def load(port: int, expected: dict[str, bytes], seconds: int) -> tuple[list[float], list[str]]:
    """Ask at a fixed rate over many connections; return the seconds of each answer, and the faults."""
    tasks: SimpleQueue[tuple[float, str] | None] = SimpleQueue()
    took: list[float] = []
    wrong: list[str] = []

    def client() -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        connection.connect()
        while task := tasks.get():
            due, text = task
            try:
                connection.request("GET", target(text))
                response = connection.getresponse()
                body = response.read()
                fault = "" if body == expected[text] else f"{response.status} for {text[:60]!r}"
            except (OSError, HTTPException) as error:
                connection.close()
                fault = repr(error)
            # From when it was due, not from when a connection was free: waiting for one counts too.
            took.append(time.perf_counter() - due)
            if fault:
                wrong.append(fault)
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    choose = random.Random(0)  # noqa: S311
    texts = list(expected)
    began = time.perf_counter()
    for number in range(seconds * RATE):
        due = began + number / RATE
        time.sleep(max(0.0, due - time.perf_counter()))
        tasks.put((due, choose.choice(texts)))
    for _ in threads:
        tasks.put(None)
    for thread in threads:
        thread.join()
    return took, wrong


def cross_joins(port: int, stop: threading.Event, seen: Counter[str]) -> None:
    """Send queries that would run for hours, one after the other, none twice."""
    number = 0
    while not stop.is_set():
        number += 1
        try:
            fetch(port, target(CROSS_JOIN + str(number)))
            seen["answered"] += 1
        except urllib.error.HTTPError as error:
            seen[str(error.code)] += 1
        except OSError:
            seen["broken"] += 1


def random_bytes(port: int, stop: threading.Event, seen: Counter[str]) -> None:
    """Send random bytes, some after the beginning of a request."""
    choose = random.Random(1)  # noqa: S311
    beginnings = (b"", b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n", b"GET /sparql?query=")
    while not stop.is_set():
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            try:
                connection.sendall(choose.choice(beginnings) + choose.randbytes(1000))
                seen[connection.recv(64)[9:12].decode("latin-1") or "closed"] += 1
            except OSError:
                seen["broken"] += 1
        time.sleep(0.02)


def figure(port: int, name: str) -> str:
    """Return a metric of the server."""
    found = re.search(rf"^paperatlas_{name} (\d+)\.0$", fetch(port, "/metrics").decode(), re.MULTILINE)
    return found[1] if found else "not reported"


def watch_lane(port: int, stop: threading.Event, seen: Counter[str]) -> None:
    """Count, again and again, the workers in the slow lane."""
    while not stop.is_set():
        seen[figure(port, "slow_lane_running")] += 1
        time.sleep(0.25)


def memory(pid: int) -> tuple[float, float]:
    """Return the MiB in memory of a process, and of it with its children."""
    sizes = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(
                line.split(":", 1) for line in status.read_text("utf-8", "replace").splitlines() if ":" in line
            )
        except OSError:
            continue
        if pid in {int(fields["Pid"]), int(fields["PPid"])} and "VmRSS" in fields:
            sizes[int(fields["Pid"])] = int(fields["VmRSS"].split()[0]) / 1024
    return sizes[pid], sum(sizes.values())


if __name__ == "__main__":
    main()
