"""The lines under a record of a listing: how many authors or which organisation, a dot, and the date with comments.

::

      • 5 authors            nvidia NVIDIA
    ·                        ·
    Aug 13, 2024 6           Sep 29 2
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperatlas.graph.papers import ListedLab
from paperatlas.readers.dates import DATE_PATTERN, listed_date
from paperatlas.text.organisation_names import split_handle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperatlas.graph.papers import Date

__all__ = ["Details", "is_date_line", "take_details"]

_AUTHORS = re.compile(r"(?:[•·*-] ?)?(?P<count>\d{1,5}) authors?$")
_DATE = re.compile(rf"{DATE_PATTERN}(?: (?P<comments>\d{{1,6}}))?$")
_DOT = "·"
_MOST_LAB_WORDS = 12


@dataclass(frozen=True, slots=True)
class Details:
    """What the lines say.

    Attributes:
        lines: How many lines they take.
        author_count: How many authors there are.
        lab: The organisation.
        lab_line: The words that name it.
        date: The date.
        comment_count: How many comments there are.
    """

    lines: int = 0
    author_count: int | None = None
    lab: ListedLab | None = None
    lab_line: str = ""
    date: Date | None = None
    comment_count: int | None = None


def is_date_line(text: str) -> bool:
    """Whether a line holds a date as listings print it, and at most a count of comments.

    >>> is_date_line("Mar 12"), is_date_line("Aug 13, 2024 6"), is_date_line("May the force be with you")
    (True, True, False)
    """
    return _DATE.match(text) is not None


def take_details(lines: Sequence[str]) -> Details:
    """Read the details that a run of lines starts with.

    Args:
        lines: Cleaned lines behind an abstract, empty ones left out.

    Returns:
        What they say; ``lines`` is 0 where they are no details.

    >>> take_details(["• 9 authors", "·", "Aug 13, 2024 6", "Next Title"]).comment_count
    6
    >>> take_details(["nvidia NVIDIA", "·", "Sep 29 2"]).lab
    ListedLab(name='NVIDIA', short='nvidia')
    """
    count = _AUTHORS.match(lines[0]) if lines else None
    has_dot = lines[1:2] == [_DOT]
    if count is None and not (has_dot and len(lines[0].split()) <= _MOST_LAB_WORDS):
        return _dated(lines, 0, Details())
    head = Details(author_count=int(count["count"])) if count else Details(lab=_lab(lines[0]), lab_line=lines[0])
    return _dated(lines, 2 if has_dot else 1, head)


def _dated(lines: Sequence[str], taken: int, head: Details) -> Details:
    match = _DATE.match(lines[taken]) if taken < len(lines) else None
    if match is None:
        return Details(taken, head.author_count, head.lab, head.lab_line)
    comments = int(match["comments"]) if match["comments"] else None
    return Details(taken + 1, head.author_count, head.lab, head.lab_line, listed_date(match), comments)


def _lab(text: str) -> ListedLab:
    """The organisation of ``short Shown Name``."""
    short, name = split_handle(text)
    return ListedLab(name, short)
