"""The errors that paperatlas raises; each message says what to do.

::

    PaperatlasError
    ├── ReadingError       a page, file or folder cannot be read
    │   └── NoPapersError  what was read lists no paper
    ├── SchemaError        a type, predicate or edge that the schema does not have
    ├── ExtractionError    the extractor cannot start, or is given what it cannot take
    ├── GraphError         a built graph is missing, broken or does not hold what is asked for
    ├── QueryError         a question has a syntax error, is unknown, or lacks or misnames a parameter
    └── OutputError        an output cannot be written
"""

from __future__ import annotations

__all__ = [
    "ExtractionError",
    "GraphError",
    "NoPapersError",
    "OutputError",
    "PaperatlasError",
    "QueryError",
    "ReadingError",
    "SchemaError",
]


class PaperatlasError(Exception):
    """Any error of paperatlas."""


class ReadingError(PaperatlasError):
    """A page, file or folder cannot be read."""


class NoPapersError(ReadingError):
    """What was read lists no paper."""


class SchemaError(PaperatlasError):
    """A type, predicate or edge that the schema does not have."""


class ExtractionError(PaperatlasError):
    """The extractor cannot start, or is given what it cannot take."""


class GraphError(PaperatlasError):
    """A built graph is missing, broken or does not hold what is asked for."""


class QueryError(PaperatlasError):
    """A question has a syntax error, is unknown, or lacks or misnames a parameter.

    Attributes:
        line: The line of a syntax error, counted from 1; None if the error has no position.
        column: Its column, likewise.
    """

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class OutputError(PaperatlasError):
    """An output cannot be written."""
