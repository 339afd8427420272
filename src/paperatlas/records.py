"""The values that flow from step to step; each is immutable, so that it can be kept, hashed and compared.

Reading gives :class:`Paper`, extraction gives :class:`Extraction`, resolution gives :class:`Entity`, assembly gives
:class:`Statement`, and all of it together is a :class:`Graph`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from paperatlas.schema import DEFAULT_BASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = [
    "PAPER",
    "Date",
    "Entity",
    "Evidence",
    "ExtractedEntity",
    "Extraction",
    "Graph",
    "Link",
    "ListedLab",
    "Listing",
    "Mention",
    "Page",
    "Paper",
    "PaperFacts",
    "Problem",
    "Relation",
    "Span",
    "Statement",
    "Wording",
    "paper_identifier",
    "set_graph_display",
]

PAPER: Final = "PAPER"
"""As the subject of a :class:`Relation`: what the paper made or trained without naming it."""


def _digest(*parts: str) -> str:
    """Sixteen hexadecimal digits of the SHA-256 of the parts, which are kept apart."""
    joined = "\x00".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:16]


# --- what reading gives ---


@dataclass(frozen=True, slots=True)
class Date:
    """A date as far as it is known.

    Attributes:
        year: The year, or nothing where the listing prints none.
        month: The month, 1 to 12.
        day: The day of the month, 1 to 31.
        year_inferred: Whether the year was worked out from other dates of the page.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    year_inferred: bool = False

    def __str__(self) -> str:
        """As XML Schema writes it: a date, a year and month, a year, or ``--06-23`` where no year is known.

        >>> str(Date(2024, 8, 13)), str(Date(2024)), str(Date(month=6, day=23))
        ('2024-08-13', '2024', '--06-23')
        """
        if self.year is None:
            return f"--{self.month or 1:02}-{self.day or 1:02}"
        parts = (f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None))
        return "-".join(parts)


@dataclass(frozen=True, slots=True, order=True)
class Listing:
    """A place where a page lists a paper.

    Attributes:
        page: The name of the page, without the folders above what was asked for.
        line: The line at which the record starts, counted from 1.
    """

    page: str
    line: int


@dataclass(frozen=True, slots=True, order=True)
class Page:
    """A page or file that was read.

    Attributes:
        name: Its name, without the folders above what was asked for.
        layout: The name of the reader that read it.
        sha256: The hash of its bytes, in hexadecimal.
        records: How many papers it lists.
    """

    name: str
    layout: str
    sha256: str
    records: int


@dataclass(frozen=True, slots=True, order=True)
class ListedLab:
    """An organisation as a listing names it.

    Attributes:
        name: The shown name, for instance ``NVIDIA``.
        short: The short name beside it, for instance ``nvidia``, or nothing.
    """

    name: str
    short: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as one record of a page lists it.

    Attributes:
        id: The identifier in the source, else one made from page and position.
        title: The title, on one line.
        abstract: The abstract, on one line.
        listing: Where it stands.
        authors: The names of authors that the record shows, in order.
        authors_line: The words of the record that name them; empty for structured files.
        authors_complete: Whether ``authors`` are all; false after "et al." and where they are only counted.
        author_count: How many authors the record says there are.
        labs: The organisations that the record names.
        labs_line: The words of the record that name them; empty for structured files.
        affiliations: Pairs of author and organisation that the source states for that author.
        date: The date of the paper.
        categories: Subject classes, for instance ``CL``.
        has_code: Whether the record flags that there is code; nothing where its layout has no such flag.
        comment_count: How many comments the record counts.
        upvotes: How many upvotes the record counts.
        url: The page of the paper.
        code_url: The repository of its code.
        project_url: The page of the project.
    """

    id: str
    title: str
    abstract: str
    listing: Listing
    authors: tuple[str, ...] = ()
    authors_line: str = ""
    authors_complete: bool = True
    author_count: int | None = None
    labs: tuple[ListedLab, ...] = ()
    labs_line: str = ""
    affiliations: tuple[tuple[str, str], ...] = ()
    date: Date | None = None
    categories: tuple[str, ...] = ()
    has_code: bool | None = None
    comment_count: int | None = None
    upvotes: int | None = None
    url: str | None = None
    code_url: str | None = None
    project_url: str | None = None

    @property
    def text(self) -> str:
        """Title, newline, abstract: what all offsets count in."""
        return f"{self.title}\n{self.abstract}"

    @property
    def identifier(self) -> str | None:
        """The arXiv id (``arxiv:2405.15738``) or DOI (``doi:10…``) that the id or the address holds, if any.

        >>> Paper("7", "T", "A", Listing("p", 1), url="https://arxiv.org/abs/2405.15738v2").identifier
        'arxiv:2405.15738'
        """
        return paper_identifier(self.id) or paper_identifier(self.url or "")


_ARXIV = re.compile(
    r"(?:arxiv:\s?|arxiv\.org/(?:abs|pdf|html)/|huggingface\.co/papers/|10\.48550/arxiv\.|^)(\d{4}\.\d{4,5})(?:v\d+)?\b(?![./]\d)",
    re.IGNORECASE,
)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>?#]+")


def paper_identifier(text: str) -> str | None:
    """Return the arXiv id or else the DOI that an id or an address of a paper holds, or None.

    >>> paper_identifier("https://huggingface.co/papers/2405.15738"), paper_identifier("https://doi.org/10.1234/AB")
    ('arxiv:2405.15738', 'doi:10.1234/ab')
    """
    arxiv = _ARXIV.search(text)
    if arxiv:
        return f"arxiv:{arxiv[1]}"
    doi = _DOI.search(text)
    return f"doi:{doi[0].lower()}" if doi else None


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something that could not be read as it stands.

    Attributes:
        page: The name of the page.
        line: The line it stands on, counted from 1; 0 where it is the page as a whole.
        message: What is wrong and what to do.
        skipped: Whether something was left out because of it: a record, or the page.
    """

    page: str
    line: int
    message: str
    skipped: bool

    def __str__(self) -> str:
        """Page, line and message, as compilers write them."""
        return f"{self.page}:{self.line}: {self.message}" if self.line else f"{self.page}: {self.message}"


