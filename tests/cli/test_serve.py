"""``paperatlas serve``."""

from __future__ import annotations

import socket
from importlib import util
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from paperatlas.cli import main
from paperatlas.server import serve
from servers import build_of

if TYPE_CHECKING:
    from pathlib import Path

    from paperatlas.server.settings import ServerSettings


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["serve", *arguments])
    return result.exit_code, result.output


def test_without_a_build_it_tells_how_to_make_one(tmp_path: Path) -> None:
    code, output = run(str(tmp_path))
    assert (code, "paperatlas build" in output) == (1, True)


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, output = run(str(build_of("", tmp_path)), "--port", str(taken.getsockname()[1]))
    assert (code, "--port" in output) == (1, True)


def test_an_address_of_another_machine_is_told(tmp_path: Path) -> None:
    code, output = run(str(build_of("", tmp_path)), "--host", "192.0.2.1")
    assert (code, "--host" in output) == (1, True)


def test_without_the_extra_it_tells_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = util.find_spec
    monkeypatch.setattr("paperatlas.cli.serve.find_spec", lambda name: None if name == "uvicorn" else real(name))
    code, output = run()
    assert (code, "pip install 'paperatlas[serve]'" in output) == (1, True)


@pytest.mark.parametrize("given", [["--writable"], ["--store", "x"], ["--writable", "--store", "x"]])
def test_writing_needs_store_and_token(given: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PAPERATLAS_TOKEN", raising=False)
    assert run(*given)[0] == 2


def test_options_become_limits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[tuple[ServerSettings, str, int]] = []
    monkeypatch.setattr(serve, "serve", lambda settings, host, port, _ready: seen.append((settings, host, port)))
    options = ["--workers", "3", "--time-limit", "0.5", "--row-limit", "7", "--memory-limit", "64", "--queue", "9"]
    assert run(str(tmp_path), *options, "--port", "0", "-q")[0] == 0
    (settings, host, port), limits = seen[0], seen[0][0].limits
    assert (host, port, settings.output, settings.writable) == ("127.0.0.1", 0, tmp_path, False)
    assert (limits.workers, limits.seconds, limits.slice_seconds, limits.rows) == (3, 0.5, 0.25, 7)
    assert (limits.memory_bytes, limits.queue) == (64 << 20, 9)
