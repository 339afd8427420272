"""What the server asks of a worker, and what it gets.

All of it crosses a pipe between two processes of ours, pickled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

    from paperatlas.serving.settings import Limits

__all__ = [
    "About",
    "Answer",
    "Dataset",
    "Failure",
    "Forms",
    "Job",
    "Query",
    "ReadGraph",
    "Search",
    "Setup",
    "Update",
    "Value",
    "WriteGraph",
]


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker serves.

    Attributes:
        folder: The folder of the store.
        version: What tells this build from all others, for entity tags.
        base: What node ids are put behind to make IRIs.
        output: The folder of the build, for searches; nothing for a store of its own.
        limits: How much one job may take.
    """

    folder: Path
    version: str
    base: str
    output: Path | None
    limits: Limits


@dataclass(frozen=True, slots=True)
class Forms:
    """How to write a result.

    Attributes:
        tabular: The media type for rows and yes or no; nothing where the client takes none of ours.
        graph: The media type for triples, likewise.
        gzip: Whether to compress it.
    """

    tabular: str | None
    graph: str | None
    gzip: bool = False


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a request names in its address; with none, the store's own dataset.

    Attributes:
        default: IRIs of the graphs that make up the default graph.
        named: IRIs of the named graphs.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether the request names any."""
        return bool(self.default or self.named)


@dataclass(frozen=True, slots=True)
class Query:
    """Evaluate a query; ``base`` is what its relative IRIs are resolved against."""

    text: str
    base: str
    forms: Forms
    dataset: Dataset = Dataset()


@dataclass(frozen=True, slots=True)
class Update:
    """Evaluate an update; ``using`` takes the place of its USING clauses."""

    text: str
    base: str
    using: Dataset = Dataset()


@dataclass(frozen=True, slots=True)
class ReadGraph:
    """Write out a graph; the default graph where there is no IRI."""

    graph: str | None
    forms: Forms


@dataclass(frozen=True, slots=True)
class WriteGraph:
    """Replace, extend or delete a graph.

    Attributes:
        graph: Its IRI; nothing for the default graph.
        documents: Media types and texts of what is put in.
        base: What relative IRIs in the documents are resolved against.
        keep: Whether what the graph holds stays.
        delete: Whether the graph itself goes.
    """

    graph: str | None
    documents: tuple[tuple[str, bytes], ...]
    base: str
    keep: bool = False
    delete: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """Search by words."""

    text: str
    limit: int


@dataclass(frozen=True, slots=True)
class About:
    """What the graph holds about a node."""

    node_id: str


Job: TypeAlias = Query | Update | ReadGraph | WriteGraph | Search | About


@dataclass(frozen=True, slots=True)
class Answer:
    """A result that can be sent.

    Attributes:
        body: Its bytes.
        media_type: What it is.
        gzip: Whether it is compressed.
        version: The build that it comes from.
        stable: Whether the same request gives the same answer until the next build.
        created: Whether a graph was made.
    """

    body: bytes
    media_type: str
    version: str
    gzip: bool = False
    stable: bool = True
    created: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A result for the server's own use."""

    value: Any


class Failure(Exception):  # noqa: N818 - an outcome of a job, beside Answer
    """A job that is not done, with the status of HTTP and the text that tell why.

    Attributes:
        status: For instance 400 where the query is broken.
        text: What is wrong and what to do, for the client.
        retry_after: Seconds after which to try again, where that helps.
        position: Line and column of a syntax error.
    """

    def __init__(
        self,
        status: int,
        text: str,
        retry_after: int | None = None,
        position: tuple[int | None, int | None] = (None, None),
    ) -> None:
        super().__init__(status, text, retry_after, position)
        self.position = position
        self.status = status
        self.text = text
        self.retry_after = retry_after

    def __str__(self) -> str:
        """The text alone."""
        return self.text