# --- what extraction gives ---


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of a paper's text: characters ``start`` up to, not including, ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A place where the text names a thing: characters ``start`` up to ``end``, which read ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class ExtractedEntity:
    """A thing that one paper names, with all places where it does.

    Attributes:
        name: The fullest good form in the text.
        type: A node type: Model, Dataset, Method or Lab.
        mentions: Where it is named, in order, at least once.
        confidence: How sure the extractor is that the paper names such a thing, 0 to 1.
        introduction: The sentence that presents it as the paper's own; nothing where the paper does not introduce it.
    """

    name: str
    type: str
    mentions: tuple[Mention, ...]
    confidence: float
    introduction: Span | None = None

    @property
    def introduced(self) -> bool:
        """Whether this paper presents, releases or builds it."""
        return self.introduction is not None

    @property
    def forms(self) -> tuple[str, ...]:
        """The distinct surface forms, the name first, then in the order of the text."""
        return tuple(dict.fromkeys((self.name, *(mention.text for mention in self.mentions))))


@dataclass(frozen=True, slots=True)
class Relation:
    """What one paper states of two things.

    Attributes:
        subject: The name of an entity of the same extraction, or :data:`PAPER`.
        predicate: The name of a predicate.
        object: The name of an entity of the same extraction.
        evidence: The words that state it, inside one sentence.
        confidence: How sure the extractor is, 0 to 1.
        outcome: For ``compares-to`` the name of an outcome, else nothing.
    """

    subject: str
    predicate: str
    object: str
    evidence: Span
    confidence: float
    outcome: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """An address in the text: characters ``start`` up to ``end``, and where it leads."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an extractor found in the text of one paper.

    Attributes:
        paper_id: The id of the paper.
        text: The text that offsets count in: title, newline, abstract.
        extractor: Name and version of the extractor, for instance ``encoder-0.1.0``.
        entities: The things it names; their names are distinct.
        relations: What it states of them; distinct in subject, predicate and object.
        sentences: Where the sentences are, in order; the title is one.
        links: The addresses in the text.
    """

    paper_id: str
    text: str
    extractor: str
    entities: tuple[ExtractedEntity, ...] = ()
    relations: tuple[Relation, ...] = ()
    sentences: tuple[Span, ...] = ()
    links: tuple[Link, ...] = ()


# --- what resolution and assembly give ---


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
class Wording:
    """One title and abstract by which a paper is listed.

    Attributes:
        title: The title.
        abstract: The abstract.
        listings: Where it stands, sorted.
    """

    title: str
    abstract: str
    listings: tuple[Listing, ...]

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits that depend on title and abstract alone."""
        return _digest(self.title, self.abstract)

    @property
    def text(self) -> str:
        """Title, newline, abstract: what offsets count in."""
        return f"{self.title}\n{self.abstract}"


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What listings tell of one paper beside authors and organisations, over all pages that list it.

    Attributes:
        wordings: The titles and abstracts by which it is listed, sorted by id.
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

    wordings: tuple[Wording, ...]
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
    def listings(self) -> tuple[Listing, ...]:
        """Every place that lists the paper, sorted."""
        return tuple(sorted(place for wording in self.wordings for place in wording.listings))


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that states a statement.

    Attributes:
        paper: The id of the paper's node.
        quote: The exact words.
        wording: The id of the wording that holds the quote; nothing where a listing's line is quoted.
        start: Where the quote starts in the text of that wording, in characters.
        end: Where it ends.
        listing: The record whose line is quoted; nothing where the text is.
        outcome: For ``compares-to`` how it ended, else nothing.
        extractor: Who read it: name and version.
        confidence: How sure the extractor is, 0 to 1.
    """

    paper: str
    quote: str
    wording: str | None = None
    start: int | None = None
    end: int | None = None
    listing: Listing | None = None
    outcome: str | None = None
    extractor: str = "listing"
    confidence: float = 1.0

    @property
    def order(self) -> tuple[str, str, int, int, str, int, str, str, str]:
        """What evidence is sorted by."""
        place = (self.listing.page, self.listing.line) if self.listing else ("", 0)
        start, end = (-1 if point is None else point for point in (self.start, self.end))
        return (
            self.paper,
            self.wording or "",
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
    papers: Mapping[str, PaperFacts] = field(default_factory=dict)
    pages: tuple[Page, ...] = ()
    base: str = DEFAULT_BASE
    extractor: str = ""

    def iri(self, node_id: str) -> str:
        """The full IRI of a node.

        >>> Graph().iri("model/llama2")
        'https://w3id.org/paperatlas/model/llama2'
        """
        return self.base + node_id

    @cached_property
    def _around(self) -> dict[str, list[Statement]]:
        around: dict[str, list[Statement]] = {}
        for statement in self.statements:
            around.setdefault(statement.subject, []).append(statement)
            if statement.object != statement.subject:
                around.setdefault(statement.object, []).append(statement)
        return around

    def about(self, node_id: str) -> tuple[Statement, ...]:
        """The statements that the node is an end of, in their order."""
        return tuple(self._around.get(node_id, ()))

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
