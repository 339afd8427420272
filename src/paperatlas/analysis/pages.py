"""The parts that the report is put together from; the template knows these and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from markupsafe import Markup

    from paperatlas.records import Graph

__all__ = ["Figure", "Named", "Section", "Table", "Witness", "paper_url"]


@dataclass(frozen=True, slots=True)
class Named:
    """A cell with a name in it, and the node type that gives it its mark."""

    label: str
    type: str


@dataclass(frozen=True, slots=True)
class Witness:
    """A paper that says something: its title, where it is (if known), its words, and what they amount to."""

    title: str
    url: str | None
    quote: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; a cell is a text, a number, a name, or a tuple of witnesses."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | Named | tuple[Witness, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with a caption, and what it shows as a table.

    Attributes:
        heading: What is shown.
        chart: The chart, or nothing where the table says it better.
        caption: What is shown and how it is counted.
        table: The numbers.
        open: Whether the table shows without a click.
    """

    heading: str
    chart: Markup | None
    caption: str
    table: Table
    open: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report.

    Attributes:
        key: Its id in the page.
        heading: Its heading.
        figures: What it shows.
        empty: What stands in place of figures where there are none.
        file: The name of the CSV file with all rows.
    """

    key: str
    heading: str
    figures: tuple[Figure, ...]
    empty: str
    file: str


def paper_url(graph: Graph, paper_id: str) -> str | None:
    """Where a paper can be read: an address of its listing, else its arXiv or DOI page, else nothing.

    Only web addresses are given; any other scheme could run code or open a file.

    >>> from paperatlas.records import Graph, PaperFacts
    >>> paper_url(Graph(papers={"paper/x": PaperFacts((), ("arxiv:2401.00001",))}), "paper/x")
    'https://arxiv.org/abs/2401.00001'
    """
    facts = graph.papers.get(paper_id)
    if facts is None:
        return None
    hosts = {"arxiv": "https://arxiv.org/abs/", "doi": "https://doi.org/"}
    split = (identifier.partition(":") for identifier in facts.identifiers)
    made = (hosts[scheme] + quote(name) for scheme, _, name in split if scheme in hosts)
    return next((url for url in (*facts.urls, *made) if _on_the_web(url)), None)


def _on_the_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
