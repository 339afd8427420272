"""The graph and its parts: entities, statements with evidence, and the metadata of papers. All are immutable."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from paperatlas.schema import DEFAULT_BASE, predicate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from paperatlas.graph.papers import Date, SourceFile, SourceLocation

__all__ = ["Entity", "Evidence", "Graph", "PaperMetadata", "PaperVersion", "Statement", "set_graph_display"]


def _digest(*parts: str) -> str:
    """Return sixteen hexadecimal digits of the SHA-256 of the parts and the borders between them."""
    joined = "\x00".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Entity:
    """A node: an artifact, person, organisation or paper with all its names.

    Attributes:
        id: Its IRI without the base, for instance ``model/llama2``.
        type: The name of its node type.
        label: The name that people see.
        aliases: Its other names, sorted.
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
        locations: The places of its records, sorted.
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
        """Title, newline, abstract: the text of all offsets."""
        return f"{self.title}\n{self.abstract}"


@dataclass(frozen=True, slots=True)
class PaperMetadata:
    """The metadata of a paper beside authors and organisations, from all pages that list it.

    Attributes:
        versions: The titles and abstracts by which it is listed, sorted by id.
        identifiers: arXiv ids and DOIs, sorted.
        date: The most exact date of any listing.
        categories: Subject classes, sorted.
        author_count: The number of authors, if a listing shows it.
        authors_complete: Whether some listing shows all authors.
        has_code: Whether some listing flags code; None if none has such a flag.
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
        """The places of all records of the paper, sorted."""
        return tuple(sorted(location for version in self.versions for location in version.locations))


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that states a statement.

    Attributes:
        paper: The id of the paper's node.
        quote: The exact words.
        version: The id of the paper version that holds the quote; None if the quote is a line of a listing.
        start: The start of the quote in the text of that version, in characters.
        end: The end of the quote.
        location: The record whose line is quoted; None if the quote is from a text.
        outcome: The outcome for ``compares-to``, else None.
        extractor: The name and version of the extractor.
        confidence: The confidence of the extractor, 0 to 1.
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
        """The key by which evidence is sorted."""
        location = (self.location.page, self.location.line) if self.location else ("", 0)
        start, end = (-1 if offset is None else offset for offset in (self.start, self.end))
        return (
            self.paper,
            self.version or "",
            start,
            end,
            *location,
            self.quote,
            self.outcome or "",
            self.extractor,
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """One subject, predicate and object with all its evidence.

    Attributes:
        subject: The id of a node.
        predicate: The name of a predicate.
        object: The id of a node.
        evidence: The passages that state it, sorted; empty for an inferred statement.
        confidence: The confidence in it, 0 to 1.
        inferred_by: The rule that inferred it; None if it is stated.
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
    def sort_key(self) -> tuple[str, str, str]:
        """The key by which statements are sorted: subject, predicate and object."""
        return self.subject, self.predicate, self.object

    @property
    def papers(self) -> tuple[str, ...]:
        """The ids of the papers that state it, sorted."""
        return tuple(sorted({evidence.paper for evidence in self.evidence}))

    @property
    def support(self) -> int:
        """The number of papers that state it."""
        return len(self.papers)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The distinct outcomes that are stated, sorted."""
        return tuple(sorted({evidence.outcome for evidence in self.evidence if evidence.outcome}))

    @property
    def stated(self) -> bool:
        """Whether a field or a listing states it, so that it does not rest on the reading of a text."""
        return any(evidence.version is None for evidence in self.evidence)

    def is_sure(self, min_confidence: float | None = None) -> bool:
        """Return whether its confidence is high enough to show it without being asked.

        Args:
            min_confidence: The least confidence, 0 to 1; None for the one that the schema sets for the predicate. It
                does not matter where the schema sets none, as for ``mentions``, nor to inferred and stated statements.

        >>> Statement("model/a", "compares-to", "model/b", confidence=0.3).is_sure()
        False
        """
        cut = predicate(self.predicate).min_confidence
        if cut is None or self.inferred_by is not None or self.stated:
            return True
        return self.confidence >= (cut if min_confidence is None else min_confidence)


@dataclass(frozen=True, repr=False)
class Graph:
    """A knowledge graph of papers.

    Attributes:
        entities: The nodes by id, in the order of their ids.
        statements: The edges, sorted by subject, predicate and object.
        papers: The metadata of papers by the id of their nodes.
        pages: The pages that were read, sorted by name.
        base: The start of all IRIs, before the ids.
        extractor: The name and version of the extractor.
        unsure: The statements that are too uncertain to be edges, in the order of the others.
    """

    entities: Mapping[str, Entity] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    papers: Mapping[str, PaperMetadata] = field(default_factory=dict)
    pages: tuple[SourceFile, ...] = ()
    base: str = DEFAULT_BASE
    extractor: str = ""
    unsure: tuple[Statement, ...] = ()

    def iri(self, node_id: str) -> str:
        """Return the full IRI of a node.

        >>> Graph().iri("model/llama2")
        'https://w3id.org/paperatlas/model/llama2'
        """
        return self.base + node_id

    def with_min_confidence(self, min_confidence: float | None = None) -> Graph:
        """Return the graph with the statements that are sure enough as edges, and the others as ``unsure``.

        Args:
            min_confidence: The least confidence of statements read from texts, 0 to 1; 0 shows all. None for the one
                that the schema sets for each predicate.

        >>> unsure = Statement("paper/a", "applied-to", "model/b", confidence=0.2)
        >>> [len(Graph(unsure=(unsure,)).with_min_confidence(least).statements) for least in (0, None)]
        [1, 0]
        """
        statements = sorted((*self.statements, *self.unsure), key=lambda edge: edge.sort_key)
        sure = tuple(statement for statement in statements if statement.is_sure(min_confidence))
        unsure = tuple(statement for statement in statements if not statement.is_sure(min_confidence))
        return replace(self, statements=sure, unsure=unsure)

    @cached_property
    def _statements_by_node(self) -> dict[str, list[Statement]]:
        return _by_node(self.statements)

    @cached_property
    def _unsure_by_node(self) -> dict[str, list[Statement]]:
        return _by_node(self.unsure)

    def statements_of(self, node_id: str) -> tuple[Statement, ...]:
        """Return the statements of which the node is an end, in their order."""
        return tuple(self._statements_by_node.get(node_id, ()))

    def unsure_of(self, node_id: str) -> tuple[Statement, ...]:
        """Return the unsure statements of which the node is an end, in their order."""
        return tuple(self._unsure_by_node.get(node_id, ()))

    def nodes(self, type_name: str) -> Iterator[Entity]:
        """Return the nodes of one type, in the order of their ids."""
        return (entity for entity in self.entities.values() if entity.type == type_name)

    def __hash__(self) -> int:
        """Return a hash that equal graphs share: of the ids of nodes, the pages, and the number of statements."""
        return hash((frozenset(self.entities), len(self.statements), self.pages, self.base, self.extractor))

    def __repr__(self) -> str:
        """Return one short line, as all values of a small graph fill megabytes.

        >>> Graph({"model/otter": Entity("model/otter", "Model", "Otter")})
        <Graph: 1 nodes, 0 statements, 0 papers>
        """
        return f"<Graph: {len(self.entities)} nodes, {len(self.statements)} statements, {len(self.papers)} papers>"

    def _repr_html_(self) -> str | None:
        """Return the HTML for a notebook; None if no display is set, so that the notebook shows the one line."""
        return _display.render(self) if _display.render else None


def _by_node(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    """Return the statements of each node that is an end of one."""
    index: dict[str, list[Statement]] = {}
    for statement in statements:
        for node_id in {statement.subject, statement.object}:
            index.setdefault(node_id, []).append(statement)
    return index


@dataclass
class _Display:
    """The display of graphs in notebooks."""

    render: Callable[[Graph], str] | None = None


_display: Final = _Display()


def set_graph_display(render: Callable[[Graph], str] | None) -> None:
    """Set the display of graphs in notebooks, as this module knows nothing of HTML.

    Args:
        render: The function that returns HTML for a graph; None for one line of text.

    >>> set_graph_display(lambda graph: f"<b>{len(graph.entities)}</b>")
    >>> Graph()._repr_html_()
    '<b>0</b>'
    >>> set_graph_display(None)
    """
    _display.render = render
