"""Charts as plain SVG: horizontal bars, columns and a matrix.

Each chart is a tree of elements whose text the serialiser escapes. Nothing in it carries a colour: the style sheet of
the page gives each ``kind`` one, so that light, dark and print can differ.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from markupsafe import Markup

from paperatlas.text.sanitization import xml_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Bar", "Cell", "bar_chart", "column_chart", "fit_text", "matrix_chart"]

_WIDTH: Final = 520
_WIDEST_LABEL: Final = 230
_VALUES: Final = 66
_ROW: Final = 26
_CHARACTER: Final = 7.6
"""How many units a character of our text is wide, in the widest of the fonts that the style sheet may meet."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart.

    Attributes:
        label: What it stands for.
        parts: Pairs of a kind, which gives the colour, and a length that is not negative.
        value: The text at its end.
    """

    label: str
    parts: tuple[tuple[str, float], ...]
    value: str

    @property
    def length(self) -> float:
        """How long its parts are together."""
        return sum(length for _, length in self.parts)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a matrix.

    Attributes:
        kind: What gives the colour.
        strength: How full the colour is, 0 to 1.
        text: What stands in it, some characters at most.
        title: What it says in full.
    """

    kind: str
    strength: float
    text: str
    title: str


def fit_text(text: str, columns: int) -> str:
    """The text cut to a width, where wide characters take two columns and marks none.

    >>> fit_text("Otter-7B", 8), fit_text("Otter-7B-Instruct", 8)
    ('Otter-7B', 'Otter-7…')
    """
    ends = list(accumulate(map(_columns, text)))
    if not ends or ends[-1] <= columns:
        return text
    return text[: bisect_right(ends, columns - 1)].rstrip() + "…"


def _width(text: str) -> int:
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def bar_chart(key: str, title: str, bars: Sequence[Bar], kinds: Mapping[str, str]) -> Markup:
    """Horizontal bars, one below the other, each made of parts.

    Args:
        key: What makes the ids in the chart differ from those of other charts of the page.
        title: What the chart shows.
        bars: The bars, in order.
        kinds: What each kind of part means; a single kind needs no legend and gets none.

    Returns:
        An ``svg`` element.
    """
    top = 30 if len(kinds) > 1 else 4
    svg = _svg(key, title, _WIDTH, top + _ROW * len(bars) + 4)
    _legend(svg, kinds)
    columns = min(max((_width(bar.label) for bar in bars), default=0), int(_WIDEST_LABEL / _CHARACTER))
    left = columns * _CHARACTER + 24
    longest = max((bar.length for bar in bars), default=0) or 1
    scale = (_WIDTH - left - _VALUES) / longest
    for row, bar in enumerate(bars):
        group = ET.SubElement(svg, "g")
        _text(group, "title", f"{bar.label}: {bar.value}")
        middle = top + _ROW * row + _ROW / 2
        _text(group, "text", fit_text(bar.label, columns), x=left - 10, y=middle, cls="label end")
        end = _parts(group, bar, left, middle, scale)
        _text(group, "text", bar.value, x=end + 6, y=middle, cls="value")
    return _markup(svg)


def _parts(group: ET.Element, bar: Bar, start: float, middle: float, scale: float) -> float:
    for kind, length in bar.parts:
        if length > 0:
            _rectangle(group, kind, start, middle - 8, (length * scale, 16))
            start += length * scale
    return start


def column_chart(key: str, title: str, bars: Sequence[Bar], kinds: Mapping[str, str]) -> Markup:
    """Upright columns side by side; arguments and result as in :func:`bar_chart`."""
    height, top = 190, 48
    svg = _svg(key, title, _WIDTH, top + height + 26)
    _legend(svg, kinds)
    step = min(_WIDTH / max(len(bars), 1), 90)
    scale = height / (max((bar.length for bar in bars), default=0) or 1)
    every = max(1, round(44 / step))
    for place, bar in enumerate(bars):
        group = ET.SubElement(svg, "g")
        _text(group, "title", f"{bar.label}: {bar.value}")
        left, bottom = place * step, float(top + height)
        for kind, length in bar.parts:
            if length > 0:
                bottom -= length * scale
                _rectangle(group, kind, left + step * 0.15, bottom, (step * 0.7, length * scale))
        _text(group, "text", bar.value, x=left + step / 2, y=bottom - 9, cls="value middle")
        if place % every == 0:
            _text(group, "text", bar.label, x=left + step / 2, y=top + height + 14, cls="label middle")
    ET.SubElement(svg, "path", {"class": "axis", "d": f"M0 {top + height}H{_number(step * len(bars))}"})
    return _markup(svg)


