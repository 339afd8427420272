"""Servers for tests: a real one on a free port of loopback, in a thread, with real worker processes."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import uvicorn
from pyoxigraph import RdfFormat, Store

from paperatlas.server.app import make_app
from paperatlas.server.settings import Limits, ServerSettings
from polling import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["TOKEN", "build_of", "serving", "writable"]

TOKEN = "only-for-tests"  # noqa: S105
_TIMEOUT_S = 30.0


@contextmanager
def serving(settings: ServerSettings) -> Iterator[str]:
    """Run a server during the block; yield its address without a final slash, such as http://127.0.0.1:40123."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(
            uvicorn.Config(make_app(settings), log_config=None, access_log=False, server_header=False)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        wait_until(lambda: server.started or not thread.is_alive(), _TIMEOUT_S)
        assert server.started, "the server did not start"
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(_TIMEOUT_S)


@contextmanager
def writable(limits: Limits | None = None, token: str = TOKEN) -> Iterator[str]:
    """Run a writable server over an empty store; writers send ``Authorization: Bearer`` and the token."""
    with (
        TemporaryDirectory() as folder,
        serving(ServerSettings(store=Path(folder) / "store", token=token, limits=limits or Limits())) as url,
    ):
        yield url


def build_of(turtle: str, output: Path, number: int = 1, base: str = "https://w3id.org/paperatlas/") -> Path:
    """Write the files of a build that a server reads: a store of TriG text, and its manifest."""
    folder = output / "store" / str(number)
    folder.mkdir(parents=True)
    store = Store(str(folder / "quads"))
    store.bulk_load(turtle, RdfFormat.TRIG)
    del store
    manifest = output / "store" / "manifest.tmp"
    manifest.write_text(f'{{"number": {number}, "base": "{base}"}}\n', "utf-8")
    manifest.replace(output / "store" / "manifest.json")
    return output
