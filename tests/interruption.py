"""Signals that reach a process just before it opens, moves or removes a file, so that no test depends on the clock."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import signal
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["count_accesses", "signal_before_access"]

_EVENTS: Final = frozenset(
    {"open", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.scandir", "shutil.rmtree", "sqlite3.connect"}
)


def _before_each_access(folder: Path, do: Callable[[int], None]) -> None:
    """Call a function with 1, 2, … before each access of this process to a folder; this cannot be taken back."""
    number = 0

    def hook(event: str, args: tuple[Any, ...]) -> None:
        nonlocal number
        if event in _EVENTS and str(args[0]).startswith(str(folder)):
            number += 1
            do(number)

    sys.addaudithook(hook)


def signal_before_access(folder: Path, number: int, how: signal.Signals) -> None:
    """Let this process send itself a signal before its access of that number to a folder."""

    def interrupt(current: int) -> None:
        if current == number:
            os.kill(os.getpid(), how)

    _before_each_access(folder, interrupt)


def count_accesses(folder: Path, work: Callable[[], object]) -> int:
    """Return how often work accesses a folder; it is done in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _before_each_access(folder, lambda _: os.write(writing, b"."))
            work()
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as accesses:
        count = len(accesses.read())
    os.waitpid(child, 0)
    return count
