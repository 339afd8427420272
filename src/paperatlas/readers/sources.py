"""The search for pages to read, and the decoding of their bytes into lines.

A page is read once, line by line, so that a file of any size takes the memory of its longest line, which is bounded.
"""

from __future__ import annotations

import hashlib
import io
import sys
from collections import Counter
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from paperatlas.errors import NoPapersError, ReadingError
from paperatlas.graph.papers import ReadIssue
from paperatlas.readers.protocol import Line
from paperatlas.text.sanitization import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, BinaryIO

__all__ = ["MAX_LINE", "STANDARD_INPUT", "STANDARD_INPUT_PAGE", "SourceReader", "find_pages", "page_names"]

MAX_LINE: Final = 1_000_000
"""The longest line of a record, in bytes; a paper's title and abstract take a hundredth of it."""

STANDARD_INPUT: Final = "-"
"""The path that stands for standard input."""

STANDARD_INPUT_PAGE: Final = "standard-input"
"""The name of the page from standard input."""

_SUFFIXES = (".txt", ".json", ".jsonl")
_PEEKED_BYTES = 8192


class SourceReader:
    """A page that can be read once.

    Attributes:
        name: The name of the page in the graph and in messages.
        path: The file; None for standard input.
    """

    def __init__(self, name: str, path: Path | None, digest: str | None = None) -> None:
        """Name a page in a file.

        Args:
            name: The name of the page.
            path: The file; None for standard input.
            digest: The hash of its bytes, in hexadecimal, if it is known.
        """
        self.name = name
        self.path = path
        self._digest = digest
        self._hash = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """The hash of the bytes that were read so far, in hexadecimal."""
        return self._hash.hexdigest()

    def digest(self) -> str | None:
        """Return the hash of all bytes at the first call, in hexadecimal; None for a stream that can be read only once.

        Raises:
            ReadingError: if the file cannot be read.
        """
        if self._digest or self.path is None or not self.path.is_file():
            return self._digest
        try:
            with self.path.open("rb") as stream:
                self._digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise self._unreadable(error) from error
        return self._digest

    def _unreadable(self, error: OSError) -> ReadingError:
        reason = error.strerror or type(error).__name__
        return ReadingError(f"cannot read {self.name}: {reason}; check the path and its permissions")

    def lines(self, report: Callable[[ReadIssue], None]) -> Iterator[Line]:
        """Yield the lines of the page.

        Args:
            report: The function that is called with each issue: no UTF-8, a line that is too long, a file of no text.

        Raises:
            ReadingError: if the file cannot be opened or read.
        """
        try:
            if self.path is None:
                yield from self._decoded(sys.stdin.buffer, report)
            else:
                with self.path.open("rb") as stream:
                    yield from self._decoded(stream, report)
        except OSError as error:
            raise self._unreadable(error) from error

    def _decoded(self, raw: BinaryIO, report: Callable[[ReadIssue], None]) -> Iterator[Line]:
        stream = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", raw))
        if _is_binary(stream.peek(_PEEKED_BYTES)):
            report(ReadIssue(self.name, 0, "this is no text in UTF-8, so it is left out; save the page as text", True))
            return
        for number, data in enumerate(self._bounded(stream, report), start=1):
            if data is not None:
                yield Line(number, self._text(number, data, report))

    def _bounded(self, stream: io.BufferedReader[Any], report: Callable[[ReadIssue], None]) -> Iterator[bytes | None]:
        """Yield the lines as bytes; None for a line that is too long, which is skipped in pieces."""
        number = 0
        while data := stream.readline(MAX_LINE + 1):
            number += 1
            self._hash.update(data)
            if len(data) <= MAX_LINE:
                yield data
                continue
            while data and not data.endswith(b"\n"):
                data = stream.readline(MAX_LINE)
                self._hash.update(data)
            message = f"the line is longer than {MAX_LINE:,} bytes and is left out; put one paper on a line"
            report(ReadIssue(self.name, number, message, True))
            yield None

    def _text(self, number: int, data: bytes, report: Callable[[ReadIssue], None]) -> str:
        data = data.rstrip(b"\r\n")
        try:
            return data.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            message = f"byte {error.start + 1} of the line is not UTF-8 and is shown as \ufffd; save the page as UTF-8"
            report(ReadIssue(self.name, number, message, False))
            return data.decode("utf-8", "replace")


def _is_binary(head: bytes) -> bool:
    return b"\0" in head or head.startswith((b"%PDF-", b"PK\x03\x04", b"\x1f\x8b"))


def find_pages(paths: Iterable[str | Path]) -> tuple[SourceReader, ...]:
    """Return the pages of the paths, each once, sorted by name.

    Args:
        paths: Files; folders, for their ``*.txt``, ``*.json`` and ``*.jsonl`` without READMEs and hidden files;
            patterns such as ``pages/*.txt``; ``-`` for standard input.

    Raises:
        ReadingError: if a path or pattern matches no file, or two pages would have one name.
        NoPapersError: if a folder holds no page.
    """
    files: dict[Path, None] = {}
    standard_input = False
    for path in paths:
        if str(path) == STANDARD_INPUT:
            standard_input = True
        else:
            files.update(dict.fromkeys(match.resolve() for match in _expand(Path(path))))
    sources = [SourceReader(name, path) for path, name in page_names(files).items()]
    if standard_input:
        sources.append(SourceReader(STANDARD_INPUT_PAGE, None))
    return tuple(sorted(sources, key=lambda source: source.name))


def _expand(path: Path) -> list[Path]:
    if path.is_dir():
        pages = sorted(entry for entry in path.iterdir() if _is_page(entry))
        if not pages:
            endings = ", ".join(_SUFFIXES)
            raise NoPapersError(f"no page in the folder {_shown(path)}; put files that end in {endings} there")
        return pages
    if path.is_file() or path.is_fifo():
        return [path]
    matches = [Path(match) for match in sorted(glob(str(path))) if Path(match).is_file()]  # noqa: PTH207 (absolute patterns)
    if not matches:
        raise ReadingError(f"there is no page {_shown(path)}; check the path")
    return matches


def _is_page(path: Path) -> bool:
    hidden = path.name.startswith((".", "README", "readme"))
    return path.suffix.lower() in _SUFFIXES and not hidden and path.is_file()


def _shown(path: Path) -> str:
    return clean(str(path))


def page_names(files: Iterable[Path]) -> dict[Path, str]:
    """Return a name for each file: as many of its last folders as make the names distinct, and never all of them.

    Raises:
        ReadingError: if two names stay the same.
    """
    depth = dict.fromkeys(files, 1)
    names = {path: _tail(path, 1) for path in depth}
    while shared := {name for name, count in Counter(names.values()).items() if count > 1}:
        again = [path for path, name in names.items() if name in shared and depth[path] < len(path.parts) - 1]
        if not again:
            raise ReadingError(f"several pages are named {min(shared)}; rename one")
        for path in again:
            depth[path] += 1
            names[path] = _tail(path, depth[path])
    return names


def _tail(path: Path, length: int) -> str:
    return clean("/".join(path.parts[-length:]))
