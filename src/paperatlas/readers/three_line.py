"""A reader of author pages with three lines a record: category, date and code flag; title and authors; abstract.

::

    CLSep 7, 2023Code
    A Title Run Into ItsFirst Author, Second Author et al. · lab-one, lab-two
    The abstract.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from paperatlas.graph.papers import ListedLab, Paper, SourceLocation
from paperatlas.readers.dates import DATE_PATTERN, infer_years, listed_date
from paperatlas.readers.title_author_boundary import split_byline
from paperatlas.text.sanitization import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from paperatlas.readers.protocol import Line, PageText

__all__ = ["ThreeLineReader", "is_marked_head"]

_HEAD = re.compile(rf"(?P<category>[A-Za-z][A-Za-z.-]{{0,15}}?)?{DATE_PATTERN}(?P<code>Code)?$")
_MARKED = re.compile(
    rf"(?:[A-Za-z][A-Za-z.-]{{0,15}}?{DATE_PATTERN}(?:Code)?|{DATE_PATTERN.replace('?P<', '?P<other_')}Code)$"
)


def is_marked_head(text: str) -> bool:
    """Return whether a line is the head of a record beyond doubt: a date glued to a category or a flag.

    >>> is_marked_head("CLSep 7, 2023Code"), is_marked_head("Sep 7, 2023")
    (True, False)
    """
    return _MARKED.match(clean(text)) is not None


class ThreeLineReader:
    """A reader of records of three lines; it skips empty lines."""

    name = "three-line"

    def matches(self, sample: Sequence[str]) -> bool:
        """Return whether the first line that is not empty is the head of a record."""
        return is_marked_head(next((line for line in sample if line.strip()), ""))

    def read(self, page: PageText) -> Iterator[Paper]:
        """Yield the papers of the page in order."""
        yield from infer_years(list(self._papers(page)))

    def _papers(self, page: PageText) -> Iterator[Paper]:
        record: list[Line] = []
        for line in page.lines:
            if not line.text.strip():
                continue
            if record and _HEAD.match(clean(line.text)):
                yield from _paper(page, record)
                record = []
            record.append(line)
        if record:
            yield from _paper(page, record)


def _paper(page: PageText, record: Sequence[Line]) -> Iterator[Paper]:
    """Yield the paper of the lines from one head up to the next, if it has a title."""
    number = record[0].number
    head, *body = (clean(line.text) for line in record)
    match = _HEAD.match(head)
    if match is None or not body:
        page.skip(number, "a record without category and date, or without a title, is left out; see docs/reading.md")
        return
    abstract = " ".join(body[1:])
    page.check_record(record, number, abstract)
    byline = split_byline(body[0], abstract)
    yield Paper(
        id=f"{page.name}:{number}",
        title=byline.title,
        abstract=abstract,
        location=SourceLocation(page.name, number),
        authors=byline.authors,
        authors_line=byline.authors_line,
        authors_complete=byline.complete,
        labs=tuple(ListedLab(lab) for lab in byline.labs),
        labs_line=byline.labs_line,
        date=listed_date(match),
        categories=(match["category"],) if match["category"] else (),
        has_code=match["code"] is not None,
    )
