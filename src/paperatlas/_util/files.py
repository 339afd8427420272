"""Atomic writes of one or several files, and reads with a limit on size.

Files are written to a temporary folder and moved when all are complete, so that a run that fails or is killed leaves
the old files. The moves take milliseconds; signals to stop wait for their end.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paperatlas.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperatlas.errors import PaperatlasError

__all__ = ["read_lines", "read_text", "staged", "write_file"]

_PREFIX: Final = ".building-"
_MOST_BYTES: Final = 32 << 20
"""The limit of a whole file or a line; a registry of a hundred thousand names has a third of it."""


@contextmanager
def staged(folder: str | Path) -> Iterator[Path]:
    """Yield a temporary folder whose files are moved to ``folder`` at the end if nothing was raised.

    Args:
        folder: The folder of the files; it is made if it is missing, and other files in it stay.

    Raises:
        OutputError: if the folder cannot be made or written.
    """
    folder = Path(folder)
    stage = folder / f"{_PREFIX}{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(folder)
        stage.mkdir()
        yield stage
        _move_all(stage, folder)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutputError(f"cannot write to {folder}: {reason}; nothing there was changed, so give another folder, "
                          "or make room and set permissions") from error  # fmt: skip
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def write_file(path: str | Path, data: bytes) -> None:
    """Write one file atomically.

    Raises:
        OutputError: if it cannot be written.
    """
    path = Path(path)
    with staged(path.parent) as stage:
        (stage / path.name).write_bytes(data)


def _remove_leftovers(folder: Path) -> None:
    """Remove the temporary folders of killed runs."""
    for leftover in folder.glob(f"{_PREFIX}*"):
        if not _is_running(leftover.name.removeprefix(_PREFIX)):
            shutil.rmtree(leftover, ignore_errors=True)


def _is_running(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, OverflowError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


def _move_all(stage: Path, folder: Path) -> None:
    # A manifest is moved after the files that it names, which stand in deeper folders.
    files = sorted((path for path in stage.rglob("*") if path.is_file()), key=lambda path: (-len(path.parts), path))
    for path in files:
        (folder / path.relative_to(stage)).parent.mkdir(parents=True, exist_ok=True)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        for path in files:
            path.replace(folder / path.relative_to(stage))
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def read_text(path: str | Path, label: str, error: type[PaperatlasError]) -> str:
    """Read the text of a file.

    Args:
        path: The file, in UTF-8.
        label: The words for the file in messages.
        error: The class of the error to raise.

    Raises:
        PaperatlasError: of that class, if the file cannot be read, is too large or is not in UTF-8.
    """
    with _translated_errors(path, label, error), Path(path).open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise error(f"{label} {path} has more than {_MOST_BYTES:,} bytes; give a smaller file")
        return data.decode()


def read_lines(path: str | Path, label: str, error: type[PaperatlasError]) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a file that are not empty, each with its number, counted from 1.

    Args:
        path: The file.
        label: The words for the file in messages.
        error: The class of the error to raise.

    Raises:
        PaperatlasError: of that class, if the file cannot be read or a line is too long.
    """
    with _translated_errors(path, label, error), Path(path).open("rb") as file:
        for number in itertools.count(1):
            line = file.readline(_MOST_BYTES + 1)
            if len(line) > _MOST_BYTES:
                raise error(f"{path}:{number}: the line has more than {_MOST_BYTES:,} bytes; write one object a line")
            if not line:
                return
            if not line.isspace():
                yield number, line


@contextmanager
def _translated_errors(path: str | Path, label: str, error: type[PaperatlasError]) -> Iterator[None]:
    try:
        yield
    except OSError as reason:
        raise error(f"cannot read {label} {path}: {reason.strerror}; check the path") from reason
    except UnicodeDecodeError as reason:
        raise error(f"{label} {path} is not in UTF-8: {reason}; convert the file") from reason
