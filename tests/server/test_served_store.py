"""New builds, restarts, and a build that is not there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import httpx2 as httpx
import pytest

from paperatlas.errors import GraphError
from paperatlas.server.app import make_app
from paperatlas.server.settings import Limits, ServerSettings
from polling import wait_until
from servers import build_of, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMITS = Limits(seconds=5, slice_seconds=0.5, workers=2)
WHICH = "SELECT ?o { <urn:s> <urn:p> ?o }"


def which(client: httpx.Client, query: str = WHICH) -> str:
    answer = client.get("/sparql", params={"query": query})
    assert answer.status_code == 200, answer.text
    value: str = answer.json()["results"]["bindings"][0]["o"]["value"]
    return value


def serves(client: httpx.Client, number: int) -> bool:
    """Whether the server has taken a build, whose one value is its number."""
    return which(client) == str(number) and f'version="{number}-' in client.get("/metrics").text


def test_a_new_build_is_picked_up_and_no_request_is_dropped(tmp_path: Path) -> None:
    build_of("<urn:s> <urn:p> 1 .", tmp_path)
    seen: list[str] = []
    stop = threading.Event()
    with serving(ServerSettings(output=tmp_path, limits=LIMITS)) as url:

        def ask() -> None:
            with httpx.Client(base_url=url, timeout=30) as own:
                number = 0
                while not stop.is_set():
                    number += 1
                    seen.append(which(own, f"{WHICH} # {number}"))

        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        with httpx.Client(base_url=url, timeout=30) as client:
            tag = client.get("/sparql", params={"query": WHICH}).headers["etag"]
            for number in (2, 3):
                build_of(f"<urn:s> <urn:p> {number} .", tmp_path, number)
                wait_until(partial(serves, client, number))
            shutil.rmtree(tmp_path / "store" / "1")
            wait_until(lambda: set(seen[-20:]) == {"3"})  # workers are replaced one after another
            stop.set()
            for thread in threads:
                thread.join()
            again = client.get("/sparql", params={"query": WHICH}, headers={"If-None-Match": tag})
            assert again.status_code == 200
    assert set(seen) == {"1", "2", "3"}
    assert seen[-1] == "3"


def test_a_broken_build_leaves_the_former_one_in_place(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    build_of("<urn:s> <urn:p> 1 .", tmp_path)
    with (
        serving(ServerSettings(output=tmp_path, limits=LIMITS)) as url,
        httpx.Client(base_url=url, timeout=30) as client,
    ):
        (tmp_path / "store" / "manifest.json").write_text('{"number": 2, "base": "urn:"}', "utf-8")
        wait_until(lambda: "a new build cannot be served" in caplog.text)
        assert which(client, f"{WHICH} # again") == "1"
        build_of("<urn:s> <urn:p> 3 .", tmp_path, 3)
        wait_until(lambda: serves(client, 3))


def test_without_a_build_there_is_nothing_to_serve(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="paperatlas build"):
        make_app(ServerSettings(output=tmp_path))
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "manifest.json").write_text('{"number": 2, "base": "urn:"}', "utf-8")
    with pytest.raises(GraphError, match="build again"):
        make_app(ServerSettings(output=tmp_path))
    with pytest.raises(GraphError, match="nothing to serve"):
        make_app(ServerSettings())


@contextmanager
def command(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    line = [sys.executable, "-m", "paperatlas", "serve", "--port", "0", *arguments]
    environment = os.environ | {"PAPERATLAS_TOKEN": "t"}
    with subprocess.Popen(line, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.communicate(timeout=60)


def address(process: subprocess.Popen[str]) -> str:
    assert process.stderr
    announcement = next(line for line in process.stderr if line.startswith("Serving at "))
    return announcement.split()[2].rstrip("/")


def is_up(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz").text == "ok\n"
    except httpx.TransportError:
        return False


@pytest.mark.parametrize("kind", ["build", "store"])
def test_a_server_that_was_killed_serves_again(tmp_path: Path, kind: str) -> None:
    store = ["--writable", "--store", str(tmp_path / "own"), "--quiet"]
    arguments = store if kind == "store" else [str(build_of("<urn:s> <urn:p> 1 .", tmp_path)), "--quiet"]
    with command(*arguments) as first:
        url = address(first)
        wait_until(lambda: is_up(url))
        if kind == "store":
            update = {"update": "INSERT DATA { <urn:s> <urn:p> 1 }"}
            assert httpx.post(f"{url}/sparql", data=update, headers={"Authorization": "Bearer t"}).status_code == 204
        first.send_signal(signal.SIGKILL)
    with command(*arguments) as second:
        url = address(second)
        wait_until(lambda: is_up(url))
        with httpx.Client(base_url=url, timeout=30) as client:
            assert which(client) == "1"
