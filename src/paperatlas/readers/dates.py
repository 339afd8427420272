"""Dates as listings print them, and the year that a page leaves out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from paperatlas.graph.papers import Date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from paperatlas.graph.papers import Paper

__all__ = ["DATE_PATTERN", "infer_years", "iso_date", "listed_date"]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

DATE_PATTERN: Final = rf"(?P<month>{'|'.join(_MONTHS)}) (?P<day>\d{{1,2}})(?:, (?P<year>(?:19|20)\d\d))?"
"""A date as listings print it: ``Aug 13, 2024``, or ``Jun 23`` in the year of capture."""

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:[T ].*)?$")
_FEWEST_YEARS = 10


def listed_date(match: re.Match[str]) -> Date | None:
    """Return the date of a match of :data:`DATE_PATTERN`, or None if there is no such day.

    >>> listed_date(re.match(DATE_PATTERN, "Jun 23"))
    Date(year=None, month=6, day=23, year_inferred=False)
    """
    year = int(match["year"]) if match["year"] else None
    return _checked(year, _MONTHS.index(match["month"]) + 1, int(match["day"]))


def iso_date(text: str) -> Date | None:
    """Return the date of an ISO 8601 text without its time, or None if it is none.

    >>> str(iso_date("2024-05-24T10:00:00Z")), str(iso_date("2024-05")), iso_date("2024-13-01")
    ('2024-05-24', '2024-05', None)
    """
    match = _ISO.match(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    return _checked(year, month, day)


def _checked(year: int | None, month: int | None, day: int | None) -> Date | None:
    try:
        date(year or 2000, month or 1, day or 1)  # 2000 is a leap year, so Feb 29 passes where the year is open
    except ValueError:
        return None
    return Date(year, month, day)


def infer_years(papers: Iterable[Paper]) -> list[Paper]:
    """Return the papers of one page, with the year of capture in dates that the page prints without a year.

    A listing prints the year of every date but those of the year in which it was saved, and no paper is later. So that
    year follows the latest printed year, provided that ten dates have a year: with fewer, one may be missing by chance.
    Inferred years are marked ``year_inferred``.
    """
    papers = list(papers)
    year = _year_of_capture([paper.date for paper in papers if paper.date])
    return papers if year is None else [_dated(paper, year) for paper in papers]


def _year_of_capture(dates: Sequence[Date]) -> int | None:
    printed = [known.year for known in dates if known.year is not None]
    return max(printed) + 1 if len(printed) >= _FEWEST_YEARS and len(printed) < len(dates) else None


def _dated(paper: Paper, year: int) -> Paper:
    if paper.date is None or paper.date.year is not None:
        return paper
    inferred = _checked(year, paper.date.month, paper.date.day)
    return paper if inferred is None else replace(paper, date=replace(inferred, year_inferred=True))
