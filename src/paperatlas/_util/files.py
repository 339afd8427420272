"""Files that users name, read whole or line by line, within bounds."""

from __future__ import annotations

import itertools
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperatlas.errors import PaperatlasError

__all__ = ["read_lines", "read_text"]

_MOST_BYTES: Final = 32 << 20
"""How large a whole file or a line may be; a registry of a hundred thousand names has a third of it."""


def read_text(path: str | Path, what: str, error: type[PaperatlasError]) -> str:
    """Return the text of a file.

    Args:
        path: The file, in UTF-8.
        what: What it is, for messages.
        error: The kind of error to raise.

    Raises:
        PaperatlasError: of that kind, if the file cannot be read, is too large or is not in UTF-8.
    """
    with _opening(path, what, error), Path(path).open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise error(f"{what} {path} has more than {_MOST_BYTES:,} bytes; give a smaller file")
        return data.decode()


def read_lines(path: str | Path, what: str, error: type[PaperatlasError]) -> Iterator[tuple[int, bytes]]:
    """Go through the lines of a file that are not empty, each with its number, from 1 on.

    Args:
        path: The file.
        what: What it is, for messages.
        error: The kind of error to raise.

    Raises:
        PaperatlasError: of that kind, if the file cannot be read or a line is too long.
    """
    with _opening(path, what, error), Path(path).open("rb") as file:
        for number in itertools.count(1):
            line = file.readline(_MOST_BYTES + 1)
            if len(line) > _MOST_BYTES:
                raise error(f"{path}:{number}: the line has more than {_MOST_BYTES:,} bytes; write one object a line")
            if not line:
                return
            if not line.isspace():
                yield number, line


@contextmanager
def _opening(path: str | Path, what: str, error: type[PaperatlasError]) -> Iterator[None]:
    try:
        yield
    except OSError as reason:
        raise error(f"cannot read {what} {path}: {reason.strerror}; check the path") from reason
    except UnicodeDecodeError as reason:
        raise error(f"{what} {path} is not in UTF-8: {reason}; convert the file") from reason
