"""The words of a listing page that belong to no paper: buttons, banners, the name of the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from paperatlas.readers.three_line import is_marked_head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperatlas.readers.sources import Line

__all__ = ["is_boilerplate", "is_page_head", "split_pages", "unglued"]

_BOILERPLATE = re.compile(
    r"new|Get trending papers in your email inbox(?: once a day)?!|Subscribe|Daily Papers|"
    r"by ?AK and the research community",
    re.IGNORECASE,
)

_PAGE_HEAD = re.compile(r"new|Get trending papers in your email inbox(?: once a day)?!")

_GLUED = re.compile(r"Subscribe(?=[A-Z0-9\"“‘'$\[(])")


def is_boilerplate(text: str) -> bool:
    """Whether a line is page furniture.

    >>> is_boilerplate("Daily Papers"), is_boilerplate("Daily Papers on Rivers")
    (True, False)
    """
    return _BOILERPLATE.fullmatch(text.strip()) is not None


def is_page_head(text: str) -> bool:
    """Whether a line is furniture that stands at the head of a page, and so starts another."""
    return _PAGE_HEAD.fullmatch(text.strip()) is not None


def unglued(text: str) -> str:
    """A title without the label of a button that it is glued to.

    >>> unglued("SubscribeA Title"), unglued("Subscribers Float")
    ('A Title', 'Subscribers Float')
    """
    return _GLUED.sub("", text)


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
        if not filled and line.text.strip() and not is_boilerplate(line.text):
            three_line, filled = marked, True
        page.append(line)
    yield page
