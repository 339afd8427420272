"""The errors that paperatlas raises; each message says what to do.

::

    PaperatlasError
    ├── ReadingError       a page, file or folder cannot be read
    │   └── NoPapersError  the pages list no paper
    ├── SchemaError        a type, predicate or edge is not in the schema
    ├── ExtractionError    the extractor cannot start, or cannot take its input
    ├── GraphError         a built graph is missing, broken or lacks the requested entity
    ├── QueryError         a question has a syntax error, is unknown, or lacks or misnames a parameter
    ├── OutputError        an output cannot be written
    └── RequestError       a server refuses a request, for one of the reasons of Reason
"""

from __future__ import annotations

from enum import Enum, auto

__all__ = [
    "ExtractionError",
    "GraphError",
    "NoPapersError",
    "OutputError",
    "PaperatlasError",
    "QueryError",
    "ReadingError",
    "Reason",
    "RequestError",
    "SchemaError",
]


class PaperatlasError(Exception):
    """Any error of paperatlas."""


class ReadingError(PaperatlasError):
    """A page, file or folder cannot be read."""


class NoPapersError(ReadingError):
    """The pages list no paper."""


class SchemaError(PaperatlasError):
    """A type, predicate or edge is not in the schema."""


class ExtractionError(PaperatlasError):
    """The extractor cannot start, or cannot take its input."""


class GraphError(PaperatlasError):
    """A built graph is missing, broken or lacks the requested entity."""


class QueryError(PaperatlasError):
    """A question has a syntax error, is unknown, or lacks or misnames a parameter.

    Attributes:
        line: The line of a syntax error, counted from 1; None if the error has no position.
        column: The column of a syntax error, counted from 1; None if the error has no position.
    """

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class OutputError(PaperatlasError):
    """An output cannot be written."""


class Reason(Enum):
    """Why a server refuses a request."""

    INVALID = auto()
    """The request breaks the rules of its protocol."""
    UNAUTHENTICATED = auto()
    """The client does not show that it may write."""
    FORBIDDEN = auto()
    """No client may do this here."""
    LARGE_RESULT = auto()
    """The result has more rows or bytes than a result may have."""
    NOT_FOUND = auto()
    """There is no such resource."""
    NOT_ACCEPTABLE = auto()
    """The client takes no format that the server writes."""
    SLOW_REQUEST = auto()
    """The body of the request does not arrive in time."""
    LARGE_REQUEST = auto()
    """The request has more bytes than a request may have."""
    UNSUPPORTED_FORMAT = auto()
    """The server does not read the format of the body."""
    NOT_EVALUABLE = auto()
    """The query is right, but the engine cannot evaluate it."""
    CLIENT_GONE = auto()
    """The client closed its connection before it got the answer."""
    BROKEN_STORE = auto()
    """The store cannot be read."""
    COSTLY = auto()
    """The job takes more time or memory than one job may take."""
    BUSY = auto()
    """The server has too much to do."""


class RequestError(PaperatlasError):
    """A server refuses a request.

    Attributes:
        reason: The reason.
        retry_after: Seconds after which to try again; None if a second try gives the same.

    >>> error = RequestError(Reason.BUSY, "the server is busy; try again soon", 1)
    >>> str(error), error.reason.name, error.retry_after
    ('the server is busy; try again soon', 'BUSY', 1)
    """

    def __init__(self, reason: Reason, message: str, retry_after: int | None = None) -> None:
        # All go to the base class, from which pickle takes them when a worker process raises the error.
        super().__init__(reason, message, retry_after)
        self.reason = reason
        self.retry_after = retry_after

    def __str__(self) -> str:
        """Return the message alone."""
        return str(self.args[1])
