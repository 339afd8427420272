"""Readers of listing pages of titles and abstracts, with or without details under each.

There are two layouts: in *blocks*, empty lines part title from abstract and record from record; in *lines*, titles and
abstracts alternate without empty lines. Titles and abstracts are distinguished by order, and by length where the order
is broken.
"""

from __future__ import annotations

from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from paperatlas.graph.papers import Paper, SourceLocation
from paperatlas.readers.dates import infer_years
from paperatlas.readers.listing_lines import is_boilerplate, is_date_line, parse_details, strip_button
from paperatlas.readers.protocol import Line
from paperatlas.text.sanitization import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from paperatlas.readers.listing_lines import Details
    from paperatlas.readers.protocol import PageText

__all__ = ["BlocksReader", "LinesReader"]

_LONG = 40
_SENTENCE = 8
_LINES_AT_ONCE = 5


class BlocksReader:
    """A reader of blocks: title, empty line, abstract of one or more lines, empty line."""

    name = "blocks"

    def matches(self, sample: Sequence[str]) -> bool:
        """Return whether the sample is text with empty lines between its records."""
        return _is_listing(sample) and _has_gaps(sample)

    def read(self, page: PageText) -> Iterator[Paper]:
        """Yield the papers of the page in order."""
        yield from infer_years(_papers(page, list(_paragraphs(page.lines))))


class LinesReader:
    """A reader of titles and abstracts on alternate lines."""

    name = "lines"

    def matches(self, sample: Sequence[str]) -> bool:
        """Return whether the sample is text without empty lines between its records."""
        return _is_listing(sample) and not _has_gaps(sample)

    def read(self, page: PageText) -> Iterator[Paper]:
        """Yield the papers of the page in order."""
        yield from infer_years(_papers(page, [line for line in page.lines if line.text.strip()]))


def _is_listing(sample: Sequence[str]) -> bool:
    return any(_is_prose(line) for line in sample)


def _has_gaps(sample: Sequence[str]) -> bool:
    filled = [index for index, line in enumerate(sample) if line.strip() and not is_boilerplate(line)]
    gaps = sum(1 for index in filled if index and not sample[index - 1].strip())
    return gaps * 12 > len(filled)  # an abstract may be wrapped into some dozen lines


def _paragraphs(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines that are not empty, those of a wrapped paragraph as one."""
    for filled, group in groupby(lines, key=lambda line: bool(line.text.strip())):
        if filled:
            yield from _unwrapped(list(group))


def _unwrapped(block: list[Line]) -> list[Line]:
    """Return the block as one line, unless its lines are details or hold a paragraph on one line."""
    whole = any(len(line.text.split()) >= _LONG for line in block)
    if whole or len(block) == 1 or parse_details([clean(line.text) for line in block[:_LINES_AT_ONCE]]).lines:
        return block
    return [Line(block[0].number, " ".join(line.text for line in block))]


def _papers(page: PageText, lines: Sequence[Line]) -> Iterator[Paper]:
    texts = [clean(line.text) for line in lines]
    index = 0
    while index < len(lines):
        title = texts[index] if index else strip_button(texts[index])
        if _is_boilerplate(title):
            index += 1
            texts[index : index + 1] = map(strip_button, texts[index : index + 1])
        elif not title or _is_too_long(title):
            page.skip(
                lines[index].number, "a text without a title above it is left out; put the title on a line of its own"
            )
            index += 1
        else:
            paper, length = _paper(page, title, lines, texts, index)
            if paper is not None:
                yield paper
            index += length


def _paper(
    page: PageText, title: str, lines: Sequence[Line], texts: Sequence[str], index: int
) -> tuple[Paper | None, int]:
    """Return the paper whose title is the line at an index, and the number of its lines."""
    number = lines[index].number
    paragraphs = _abstract(texts[index + 1 : index + 1 + _LINES_AT_ONCE])
    end = index + 1 + len(paragraphs)
    details = parse_details(texts[end : end + _LINES_AT_ONCE])
    if not paragraphs and not details.lines:
        page.skip(number, "a line without an abstract under it is left out; if it is a title, add the abstract")
        return None, 1
    abstract = " ".join(paragraphs)
    page.check_record(lines[index:end], number, abstract)
    return _with_details(page, number, title, abstract, details), end - index + details.lines


def _with_details(page: PageText, number: int, title: str, abstract: str, details: Details) -> Paper:
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


def _abstract(texts: Sequence[str]) -> list[str]:
    """Return the paragraphs of the abstract that the lines under a title start with."""
    if not texts or parse_details(texts).lines or _is_boilerplate(texts[0]):
        return []
    if not _is_prose(texts[0]) and _starts_record(texts):
        return []
    return [texts[0], *takewhile(_is_too_long, texts[1:])]


def _starts_record(texts: Sequence[str]) -> bool:
    """Return whether the first line looks like a title: prose follows it, or it does not end as a sentence."""
    followed = len(texts) > 1 and _is_prose(texts[1])
    return followed or not texts[0].endswith((".", "!", "?", "…"))


def _is_prose(text: str) -> bool:
    """Return whether a line reads like an abstract: it is long, or some words that end as a sentence does."""
    words = len(text.split())
    return words >= _LONG or (words >= _SENTENCE and text.rstrip().endswith("."))


def _is_too_long(text: str) -> bool:
    """Return whether a line is too long for a title."""
    return len(text.split()) >= _LONG


def _is_boilerplate(text: str) -> bool:
    return is_boilerplate(text) or is_date_line(text)