def matrix_chart(
    key: str, title: str, labels: Sequence[str], cells: Mapping[tuple[int, int], Cell], kinds: Mapping[str, str]
) -> Markup:
    """A square of cells, rows and columns with the same labels.

    Args:
        key: As in :func:`bar_chart`.
        title: What the chart shows.
        labels: The labels of the rows from above, and of the columns from the left.
        cells: The cells that are not empty, by row and column.
        kinds: What each kind means.

    Returns:
        An ``svg`` element.
    """
    size, left, top = 36, 186, 140
    svg = _svg(key, title, left + size * len(labels) + 84, top + size * len(labels) + 6)
    _legend(svg, kinds)
    for place, label in enumerate(labels):
        middle = size * place + size / 2
        _text(svg, "text", fit_text(label, 23), x=left - 10, y=top + middle, cls="label end")
        turned = _text(svg, "text", fit_text(label, 18), cls="label")
        turned.set("transform", f"translate({_number(left + middle)} {top - 8}) rotate(-42)")
        _rectangle(svg, "self", left + size * place + 1, top + size * place + 1, (size - 2, size - 2))
    for (row, column), cell in sorted(cells.items()):
        group = ET.SubElement(svg, "g")
        _text(group, "title", cell.title)
        x, y = left + size * column, top + size * row
        box = _rectangle(group, cell.kind, x + 1, y + 1, (size - 2, size - 2))
        box.set("fill-opacity", _number(0.3 + 0.7 * cell.strength))
        _text(group, "text", cell.text, x=x + size / 2, y=y + size / 2, cls="cell middle")
    return _markup(svg)


def _svg(key: str, title: str, width: float, height: float) -> ET.Element:
    box = f"0 0 {_number(width)} {_number(height)}"
    attributes = {"viewBox": box, "width": _number(width), "height": _number(height), "role": "img"}
    svg = ET.Element("svg", attributes | {"aria-labelledby": f"{key}-title"})
    _text(svg, "title", title).set("id", f"{key}-title")
    return svg


def _legend(svg: ET.Element, kinds: Mapping[str, str]) -> None:
    if len(kinds) < 2:
        return
    x = 2.0
    for kind, meaning in kinds.items():
        _rectangle(svg, kind, x, 4, (12, 12))
        _text(svg, "text", meaning, x=x + 18, y=10, cls="label")
        x += 38 + len(meaning) * _CHARACTER


def _rectangle(parent: ET.Element, kind: str, x: float, y: float, size: tuple[float, float]) -> ET.Element:
    numbers = {"x": x, "y": y, "width": size[0], "height": size[1]}
    attributes = {name: _number(value) for name, value in numbers.items()}
    return ET.SubElement(parent, "rect", attributes | {"rx": "2", "class": f"k-{kind}"})


def _text(
    parent: ET.Element, tag: str, text: str, *, x: float | None = None, y: float | None = None, cls: str = ""
) -> ET.Element:
    places = {"x": x, "y": y}
    attributes = {name: _number(value) for name, value in places.items() if value is not None}
    element = ET.SubElement(parent, tag, attributes | ({"class": cls} if cls else {}))
    element.text = xml_text(text)
    return element


def _number(value: float) -> str:
    """With at most one decimal, more than a screen can show, or two for what is small."""
    return f"{round(value, 1 if value >= 2 else 2):g}"


def _markup(svg: ET.Element) -> Markup:
    return Markup(ET.tostring(svg, encoding="unicode"))  # noqa: S704 - the serialiser has escaped all text
