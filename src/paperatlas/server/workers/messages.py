"""The jobs that the server sends to a worker, and the answers; pickled, they cross a pipe."""

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
    """The store that a worker serves.

    Attributes:
        folder: The folder of the store.
        version: The identifier of the build, for entity tags.
        base: The start of the IRIs of nodes.
        output: The folder of the build, for searches; None for a writable store.
        limits: How much one job may take.
    """

    folder: Path
    version: str
    base: str
    output: Path | None
    limits: Limits


@dataclass(frozen=True, slots=True)
class AcceptedFormats:
    """The formats in which a client takes a result.

    Attributes:
        tabular: The media type for rows and for yes or no; None if the client takes none.
        graph: The media type for triples; None if the client takes none.
        gzip: Whether the client takes gzip.
    """

    tabular: str | None
    graph: str | None
    gzip: bool = False


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a request names in its address; if it names none, the store's own dataset.

    Attributes:
        default: The IRIs of the graphs that make up the default graph.
        named: The IRIs of the named graphs.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether the request names any graph."""
        return bool(self.default or self.named)


@dataclass(frozen=True, slots=True)
class Answer:
    """A serialized result.

    Attributes:
        body: The bytes.
        media_type: The format of the bytes.
        version: The build that gave the answer.
        gzip: Whether the bytes are compressed.
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
    """Evaluate a query, whose relative IRIs are resolved against ``base``."""

    text: str
    base: str
    formats: AcceptedFormats
    dataset: Dataset = Dataset()


@dataclass(frozen=True, slots=True)
class Update(Job[None]):
    """Evaluate an update, whose USING clauses are those of ``using``."""

    text: str
    base: str
    using: Dataset = Dataset()


@dataclass(frozen=True, slots=True)
class ReadGraph(Job[Answer]):
    """Serialize a graph; None stands for the default graph."""

    graph: str | None
    formats: AcceptedFormats


@dataclass(frozen=True, slots=True)
class WriteGraph(Job[bool]):
    """Replace, extend or delete a graph; the result is whether a graph was created.

    Attributes:
        graph: The IRI of the graph; None for the default graph.
        documents: The media types and texts of the new content.
        base: The base of relative IRIs in the documents.
        keep: Whether the old content stays.
        delete: Whether to delete the graph.
    """

    graph: str | None
    documents: tuple[tuple[str, bytes], ...]
    base: str
    keep: bool = False
    delete: bool = False


@dataclass(frozen=True, slots=True)
class Search(Job["list[SearchHit]"]):
    """Search the full-text index."""

    text: str
    limit: int


@dataclass(frozen=True, slots=True)
class About(Job["Graph | None"]):
    """Read the part of the graph about a node, with its unsure statements; the result is None without such a node."""

    node_id: str
