"""The parts that pages are put together from; the templates know these and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperatlas.schema import NODE_TYPES

if TYPE_CHECKING:
    from paperatlas.graph.display import WebLink
    from paperatlas.graph.graph import Entity

__all__ = [
    "RESOURCES",
    "InfoboxEntry",
    "NodeLink",
    "PageSection",
    "PaperCount",
    "PaperRow",
    "Quote",
    "StatementRow",
    "TextPiece",
    "TreeNode",
    "page_path",
]

RESOURCES: Final = ("evidence", "extractor", "listing", "page", "wording")
"""Where the ids start of what is no node and no statement, but has a page."""

_FOLDERS: Final = frozenset(entry.folder for entry in NODE_TYPES) | {"statement", *RESOURCES}


def page_path(node_id: str) -> str | None:
    """The path of the page of an id; nothing where there is no such page.

    >>> page_path("dataset/humaneval%2B"), page_path("/evil.example"), page_path("page/a.txt")
    ('/dataset/humaneval%2B', None, '/page/a.txt')
    """
    folder, _, name = node_id.partition("/")
    return f"/{node_id}" if folder in _FOLDERS and name else None


@dataclass(frozen=True, slots=True)
class NodeLink:
    """A node as pages name it: its id, its type and its label."""

    id: str
    type: str
    label: str

    @property
    def path(self) -> str | None:
        """The path of its page."""
        return page_path(self.id)

    @classmethod
    def of(cls, entity: Entity) -> NodeLink:
        """An entity as pages name it."""
        return cls(entity.id, entity.type, entity.label)


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper in one line.

    Attributes:
        thing: The paper.
        date: Its date in words; empty where it is not known.
        year: Its year; empty where it is not known.
        labs: The organisations it comes from, as far as they were asked for.
        url: Where it can be read, if known.
    """

    thing: NodeLink
    date: str = ""
    year: str = ""
    labs: tuple[NodeLink, ...] = ()
    url: str | None = None


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A stretch of a quote, and whether it names what the statement is about."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a paper.

    Attributes:
        pieces: The words, with the names marked.
        paper: Who says it.
        outcome: For comparisons, how it ended, in words and seen from the page's own thing; else empty.
        confidence: How sure the extractor is, 0 to 1.
        places: Where the words are listed, as page and line.
    """

    pieces: tuple[TextPiece, ...]
    paper: PaperRow
    outcome: str
    confidence: float
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementRow:
    """What papers state of the page's thing and another, in a list of such.

    Attributes:
        other: The thing that the line is about.
        subject: What it is said of, where that is not the page's thing.
        paper: The line of ``other`` where it is a paper.
        statements: The ids of the statements.
        support: How many papers state it.
        confidence: How sure we are, 0 to 1.
        outcomes: For comparisons, each outcome in words with the number of papers that state it.
        disputed: Whether papers contradict it.
        rule: The rule that inferred it; empty where it is stated.
        quotes: Some of the words that state it.
        more: How many quotes are left out.
    """

    other: NodeLink
    subject: NodeLink | None
    paper: PaperRow | None
    statements: tuple[str, ...]
    support: int
    confidence: float
    outcomes: tuple[tuple[str, int], ...] = ()
    disputed: bool = False
    rule: str = ""
    quotes: tuple[Quote, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class PaperCount:
    """A thing and how many papers tie it to the page's own."""

    thing: NodeLink
    papers: int


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A thing in a tree, with what is below it.

    Attributes:
        thing: The thing.
        own: Whether it is the one that the page is about.
        statement: The id of the statement that ties it to what is above; empty at the top.
        children: What is below it, by label.
        open: Whether it shows what is below it without a click.
    """

    thing: NodeLink
    own: bool
    statement: str
    children: tuple[TreeNode, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class InfoboxEntry:
    """A line of what is known of the page's thing: what it is, and its values, of which some may be left out."""

    label: str
    values: tuple[NodeLink | PaperRow | WebLink | str, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class PageSection:
    """A part of a page.

    Attributes:
        key: Its id in the page.
        heading: Its heading.
        count: How many entries it has in all.
        lead: What it holds, in a sentence; may be empty.
        claims: What is shown at once.
        folded: What shows on a click.
        left_out: How many entries the page does not hold.
        sparql: The query that gives all of them.
        compact: Whether quotes too show on a click only.
        by_year: Whether entries stand under the years of their papers.
        names: Things with counts, in place of claims.
        trees: Families, in place of claims.
        lineage: What the page's thing is built from, step by step.
        tally: For comparisons, how many things each outcome holds for.
    """

    key: str
    heading: str
    count: int
    lead: str = ""
    claims: tuple[StatementRow, ...] = ()
    folded: tuple[StatementRow, ...] = ()
    left_out: int = 0
    sparql: str = ""
    compact: bool = False
    by_year: bool = False
    names: tuple[PaperCount, ...] = ()
    trees: tuple[TreeNode, ...] = ()
    lineage: tuple[TreeNode, ...] = ()
    tally: tuple[tuple[str, int], ...] = ()
