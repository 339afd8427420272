"""Readers of pages and files that list papers, one for each layout."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from paperatlas.errors import ReadingError
from paperatlas.graph.papers import ReadIssue, SourceFile
from paperatlas.graph.progress import SILENT
from paperatlas.readers.json_records import JsonLinesReader, JsonReader
from paperatlas.readers.listing_lines import is_boilerplate, is_page_head
from paperatlas.readers.listings import BlocksReader, LinesReader
from paperatlas.readers.protocol import Line, PageText, Reader
from paperatlas.readers.sources import STANDARD_INPUT, SourceReader, find_pages
from paperatlas.readers.three_line import ThreeLineReader, is_marked_head

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from pathlib import Path

    from paperatlas.graph.papers import Paper
    from paperatlas.graph.progress import Progress

__all__ = ["READERS", "STANDARD_INPUT", "PaperReading", "Reader", "SourceReader", "find_pages", "read", "read_page"]

READERS: Final[tuple[Reader, ...]] = (
    JsonLinesReader(),
    JsonReader(),
    ThreeLineReader(),
    BlocksReader(),
    LinesReader(),
)
"""All readers, in the order in which they are tried on a page."""

_SAMPLE = 200


class PaperReading:
    """Goes through the papers of pages, once, and keeps what there is to tell of the pages.

    Attributes:
        pages: The pages that were read to their end, in order.
        problems: What could not be read as it stands, in order.

    >>> reading = PaperReading(["seeds/author_listing.txt"])
    >>> [paper.title for paper in reading][0]
    'FLM-101B: An Open LLM and How to Train It with $100K Budget'
    >>> reading.pages[0].layout, reading.pages[0].records, reading.problems
    ('three-line', 13, [])
    """

    def __init__(self, paths: Iterable[str | Path], progress: Progress = SILENT) -> None:
        """Find the pages that the paths stand for; see :func:`paperatlas.readers.sources.find_pages`.

        Args:
            paths: Files, folders, patterns, or ``-`` for standard input.
            progress: The observer of the run; each page is a step.

        Raises:
            ReadingError: if a path stands for nothing.
        """
        self.pages: list[SourceFile] = []
        self.problems: list[ReadIssue] = []
        self._sources = find_pages(paths)
        self._progress = progress

    def __iter__(self) -> Iterator[Paper]:
        """The papers, page by page, in the order of the names of the pages."""
        for source in self._sources:
            self._progress.step(f"reading {source.name}")
            try:
                page = yield from read_page(source, self.problems.append)
            except ReadingError as error:
                self.problems.append(ReadIssue(source.name, 0, str(error), skipped=True))
            else:
                self.pages += [page] if page else []


def read_page(source: SourceReader, report: Callable[[ReadIssue], None]) -> Generator[Paper, None, SourceFile | None]:
    """Yield the papers of one page; return the page that was read, or None if it had no text.

    Args:
        source: The page.
        report: The function that is called with each issue.

    Raises:
        ReadingError: if it cannot be read.
    """
    layouts: dict[str, None] = {}
    skipped: list[bool] = []

    def note(issue: ReadIssue) -> None:
        skipped.append(issue.skipped)
        report(issue)

    count = 0
    for reader, lines in _sections(source.lines(note)):
        layouts[reader.name] = None
        for paper in reader.read(PageText(source.name, lines, note)):
            count += 1
            yield paper
    if not count and not any(skipped):
        message = "no paper was found on the page; docs/reading.md shows the layouts that can be read"
        report(ReadIssue(source.name, 0, message, skipped=True))
    return SourceFile(source.name, ", ".join(layouts), source.sha256, count) if layouts else None


def _sections(lines: Iterator[Line]) -> Iterator[tuple[Reader, Iterator[Line]]]:
    """Yield the parts of a page with their readers: JSON as it streams, text cut where another page begins.

    Several pages may come as one, as from ``cat *.txt | paperatlas build -``.
    """
    head = list(islice(lines, _SAMPLE))
    reader = choose_reader([line.text for line in head])
    if isinstance(reader, (JsonLinesReader, JsonReader)):
        yield reader, chain(head, lines)
        return
    for section in _split_pages(chain(head, lines)):
        reader = choose_reader([line.text for line in section[:_SAMPLE]])
        if reader is not None:
            yield reader, iter(section)


def _split_pages(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Yield the lines of each of several pages that follow each other.

    A page begins at boilerplate from the head of pages, and at the head of a three-line record behind records of
    another layout.
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


def choose_reader(sample: Sequence[str]) -> Reader | None:
    """Return the first reader that matches the lines, or None.

    Args:
        sample: The first lines of a page.

    >>> choose_reader(['{"id": "1", "title": "T", "abstract": "A"}']).name
    'json-lines'
    """
    return next((reader for reader in READERS if reader.matches(sample)), None)


def read(*paths: str | Path, progress: Progress = SILENT) -> Iterator[Paper]:
    """The papers of pages, one by one.

    Args:
        paths: Files, folders (their ``*.txt``, ``*.json`` and ``*.jsonl``), patterns, or ``-`` for standard input.
        progress: The observer of the run; it gets the issues after the last paper.

    Raises:
        ReadingError: if a path stands for nothing.

    >>> next(read("seeds/author_listing.txt")).authors
    ('Xiang Li', 'Yiqun Yao', 'Xin Jiang')
    """
    reading = PaperReading(paths, progress)
    for paper in reading:
        progress.advance(1, "papers")
        yield paper
    for issue in reading.problems:
        progress.issue(issue)
