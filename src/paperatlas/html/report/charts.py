"""Bar, column and matrix charts as SVG.

The XML serialiser escapes all text. The style sheet of the page gives each ``kind`` its colour, so that light, dark
and print can differ.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final, Self
from xml.etree import ElementTree as ET

from markupsafe import Markup

from paperatlas.text.sanitization import xml_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Bar", "MatrixCell", "bar_chart", "column_chart", "fit_text", "matrix_chart"]

_WIDTH: Final = 520
_LABEL_WIDTH: Final = 230
_VALUE_WIDTH: Final = 66
_ROW_HEIGHT: Final = 26
_CHARACTER_WIDTH: Final = 7.6
"""The width of a character in the widest font that the style sheet may select."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar or column of a chart.

    Attributes:
        label: The label.
        parts: The lengths, which are not negative, by kind.
        value: The text at the end.
    """

    label: str
    parts: Mapping[str, float]
    value: str

    @classmethod
    def of(cls, label: str, counts: Mapping[str, int]) -> Self:
        """Return a bar whose value is the sum of its counts."""
        return cls(label, counts, str(sum(counts.values())))

    @property
    def length(self) -> float:
        """The length of all parts together."""
        return sum(self.parts.values())


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A cell of a matrix.

    Attributes:
        kind: The kind, which gives the colour.
        strength: The opacity of the colour, 0 to 1.
        text: The text in the cell, a few characters.
        title: The full text.
    """

    kind: str
    strength: float
    text: str
    title: str


def fit_text(text: str, columns: int) -> str:
    """Return the text cut to a width, in which wide characters take two columns and combining marks none.

    >>> fit_text("Otter-7B", 8), fit_text("Otter-7B-Instruct", 8)
    ('Otter-7B', 'Otter-7…')
    """
    ends = list(accumulate(map(_character_columns, text)))
    if not ends or ends[-1] <= columns:
        return text
    return text[: bisect_right(ends, columns - 1)].rstrip() + "…"


def _character_columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def bar_chart(key: str, title: str, bars: Sequence[Bar], kinds: Mapping[str, str]) -> Markup:
    """Draw horizontal bars, one below the other.

    Args:
        key: The prefix of the ids in the chart, unique in the page.
        title: The title of the chart.
        bars: The bars, from above.
        kinds: The meaning of each kind of part; a single kind gets no legend.

    Returns:
        An ``svg`` element.
    """
    top = 30 if len(kinds) > 1 else 4
    svg = _svg(key, title, _WIDTH, top + _ROW_HEIGHT * len(bars) + 4)
    _draw_legend(svg, kinds)
    widths = (sum(map(_character_columns, bar.label)) for bar in bars)
    columns = min(max(widths, default=0), int(_LABEL_WIDTH / _CHARACTER_WIDTH))
    left = columns * _CHARACTER_WIDTH + 24
    scale = (_WIDTH - left - _VALUE_WIDTH) / (max((bar.length for bar in bars), default=0) or 1)
    for row, bar in enumerate(bars):
        group = _group(svg, f"{bar.label}: {bar.value}")
        x, y = left, top + _ROW_HEIGHT * row + _ROW_HEIGHT / 2
        _draw_text(group, fit_text(bar.label, columns), "label end", left - 10, y)
        for kind, length in bar.parts.items():
            if length > 0:
                _draw_rectangle(group, kind, x, y - 8, length * scale, 16)
                x += length * scale
        _draw_text(group, bar.value, "value", x + 6, y)
    return _markup(svg)


def column_chart(key: str, title: str, bars: Sequence[Bar], kinds: Mapping[str, str]) -> Markup:
    """Draw columns side by side; arguments and result as in :func:`bar_chart`."""
    height, top = 190, 48
    svg = _svg(key, title, _WIDTH, top + height + 26)
    _draw_legend(svg, kinds)
    step = min(_WIDTH / max(len(bars), 1), 90)
    scale = height / (max((bar.length for bar in bars), default=0) or 1)
    label_step = max(1, round(44 / step))
    for number, bar in enumerate(bars):
        group = _group(svg, f"{bar.label}: {bar.value}")
        x, y = number * step, float(top + height)
        for kind, length in bar.parts.items():
            if length > 0:
                y -= length * scale
                _draw_rectangle(group, kind, x + step * 0.15, y, step * 0.7, length * scale)
        _draw_text(group, bar.value, "value middle", x + step / 2, y - 9)
        if number % label_step == 0:
            _draw_text(group, bar.label, "label middle", x + step / 2, top + height + 14)
    ET.SubElement(svg, "path", {"class": "axis", "d": f"M0 {top + height}H{_number(step * len(bars))}"})
    return _markup(svg)


