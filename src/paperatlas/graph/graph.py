"""The values that flow from step to step; each is immutable, so that it can be kept, hashed and compared.

Reading gives :class:`Paper`, extraction gives :class:`Extraction`, resolution gives :class:`Entity`, assembly gives
:class:`Statement`, and all of it together is a :class:`Graph`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from paperatlas.schema import DEFAULT_BASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from paperatlas.graph.papers import Date, SourceFile, SourceLocation

__all__ = ["Entity", "Evidence", "Graph", "PaperMetadata", "PaperVersion", "Statement", "set_graph_display"]


def _digest(*parts: str) -> str:
    """Sixteen hexadecimal digits of the SHA-256 of the parts, which are kept apart."""
    joined = "\x00".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Entity:
    """A node: one thing of the world, under all its names.

    Attributes:
        id: Its IRI without the base, for instance ``model/llama2``.
        type: The name of its node type.
        label: The name that people see.
        aliases: Other names that stand for it, sorted.
    """

    id: str
    type: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperVersion:
    """One title and abstract by which a paper is listed.

    Attributes:
        title: The title.
        abstract: The abstract.
        locations: Where it stands, sorted.
    """

    title: str
    abstract: str
    locations: tuple[SourceLocation, ...]

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits that depend on title and abstract alone."""
        return _digest(self.title, self.abstract)

    @property
    def text(self) -> str:
        """Title, newline, abstract: what offsets count in."""
        return f"{self.title}\n{self.abstract}"


