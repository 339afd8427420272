"""Listing pages of titles and abstracts, with or without details under each.

Two layouts: in *blocks*, empty lines part title from abstract and record from record; in *lines*, titles and abstracts
alternate without empty lines. Both carry page furniture, which is known by its words, and either may have details.
What is a title and what an abstract is told by order, and by length where the order is broken.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from paperatlas.graph.papers import Paper, SourceLocation
from paperatlas.readers.boilerplate import is_boilerplate, unglued
from paperatlas.readers.dates import infer_years
from paperatlas.readers.record_details import is_date_line, take_details
from paperatlas.readers.sources import Line
from paperatlas.text.sanitization import clean, has_unsafe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from paperatlas.readers.base import SourceText
    from paperatlas.readers.record_details import Details

__all__ = ["BlocksReader", "LinesReader"]

_LONG = 40
_SENTENCE = 8
_LINES_AT_ONCE = 5


class BlocksReader:
    """Reads blocks of title / empty line / abstract / empty line; an abstract may run over several lines."""

    name = "blocks"

    def matches(self, sample: Sequence[str]) -> bool:
        """Whether the sample is text with empty lines between its records."""
        return _is_listing(sample) and _has_gaps(sample)

    def read(self, page: SourceText) -> Iterator[Paper]:
        """The papers of the page, in order."""
        yield from infer_years(_papers(page, list(_joined(page.lines))))


class LinesReader:
    """Reads titles and abstracts on alternate lines."""

    name = "lines"

    def matches(self, sample: Sequence[str]) -> bool:
        """Whether the sample is text without empty lines between its records."""
        return _is_listing(sample) and not _has_gaps(sample)

    def read(self, page: SourceText) -> Iterator[Paper]:
        """The papers of the page, in order."""
        yield from infer_years(_papers(page, [line for line in page.lines if line.text.strip()]))


def _is_listing(sample: Sequence[str]) -> bool:
    return any(_is_prose(line) for line in sample)


def _has_gaps(sample: Sequence[str]) -> bool:
    filled = [index for index, line in enumerate(sample) if line.strip() and not is_boilerplate(line)]
    gaps = sum(1 for index in filled if index and not sample[index - 1].strip())
    return gaps * 12 > len(filled)  # an abstract may be wrapped into some dozen lines


def _joined(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines that hold something; those of a wrapped paragraph as one."""
    for filled, group in groupby(lines, key=lambda line: bool(line.text.strip())):
        if filled:
            yield from _unwrapped(list(group))


def _unwrapped(block: list[Line]) -> list[Line]:
    """The block as one line, unless its lines are records of their own: details, or a paragraph on one line."""
    whole = any(len(line.text.split()) >= _LONG for line in block)
    if whole or len(block) == 1 or take_details([clean(line.text) for line in block[:_LINES_AT_ONCE]]).lines:
        return block
    return [Line(block[0].number, " ".join(line.text for line in block))]


def _papers(page: SourceText, lines: Sequence[Line]) -> Iterator[Paper]:
    texts = [clean(line.text) for line in lines]
    place = 0
    while place < len(lines):
        title = texts[place] if place else unglued(texts[place])
        if _is_boilerplate(title):
            place += 1
            texts[place : place + 1] = map(unglued, texts[place : place + 1])
        elif not title or _is_too_long(title):
            page.skip(
                lines[place].number, "a text without a title above it is left out; put the title on a line of its own"
            )
            place += 1
        else:
            paper, taken = _paper(page, title, lines, texts, place)
            if paper is not None:
                yield paper
            place += taken


def _paper(
    page: SourceText, title: str, lines: Sequence[Line], texts: Sequence[str], place: int
) -> tuple[Paper | None, int]:
    """The paper whose title stands at the place, and how many lines it takes."""
    number = lines[place].number
    behind = texts[place + 1 : place + 1 + _LINES_AT_ONCE]
    abstract = _abstract(behind)
    taken = 1 + len(abstract)
    details = take_details(texts[place + taken : place + taken + _LINES_AT_ONCE])
    if not abstract:
        if not details.lines:
            page.skip(number, "a line without an abstract under it is left out; if it is a title, add the abstract")
            return None, 1
        page.warn(number, "the record has no abstract, so only its title is read; add the abstract under the title")
    if any(has_unsafe(line.text) for line in lines[place : place + taken]):
        page.warn(
            number, "control characters or marks of direction were taken out of the record; nothing is to be done"
        )
    return _built(page, number, title, " ".join(abstract), details), taken + details.lines


def _built(page: SourceText, number: int, title: str, abstract: str, details: Details) -> Paper:
    return Paper(
        id=f"{page.name}:{number}",
        title=title,
        abstract=abstract,
        location=SourceLocation(page.name, number),
        authors_complete=False,
        author_count=details.author_count,
        labs=(details.lab,) if details.lab else (),
        labs_line=details.lab_line,
        date=details.date,
        comment_count=details.comment_count,
    )


def _abstract(behind: Sequence[str]) -> list[str]:
    """The paragraphs of the abstract that the lines behind a title start with."""
    if not behind or take_details(behind).lines or _is_boilerplate(behind[0]):
        return []
    if not _is_prose(behind[0]) and _starts_record(behind):
        return []
    paragraphs = [behind[0]]
    for text in behind[1:]:
        if not _is_too_long(text):
            break
        paragraphs.append(text)
    return paragraphs


def _starts_record(behind: Sequence[str]) -> bool:
    """Whether a short line is rather a title than an abstract: prose follows it, or it does not end as a sentence."""
    followed = len(behind) > 1 and _is_prose(behind[1])
    return followed or not behind[0].endswith((".", "!", "?", "…"))


def _is_prose(text: str) -> bool:
    """Whether a line reads like an abstract: long, or some words that end as a sentence does."""
    words = len(text.split())
    return words >= _LONG or (words >= _SENTENCE and text.rstrip().endswith("."))


def _is_too_long(text: str) -> bool:
    """Whether a line is too long for a title."""
    return len(text.split()) >= _LONG


def _is_boilerplate(text: str) -> bool:
    return is_boilerplate(text) or is_date_line(text)
