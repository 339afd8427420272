"""A lock on a folder, so that one process at a time builds in it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from paperatlas.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["folder_lock"]

_FILE: Final = ".lock"


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Lock a folder until the end of the context or of the process.

    Args:
        folder: The folder, which is made if it is missing; the file ``.lock`` in it names the process.

    Raises:
        OutputError: if another process has locked it, or the folder cannot be written.
    """
    path = folder / _FILE
    # A lock of the system ends with its process; the library's own substitute for it would outlive a kill.
    lock = FileLock(path, timeout=0, fallback_to_soft=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
        path.write_text(f"{os.getpid()}\n", "ascii")
    except Timeout as error:
        raise OutputError(
            f"process {_holder(path)} is building in {folder}; wait until it ends, or give another folder"
        ) from error
    except OSError as error:
        lock.release()
        raise OutputError(
            f"cannot write to {folder}: {error.strerror or error}; give another folder, or set permissions"
        ) from error
    try:
        yield
    finally:
        lock.release()


def _holder(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(20).decode("ascii", "replace").strip() or "unknown"
