"""What may be chosen about a server, with its defaults."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "BODY_SECONDS",
    "LONGEST_ADDRESS",
    "LONGEST_SEARCH",
    "MOST_CONNECTIONS",
    "MOST_FILES",
    "MOST_PARAMETERS",
    "MOST_RANGES",
    "Limits",
    "ServerSettings",
]

_MIB: Final = 1 << 20

BODY_SECONDS: Final = 30.0
"""How long the body of a request may take to come."""
MOST_CONNECTIONS: Final = 512
"""Connections that are open at a time."""
MOST_PARAMETERS: Final = 500
"""Parameters that an address and a form may have."""
MOST_FILES: Final = 100
"""Files that a form may have."""
MOST_RANGES: Final = 64
"""Items of a header ``Accept`` that are looked at."""
LONGEST_SEARCH: Final = 200
"""Characters of a search that are looked at."""
LONGEST_ADDRESS: Final = 300
"""Characters of an address that are logged."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one request may take.

    Attributes:
        seconds: How long a query may be evaluated; also how long it may wait for a worker.
        slice_seconds: How long it may hold a worker of the quick lane; past that it is moved to the slow lane.
        rows: Rows, or triples, that a result may have.
        result_bytes: Bytes that a result may have before compression.
        memory_bytes: Memory that a worker may take beyond what it has once its store is open.
        workers: Workers of the quick lane. The slow lane has one of its own.
        queue: Requests that may wait for the quick lane, beyond those that run.
        slow_queue: Requests that may wait for the slow lane.
        remembered_bytes: Bytes of answers that are kept until the next build.
        query_bytes: Bytes that a query may have.
        graph_bytes: Bytes that an update, or a graph that is written, may have.
    """

    seconds: float = 10.0
    slice_seconds: float = 1.0
    rows: int = 100_000
    result_bytes: int = 64 * _MIB
    memory_bytes: int = 1024 * _MIB
    workers: int = 2
    queue: int = 128
    slow_queue: int = 8
    remembered_bytes: int = 64 * _MIB
    query_bytes: int = 1_000_000
    graph_bytes: int = 16 * _MIB


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What is served, and how.

    Attributes:
        output: The folder of a build; None if a store of its own is served.
        store: The folder of a store of its own, which may be written to.
        token: What a client must know to write.
        limits: How much one request may take.
    """

    output: Path | None = None
    store: Path | None = None
    token: str = field(default="", repr=False)
    limits: Limits = field(default_factory=Limits)

    @property
    def writable(self) -> bool:
        """Whether clients may write."""
        return self.store is not None
