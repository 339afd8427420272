"""The parts that the template of the report shows: sections, figures, tables and their cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperatlas.html.report.charts import bar_chart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from paperatlas.html.report.charts import Bar

__all__ = ["EntityLabel", "Figure", "ReportSection", "ReportTable", "SourceQuote", "bar_figure"]


@dataclass(frozen=True, slots=True)
class EntityLabel:
    """A table cell with the label of an entity and the colour of its node type."""

    label: str
    type: str


@dataclass(frozen=True, slots=True)
class SourceQuote:
    """A quote from a paper: the title of the paper, its address (if known), the words, and the outcome they state."""

    title: str
    url: str | None
    quote: str
    outcome: str


@dataclass(frozen=True, slots=True)
class ReportTable:
    """Rows of text, numbers, entity labels and lists of quotes, under the names of the columns."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str | int | EntityLabel | Sequence[SourceQuote]]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with a caption and a table.

    Attributes:
        heading: The heading.
        chart: The chart, None if the table shows more.
        caption: The content of the chart and how it is counted.
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
    """A section of the report.

    Attributes:
        key: The id of its element in the page.
        heading: The heading.
        figures: The figures.
        empty: The text that replaces the figures if there are none.
        file: The name of the CSV file with all rows.
    """

    key: str
    heading: str
    figures: Sequence[Figure]
    empty: str
    file: str


def bar_figure(
    key: str,
    heading: str,
    bars: Sequence[Bar],
    kinds: Mapping[str, str],
    caption: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str | int | EntityLabel]],
) -> tuple[Figure, ...]:
    """Return a figure with a bar chart and its numbers as a table, or no figure without bars."""
    if not bars:
        return ()
    return (Figure(heading, bar_chart(key, heading, bars, kinds), caption, ReportTable(columns, rows)),)
