"""The lines of a listing page that are neither titles nor abstracts: boilerplate, and the details under a record.

Boilerplate is buttons, banners and the name of the site. Details are how many authors or which organisation, a dot, and
the date with comments::

      • 5 authors            nvidia NVIDIA
    ·                        ·
    Aug 13, 2024 6           Sep 29 2
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from paperatlas.graph.papers import ListedLab
from paperatlas.readers.dates import DATE_PATTERN, listed_date
from paperatlas.text.organisation_names import split_handle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperatlas.graph.papers import Date

__all__ = ["Details", "is_boilerplate", "is_date_line", "is_page_head", "parse_details", "strip_button"]

_PAGE_HEAD = re.compile(r"new|Get trending papers in your email inbox(?: once a day)?!")
_BOILERPLATE = re.compile(
    rf"{_PAGE_HEAD.pattern}|Subscribe|Daily Papers|by ?AK and the research community", re.IGNORECASE
)
_BUTTON = re.compile(r"Subscribe(?=[A-Z0-9\"“‘'$\[(])")
_AUTHORS = re.compile(r"(?:[•·*-] ?)?(?P<count>\d{1,5}) authors?$")
_DATE = re.compile(rf"{DATE_PATTERN}(?: (?P<comments>\d{{1,6}}))?$")
_DOT = "·"
_MOST_LAB_WORDS = 12


def is_boilerplate(text: str) -> bool:
    """Return whether a line belongs to the page and to no paper.

    >>> is_boilerplate("Daily Papers"), is_boilerplate("Daily Papers on Rivers")
    (True, False)
    """
    return _BOILERPLATE.fullmatch(text.strip()) is not None


def is_page_head(text: str) -> bool:
    """Return whether a line is boilerplate from the head of a page, and so starts another page."""
    return _PAGE_HEAD.fullmatch(text.strip()) is not None


def strip_button(text: str) -> str:
    """Return a title without the label of the button that runs into it.

    >>> strip_button("SubscribeA Title"), strip_button("Subscribers Float")
    ('A Title', 'Subscribers Float')
    """
    return _BUTTON.sub("", text)


@dataclass(frozen=True, slots=True)
class Details:
    """The details under a record.

    Attributes:
        lines: The number of lines that they take.
        author_count: The number of authors.
        lab: The organisation.
        lab_line: The words that name it.
        date: The date.
        comment_count: The number of comments.
    """

    lines: int = 0
    author_count: int | None = None
    lab: ListedLab | None = None
    lab_line: str = ""
    date: Date | None = None
    comment_count: int | None = None


def is_date_line(text: str) -> bool:
    """Return whether a line is a date as listings print it, with at most a count of comments.

    >>> is_date_line("Mar 12"), is_date_line("Aug 13, 2024 6"), is_date_line("May the force be with you")
    (True, True, False)
    """
    return _DATE.match(text) is not None


def parse_details(lines: Sequence[str]) -> Details:
    """Parse the details that a run of lines starts with.

    Args:
        lines: Cleaned lines behind an abstract, empty ones left out.

    Returns:
        The details; ``lines`` is 0 if the lines start with none.

    >>> parse_details(["• 9 authors", "·", "Aug 13, 2024 6", "Next Title"]).comment_count
    6
    >>> parse_details(["nvidia NVIDIA", "·", "Sep 29 2"]).lab
    ListedLab(name='NVIDIA', short='nvidia')
    """
    count = _AUTHORS.match(lines[0]) if lines else None
    has_dot = lines[1:2] == [_DOT]
    if count:
        return _with_date(lines, Details(2 if has_dot else 1, author_count=int(count["count"])))
    if has_dot and len(lines[0].split()) <= _MOST_LAB_WORDS:
        short, name = split_handle(lines[0])
        return _with_date(lines, Details(2, lab=ListedLab(name, short), lab_line=lines[0]))
    return _with_date(lines, Details())


def _with_date(lines: Sequence[str], details: Details) -> Details:
    """Return the details with the date that the next line may hold."""
    match = _DATE.match(lines[details.lines]) if details.lines < len(lines) else None
    if match is None:
        return details
    comments = int(match["comments"]) if match["comments"] else None
    return replace(details, lines=details.lines + 1, date=listed_date(match), comment_count=comments)
