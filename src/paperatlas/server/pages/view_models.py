"""The values that the templates of the pages show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperatlas.schema import NODE_TYPES

if TYPE_CHECKING:
    from paperatlas.graph.display import WebLink

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
"""The folders of the resources that have pages but are neither nodes nor statements."""

_FOLDERS: Final = frozenset(entry.folder for entry in NODE_TYPES) | {"statement", *RESOURCES}


def page_path(node_id: str) -> str | None:
    """Return the path of the page of an id; None if there is no such page.

    >>> page_path("dataset/humaneval%2B"), page_path("/evil.example"), page_path("page/a.txt")
    ('/dataset/humaneval%2B', None, '/page/a.txt')
    """
    folder, _, name = node_id.partition("/")
    return f"/{node_id}" if folder in _FOLDERS and name else None


@dataclass(frozen=True, slots=True)
class NodeLink:
    """A link to the page of a node."""

    id: str
    type: str
    label: str

    @property
    def path(self) -> str | None:
        """The path of the page; None if there is none."""
        return page_path(self.id)


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper in one line.

    Attributes:
        link: The link to the paper.
        date: The date in words; empty if unknown.
        year: The year; empty if unknown.
        labs: The organisations of the paper, if they were asked for.
        url: The address of the text; None if unknown.
    """

    link: NodeLink
    date: str = ""
    year: str = ""
    labs: tuple[NodeLink, ...] = ()
    url: str | None = None


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of a quote; it is marked if it names an end of the statement."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a paper.

    Attributes:
        pieces: The words, with the names marked.
        paper: The paper.
        outcome: The outcome of a comparison in words, from the side of the page's node; else empty.
        confidence: The confidence of the extractor, 0 to 1.
        locations: The listing pages and lines of the words.
        stated: Whether it is a line of a listing, which needs no reading.
        unnamed: The labels of the ends of the statement that the words leave unnamed, such as "our model".
    """

    pieces: tuple[TextPiece, ...]
    paper: PaperRow
    outcome: str
    confidence: float
    locations: tuple[str, ...]
    stated: bool = False
    unnamed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementRow:
    """The statements between the page's node and another, in one row.

    Attributes:
        other: The other node.
        subject: The subject, if it is not the page's node.
        paper: The row of ``other`` if it is a paper.
        statements: The ids of the statements.
        support: The number of papers that state it.
        confidence: The highest confidence, 0 to 1.
        outcomes: The outcomes of a comparison in words, with the number of papers that state each.
        disputed: Whether papers contradict it.
        rule: The rule that inferred it; empty if none did.
        stated: Whether a listing states it, so that it does not rest on the reading of a text.
        unsure: Whether the build keeps it apart as too uncertain.
        quotes: Some of the quotes.
        more: The number of quotes that are left out.
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
    stated: bool = False
    unsure: bool = False
    quotes: tuple[Quote, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class PaperCount:
    """A node and the number of papers that connect it to the page's node."""

    link: NodeLink
    papers: int


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A node of a tree.

    Attributes:
        link: The link to the node.
        is_current: Whether it is the node of the page.
        statement: The id of the statement that connects it to its parent; empty at the root.
        children: The children, by label.
        open: Whether the children show without a click.
    """

    link: NodeLink
    is_current: bool
    statement: str
    children: tuple[TreeNode, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class InfoboxEntry:
    """A fact about the page's node, with its values and the number of those that are left out."""

    label: str
    values: tuple[NodeLink | PaperRow | WebLink | str, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class PageSection:
    """A part of a page.

    Attributes:
        key: The id in the page.
        heading: The heading.
        count: The number of all entries.
        lead: A sentence on the contents; may be empty.
        rows: The rows that show at once.
        folded_rows: The rows that show on a click.
        left_out: The number of entries that the page lacks.
        sparql: The query for all entries; may be empty.
        compact: Whether quotes show only on a click.
        by_year: Whether rows stand under the years of their papers.
        counts: Nodes with numbers of papers, in place of rows.
        trees: Families, in place of rows.
        lineage: The lineage of the page's node.
        tally: The outcomes of comparisons in words, with the number of nodes that each holds for.
        hidden: The number of less certain statements that are not shown.
    """

    key: str
    heading: str
    count: int
    lead: str = ""
    rows: tuple[StatementRow, ...] = ()
    folded_rows: tuple[StatementRow, ...] = ()
    left_out: int = 0
    sparql: str = ""
    compact: bool = False
    by_year: bool = False
    counts: tuple[PaperCount, ...] = ()
    trees: tuple[TreeNode, ...] = ()
    lineage: tuple[TreeNode, ...] = ()
    tally: tuple[tuple[str, int], ...] = ()
    hidden: int = 0
