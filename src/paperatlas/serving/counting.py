"""Hold a result to its bounds, at the speed of the engine: rows never pass through Python one by one."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["BoundedBuffer", "TooManyBytesError", "count_rows"]

_JSON_STRING: Final = re.compile(rb'"(?:[^"\\]|\\.)*"')
_JSON_ROW: Final = re.compile(rb"[\[,]\{")
_CSV_STRING: Final = re.compile(rb'"[^"]*"')


class TooManyBytesError(Exception):
    """A result has more bytes than it may."""


class BoundedBuffer(BytesIO):
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
        super().__init__()
        self._limit = limit

    def write(self, piece: ReadableBuffer, /) -> int:
        """Take bytes.

        Raises:
            TooManyBytesError: if there is no room for them.
        """
        if self.tell() + memoryview(piece).nbytes > self._limit:
            raise TooManyBytesError
        return super().write(piece)


def count_rows(document: bytes, suffix: str) -> int:
    r"""Count the rows of a result as Oxigraph writes it.

    Args:
        document: The whole of it.
        suffix: ``json``, ``xml``, ``csv`` or ``tsv``.

    Returns:
        The number of rows; of an answer to ASK, 0 or 1.

    >>> count_rows(b'{"results":{"bindings":[{"a":{"type":"literal","value":"[{,{"}},{}]}}', "json")
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