def matrix_chart(
    key: str, title: str, labels: Sequence[str], cells: Mapping[tuple[int, int], MatrixCell], kinds: Mapping[str, str]
) -> Markup:
    """Draw a square matrix with the same labels for rows and columns.

    Args:
        key: As in :func:`bar_chart`.
        title: The title of the chart.
        labels: The labels of the rows from above, and of the columns from the left.
        cells: The cells that are not empty, by row and column.
        kinds: The meaning of each kind of cell.

    Returns:
        An ``svg`` element.
    """
    size, left, top = 36, 186, 140
    svg = _svg(key, title, left + size * len(labels) + 84, top + size * len(labels) + 6)
    _draw_legend(svg, kinds)
    for number, label in enumerate(labels):
        middle = size * number + size / 2
        _draw_text(svg, fit_text(label, 23), "label end", left - 10, top + middle)
        column_label = _draw_text(svg, fit_text(label, 18), "label")
        column_label.set("transform", f"translate({_number(left + middle)} {top - 8}) rotate(-42)")
        _draw_rectangle(svg, "self", left + size * number + 1, top + size * number + 1, size - 2, size - 2)
    for (row, column), cell in sorted(cells.items()):
        group = _group(svg, cell.title)
        x, y = left + size * column, top + size * row
        rectangle = _draw_rectangle(group, cell.kind, x + 1, y + 1, size - 2, size - 2)
        rectangle.set("fill-opacity", _number(0.3 + 0.7 * cell.strength))
        _draw_text(group, cell.text, "cell middle", x + size / 2, y + size / 2)
    return _markup(svg)


def _svg(key: str, title: str, width: float, height: float) -> ET.Element:
    box = f"0 0 {_number(width)} {_number(height)}"
    attributes = {"viewBox": box, "width": _number(width), "height": _number(height), "role": "img"}
    svg = ET.Element("svg", attributes | {"aria-labelledby": f"{key}-title"})
    ET.SubElement(svg, "title", {"id": f"{key}-title"}).text = xml_text(title)
    return svg


def _group(svg: ET.Element, title: str) -> ET.Element:
    group = ET.SubElement(svg, "g")
    ET.SubElement(group, "title").text = xml_text(title)
    return group


def _draw_legend(svg: ET.Element, kinds: Mapping[str, str]) -> None:
    if len(kinds) < 2:
        return
    x = 2.0
    for kind, meaning in kinds.items():
        _draw_rectangle(svg, kind, x, 4, 12, 12)
        _draw_text(svg, meaning, "label", x + 18, 10)
        x += 38 + len(meaning) * _CHARACTER_WIDTH


def _draw_rectangle(parent: ET.Element, kind: str, x: float, y: float, width: float, height: float) -> ET.Element:
    numbers = {"x": x, "y": y, "width": width, "height": height}
    attributes = {name: _number(value) for name, value in numbers.items()}
    return ET.SubElement(parent, "rect", attributes | {"rx": "2", "class": f"k-{kind}"})


def _draw_text(parent: ET.Element, text: str, css: str, x: float | None = None, y: float | None = None) -> ET.Element:
    attributes = {name: _number(value) for name, value in (("x", x), ("y", y)) if value is not None}
    element = ET.SubElement(parent, "text", attributes | {"class": css})
    element.text = xml_text(text)
    return element


def _number(value: float) -> str:
    """Format a number with at most one decimal, or two below 2."""
    return f"{round(value, 1 if value >= 2 else 2):g}"


def _markup(svg: ET.Element) -> Markup:
    return Markup(ET.tostring(svg, encoding="unicode"))  # noqa: S704 - the serialiser has escaped all text
