"""A read-only server over the graph of the samples, and a writable one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx2 as httpx
import pytest

from paperatlas.server.settings import Limits, ServerSettings
from paperatlas.store import write_store
from samples import sample_graph
from servers import TOKEN, serving, writable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMITS = Limits(seconds=2.0, slice_seconds=0.4, rows=200, memory_bytes=256 << 20, queue=4, slow_queue=1)
"""Small enough for tests to meet each of them."""


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a build."""
    folder: Path = tmp_path_factory.mktemp("output")
    write_store(sample_graph(), folder, folder)
    return folder


@pytest.fixture(scope="session")
def url(output: Path) -> Iterator[str]:
    """The address of a server that only reads."""
    with serving(ServerSettings(output=output, limits=LIMITS)) as address:
        yield address


@pytest.fixture(scope="session")
def client(url: str) -> Iterator[httpx.Client]:
    """A client of that server."""
    with httpx.Client(base_url=url, timeout=30) as each:
        yield each


@pytest.fixture(scope="module")
def writer() -> Iterator[httpx.Client]:
    """A client of a server with a store of its own, who may write."""
    with (
        writable(LIMITS) as address,
        httpx.Client(base_url=address, timeout=30, headers={"Authorization": f"Bearer {TOKEN}"}) as each,
    ):
        yield each