@dataclass(frozen=True, slots=True)
class PaperMetadata:
    """What listings tell of one paper beside authors and organisations, over all pages that list it.

    Attributes:
        versions: The titles and abstracts by which it is listed, sorted by id.
        identifiers: arXiv ids and DOIs, sorted.
        date: The most exact date of any listing.
        categories: Subject classes, sorted.
        author_count: How many authors it has, as far as a listing tells.
        authors_complete: Whether some listing shows all authors.
        has_code: Whether some listing flags code; nothing where none has such a flag.
        comment_count: The largest count of comments.
        upvotes: The largest count of upvotes.
        urls: Addresses of the paper and its project, sorted.
        code_urls: Addresses of its code, sorted.
    """

    versions: tuple[PaperVersion, ...]
    identifiers: tuple[str, ...] = ()
    date: Date | None = None
    categories: tuple[str, ...] = ()
    author_count: int | None = None
    authors_complete: bool = False
    has_code: bool | None = None
    comment_count: int | None = None
    upvotes: int | None = None
    urls: tuple[str, ...] = ()
    code_urls: tuple[str, ...] = ()

    @property
    def locations(self) -> tuple[SourceLocation, ...]:
        """Every place that lists the paper, sorted."""
        return tuple(sorted(place for wording in self.versions for place in wording.locations))


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that states a statement.

    Attributes:
        paper: The id of the paper's node.
        quote: The exact words.
        version: The id of the wording that holds the quote; nothing where a listing's line is quoted.
        start: Where the quote starts in the text of that wording, in characters.
        end: Where it ends.
        location: The record whose line is quoted; nothing where the text is.
        outcome: For ``compares-to`` how it ended, else nothing.
        extractor: Who read it: name and version.
        confidence: How sure the extractor is, 0 to 1.
    """

    paper: str
    quote: str
    version: str | None = None
    start: int | None = None
    end: int | None = None
    location: SourceLocation | None = None
    outcome: str | None = None
    extractor: str = "listing"
    confidence: float = 1.0

    @property
    def sort_key(self) -> tuple[str, str, int, int, str, int, str, str, str]:
        """What evidence is sorted by."""
        place = (self.location.page, self.location.line) if self.location else ("", 0)
        start, end = (-1 if point is None else point for point in (self.start, self.end))
        return (
            self.paper,
            self.version or "",
            start,
            end,
            *place,
            self.quote,
            self.outcome or "",
            self.extractor,
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """One subject, predicate and object with everything that states it.

    Attributes:
        subject: The id of a node.
        predicate: The name of a predicate.
        object: The id of a node.
        evidence: The passages that state it, sorted; empty for an inferred statement.
        confidence: How sure we are, 0 to 1.
        inferred_by: The rule that inferred it; nothing where it is stated.
        premises: The ids of the statements it was inferred from, sorted.
    """

    subject: str
    predicate: str
    object: str
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0
    inferred_by: str | None = None
    premises: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits that depend on subject, predicate and object alone."""
        return _digest(self.subject, self.predicate, self.object)

    @property
    def papers(self) -> tuple[str, ...]:
        """The ids of the papers that state it, sorted."""
        return tuple(sorted({evidence.paper for evidence in self.evidence}))

    @property
    def support(self) -> int:
        """How many papers state it."""
        return len(self.papers)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The distinct outcomes that are stated, sorted."""
        return tuple(sorted({evidence.outcome for evidence in self.evidence if evidence.outcome}))


@dataclass(frozen=True, repr=False)
class Graph:
    """A knowledge graph of papers.

    Attributes:
        entities: The nodes by id, in the order of their ids.
        statements: The edges, sorted by subject, predicate and object.
        papers: What listings tell of the papers, by the id of their nodes.
        pages: What was read, sorted by name.
        base: What ids are put behind to make IRIs.
        extractor: Who read the texts: name and version.
    """

    entities: Mapping[str, Entity] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    papers: Mapping[str, PaperMetadata] = field(default_factory=dict)
    pages: tuple[SourceFile, ...] = ()
    base: str = DEFAULT_BASE
    extractor: str = ""

    def iri(self, node_id: str) -> str:
        """The full IRI of a node.

        >>> Graph().iri("model/llama2")
        'https://w3id.org/paperatlas/model/llama2'
        """
        return self.base + node_id

    @cached_property
    def _statements_by_node(self) -> dict[str, list[Statement]]:
        around: dict[str, list[Statement]] = {}
        for statement in self.statements:
            around.setdefault(statement.subject, []).append(statement)
            if statement.object != statement.subject:
                around.setdefault(statement.object, []).append(statement)
        return around

    def statements_of(self, node_id: str) -> tuple[Statement, ...]:
        """The statements that the node is an end of, in their order."""
        return tuple(self._statements_by_node.get(node_id, ()))

    def nodes(self, type_name: str) -> Iterator[Entity]:
        """The nodes of one type, in the order of their ids."""
        return (entity for entity in self.entities.values() if entity.type == type_name)

    def __hash__(self) -> int:
        """Return a hash of the ids of the nodes and of what is counted, which equal graphs share."""
        return hash((frozenset(self.entities), len(self.statements), self.pages, self.base, self.extractor))

    def __repr__(self) -> str:
        """Return one short line, as a graph of a few papers fills megabytes.

        >>> Graph({"model/otter": Entity("model/otter", "Model", "Otter")})
        <Graph: 1 nodes, 0 statements, 0 papers>
        """
        return f"<Graph: {len(self.entities)} nodes, {len(self.statements)} statements, {len(self.papers)} papers>"

    def _repr_html_(self) -> str | None:
        """Return what a notebook shows, or None where no display is set: then it shows the one line."""
        return _display.render(self) if _display.render else None


@dataclass
class _Display:
    """How graphs show themselves in notebooks."""

    render: Callable[[Graph], str] | None = None


_display: Final = _Display()


def set_graph_display(render: Callable[[Graph], str] | None) -> None:
    """Set how graphs show themselves in notebooks, as this module knows nothing of HTML.

    Args:
        render: Returns HTML for a graph; None for one line of text.

    >>> set_graph_display(lambda graph: f"<b>{len(graph.entities)}</b>")
    >>> Graph()._repr_html_()
    '<b>0</b>'
    >>> set_graph_display(None)
    """
    _display.render = render
