"""Several pages in one text, cut apart where one begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperatlas.reading.furniture import is_furniture, is_page_head
from paperatlas.reading.three_line import is_marked_head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperatlas.reading.sources import Line

__all__ = ["split_pages"]


def split_pages(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """The lines of each page.

    A page begins at furniture that stands at the head of pages, and at the head of a three-line record behind records
    of another layout.

    Args:
        lines: The lines of one page or of several behind each other.
    """
    page: list[Line] = []
    three_line = filled = False
    for line in lines:
        marked = is_marked_head(line.text)
        if filled and (is_page_head(line.text) or (marked and not three_line)):
            yield page
            page, three_line, filled = [], False, False
        if not filled and line.text.strip() and not is_furniture(line.text):
            three_line, filled = marked, True
        page.append(line)
    yield page
