"""The parts that the report is put together from; the template knows these and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["EntityLabel", "Figure", "ReportSection", "ReportTable", "SourceQuote"]


@dataclass(frozen=True, slots=True)
class EntityLabel:
    """A cell with a name in it, and the node type that gives it its mark."""

    label: str
    type: str


@dataclass(frozen=True, slots=True)
class SourceQuote:
    """A paper that says something: its title, where it is (if known), its words, and what they amount to."""

    title: str
    url: str | None
    quote: str
    outcome: str


@dataclass(frozen=True, slots=True)
class ReportTable:
    """Rows under columns; a cell is a text, a number, a name, or a tuple of witnesses."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | EntityLabel | tuple[SourceQuote, ...], ...], ...]


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
    table: ReportTable
    open: bool = False


@dataclass(frozen=True, slots=True)
class ReportSection:
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
