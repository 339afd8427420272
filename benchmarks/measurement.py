"""Measure time and memory, and print rows at once."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ROOT", "SEEDS", "core_seconds", "memory", "show", "wall_seconds"]

ROOT: Final = Path(__file__).parents[1]
SEEDS: Final = ROOT / "seeds"


def show(text: str, end: str = "\n") -> None:
    """Print at once, as a whole benchmark takes minutes."""
    sys.stdout.write(text + end)
    sys.stdout.flush()


def wall_seconds(work: Callable[[], object]) -> float:
    """Return how many seconds work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def core_seconds(work: Callable[[], object]) -> float:
    """Return how many seconds of a core work takes in this process; other processes hardly change that."""
    start = time.process_time()
    work()
    return time.process_time() - start


def memory(line: str = "VmRSS") -> float:
    """Return the megabytes that this process has in memory, or its peak with ``VmHWM``; Linux only."""
    status = Path("/proc/self/status").read_text("utf-8")
    return next(int(row.split()[1]) / 1024 for row in status.splitlines() if row.startswith(line))
