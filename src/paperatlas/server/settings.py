"""The settings of a server and their defaults."""

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
"""How long the body of a request may take to arrive."""
MOST_CONNECTIONS: Final = 512
"""The connections that are open at a time."""
MOST_PARAMETERS: Final = 500
"""The parameters that an address or a form may have."""
MOST_FILES: Final = 100
"""The files that a form may have."""
MOST_RANGES: Final = 64
"""The items of a header ``Accept`` that are read."""
LONGEST_SEARCH: Final = 200
"""The characters of a search that are read."""
LONGEST_ADDRESS: Final = 300
"""The characters of an address that are logged."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one request.

    Attributes:
        seconds: How long a query may run; also how long it may wait for a worker.
        slice_seconds: How long a job may hold a worker of the quick lane before it moves to the slow lane.
        rows: The rows or triples that a result may have.
        result_bytes: The bytes that a result may have before compression.
        memory_bytes: The memory that a worker may take beyond that of its open store.
        workers: The workers of the quick lane; the slow lane has one more.
        queue: The requests that may wait for the quick lane.
        slow_queue: The requests that may wait for the slow lane.
        remembered_bytes: The bytes of answers that are kept until the next build.
        query_bytes: The bytes that a query may have.
        graph_bytes: The bytes that an update or a written graph may have.
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
    """The store to serve, and how to serve it.

    Attributes:
        output: The folder of a build; None for a writable store.
        store: The folder of a writable store; None for a build.
        token: The token that a client must send to write.
        limits: The limits of one request.
    """

    output: Path | None = None
    store: Path | None = None
    token: str = field(default="", repr=False)
    limits: Limits = field(default_factory=Limits)

    @property
    def writable(self) -> bool:
        """Whether clients may write."""
        return self.store is not None
