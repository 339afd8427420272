"""Hold a result to its bounds, at the speed of the engine: rows never pass through Python one by one."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["BoundedBuffer", "TooManyBytesError", "count_rows"]

_JSON_STRING: Final = re.compile(rb'"(?:[^"\\]|\\.)*"')
_JSON_ROW: Final = re.compile(rb"[\[,]\{")
_CSV_STRING: Final = re.compile(rb'"[^"]*"')


class TooManyBytesError(Exception):
    """A result has more bytes than it may."""


class BoundedBuffer:
    """A file in memory that takes so many bytes and no more.

    >>> buffer = BoundedBuffer(4)
    >>> buffer.write(b"1234")
    4
    >>> buffer.write(b"5")
    Traceback (most recent call last):
        ...
    paperatlas.serving.counting.TooManyBytesError
    """

    def __init__(self, limit: int) -> None:
        self._left = limit
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Take bytes.

        Raises:
            TooManyBytesError: if there is no room for them.
        """
        self._left -= len(piece)
        if self._left < 0:
            raise TooManyBytesError
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Do nothing: all is in memory."""

    def getvalue(self) -> bytes:
        """All that was written."""
        return b"".join(self._pieces)


def count_rows(document: bytes, suffix: str) -> int:
    r"""Count the rows of a result as Oxigraph writes it.

    Args:
        document: The whole of it.
        suffix: ``json``, ``xml``, ``csv`` or ``tsv``.

    Returns:
        The number of rows; of an answer to ASK, 0 or 1.

    >>> count_rows(b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":"[{,{"}},{}]}}', "json")
    2
    >>> count_rows(b'name\r\n"two\nlines"\r\n', "csv"), count_rows(b"?name\n'two\\nlines'\n", "tsv")
    (1, 1)
    """
    if suffix == "json":
        return len(_JSON_ROW.findall(_JSON_STRING.sub(b"", document)))
    if suffix == "xml":
        return document.count(b"<result>")
    lines = _CSV_STRING.sub(b"", document) if suffix == "csv" else document
    return max(lines.count(b"\n") - 1, 0)
