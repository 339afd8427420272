"""Hold a result to its bounds, at the speed of the engine: rows never pass through Python one by one."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Final

from paperatlas.errors import Reason, RequestError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["BoundedBuffer", "count_rows"]

_JSON_STRING: Final = re.compile(rb'"(?:[^"\\]|\\.)*"')
_JSON_ROW: Final = re.compile(rb"[\[,]\{")
_CSV_STRING: Final = re.compile(rb'"[^"]*"')


class BoundedBuffer(BytesIO):
    """A file in memory for a result, which may have so many bytes and no more.

    >>> buffer = BoundedBuffer(4)
    >>> buffer.write(b"1234")
    4
    >>> buffer.write(b"5")
    Traceback (most recent call last):
        ...
    paperatlas.errors.RequestError: the result has more than 4 bytes, the limit of this server; add a LIMIT
    """

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, piece: ReadableBuffer, /) -> int:
        """Take bytes.

        Raises:
            RequestError: if there is no room for them.
        """
        if self.tell() + memoryview(piece).nbytes > self._limit:
            message = f"the result has more than {self._limit:,} bytes, the limit of this server; add a LIMIT"
            raise RequestError(Reason.LARGE_RESULT, message)
        return super().write(piece)


def count_rows(document: bytes, media_type: str) -> int:
    r"""Count the rows of a result as Oxigraph writes it.

    Args:
        document: The whole of it.
        media_type: The format of it: JSON, XML, CSV or TSV.

    Returns:
        The number of rows; of an answer to ASK, 0 or 1.

    >>> count_rows(b'{"results":{"bindings":[{"a":{"type":"literal","value":"[{,{"}},{}]}}', "application/json")
    2
    >>> count_rows(b'name\r\n"two\nlines"\r\n', "text/csv")
    1
    >>> count_rows(b"?name\n'two\\nlines'\n", "text/tab-separated-values")
    1
    """
    if media_type.endswith("json"):
        return len(_JSON_ROW.findall(_JSON_STRING.sub(b"", document)))
    if media_type.endswith("xml"):
        return document.count(b"<result>")
    lines = _CSV_STRING.sub(b"", document) if media_type == "text/csv" else document
    return max(lines.count(b"\n") - 1, 0)
