"""What the server asks of a worker, and what it gets.

All of it crosses a pipe between two processes of ours, pickled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from pathlib import Path

    from paperatlas.graph.graph import Graph  # noqa: F401 - part of a type parameter
    from paperatlas.server.settings import Limits
    from paperatlas.store import SearchHit  # noqa: F401 - likewise

__all__ = [
    "About",
    "AcceptedFormats",
    "Answer",
    "Dataset",
    "Job",
    "Query",
    "ReadGraph",
    "Search",
    "Setup",
    "Update",
    "WriteGraph",
]

_Result_co = TypeVar("_Result_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker serves.

    Attributes:
        folder: The folder of the store.
        version: What tells this build from all others, for entity tags.
        base: What node ids are put behind to make IRIs.
        output: The folder of the build, for searches; None for a store of its own.
        limits: How much one job may take.
    """

    folder: Path
    version: str
    base: str
    output: Path | None
    limits: Limits


@dataclass(frozen=True, slots=True)
class AcceptedFormats:
    """How to write a result.

    Attributes:
        tabular: The media type for rows and yes or no; None if the client takes none of ours.
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
class Answer:
    """A serialized result.

    Attributes:
        body: Its bytes.
        media_type: The format of the bytes.
        version: The build that it comes from.
        gzip: Whether it is compressed.
        stable: Whether the same request gives the same answer until the next build.
    """

    body: bytes
    media_type: str
    version: str
    gzip: bool = False
    stable: bool = True


class Job(Generic[_Result_co]):
    """Work for a worker; its type parameter is the type of the result."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Query(Job[Answer]):
    """Evaluate a query; ``base`` is what its relative IRIs are resolved against."""

    text: str
    base: str
    forms: AcceptedFormats
    dataset: Dataset = Dataset()


@dataclass(frozen=True, slots=True)
class Update(Job[None]):
    """Evaluate an update; ``using`` takes the place of its USING clauses."""

    text: str
    base: str
    using: Dataset = Dataset()


@dataclass(frozen=True, slots=True)
class ReadGraph(Job[Answer]):
    """Serialize a graph; the default graph if the IRI is None."""

    graph: str | None
    forms: AcceptedFormats


@dataclass(frozen=True, slots=True)
class WriteGraph(Job[bool]):
    """Replace, extend or delete a graph; the result tells whether a graph was created.

    Attributes:
        graph: Its IRI; None for the default graph.
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
class Search(Job["list[SearchHit]"]):
    """Search by words."""

    text: str
    limit: int


@dataclass(frozen=True, slots=True)
class About(Job["Graph | None"]):
    """Read what the graph holds about a node; the result is None if there is no such node."""

    node_id: str
