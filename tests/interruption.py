"""Commands that get a signal just before they open, move or remove a file, so that no test depends on the clock.

They run in processes of their own from the start: a store that is open has threads, which a fork would lose.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

from paperatlas.cli import main

if TYPE_CHECKING:
    import signal
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["count_accesses", "interrupted"]

_EVENTS: Final = frozenset(
    {"open", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.scandir", "shutil.rmtree", "sqlite3.connect"}
)


def interrupted(words: Sequence[object], folder: Path, number: int, how: signal.Signals) -> int:
    """Run a command that gets a signal before an access to a folder, by its number; return the exit status."""
    return _run(words, folder, number, how).returncode


def count_accesses(words: Sequence[object], folder: Path) -> int:
    """Return how often a command accesses a folder."""
    done = _run(words, folder, 0, 0)
    assert done.returncode == 0, done.stderr
    return int(done.stdout.split()[-1])


def _run(words: Sequence[object], folder: Path, number: int, how: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "interruption", str(folder), str(number), str(int(how)), *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def _run_here(folder: str, number: int, how: int, words: Sequence[str]) -> None:
    count = 0

    def hook(event: str, args: tuple[Any, ...]) -> None:
        nonlocal count
        if event in _EVENTS and str(args[0]).startswith(folder):
            count += 1
            if count == number:
                os.kill(os.getpid(), how)

    sys.addaudithook(hook)
    main(list(words), standalone_mode=number > 0)
    sys.stdout.write(f"{count}\n")


if __name__ == "__main__":
    _run_here(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
