"""Reading and extraction that do nothing twice: what a state holds is taken from there, the rest is done and kept."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from paperatlas.errors import ReadingError
from paperatlas.graph.papers import ReadIssue
from paperatlas.readers import read_page

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

    from paperatlas.extraction import Extractor
    from paperatlas.graph.extractions import Extraction
    from paperatlas.graph.papers import Paper, SourceFile
    from paperatlas.pipeline.build_cache import BuildCache
    from paperatlas.readers import SourceReader

__all__ = ["CachedExtractor", "CachedReading"]

_BATCH: Final = 64
"""How many papers are read before what was found is kept for good."""


class CachedReading:
    """Goes through the papers of pages, once; a page whose bytes are known is not read again.

    Attributes:
        pages: What there is to tell of the pages, in order.
        problems: What could not be read as it stands, in order.
        numbers: The number that the state has for each page, with the file of the page.
    """

    def __init__(self, sources: Sequence[SourceReader], state: BuildCache, on_page: Callable[[str], None]) -> None:
        """Read these pages.

        Args:
            sources: The pages, sorted by name.
            state: What is known already.
            on_page: Is called with the name of each page before it is read.
        """
        self.pages: list[SourceFile] = []
        self.problems: list[ReadIssue] = []
        self.numbers: dict[int, str | None] = {}
        self._sources = sources
        self._state = state
        self._on_page = on_page

    def __iter__(self) -> Iterator[Paper]:
        """The papers, page by page."""
        for source in self._sources:
            self._on_page(source.name)
            try:
                digest = source.digest()
                known = self._state.cached_page(source.name, digest) if digest else None
                number = yield from self._read(source) if known is None else self._recall(*known)
            except ReadingError as error:
                self.problems.append(ReadIssue(source.name, 0, str(error), skipped=True))
            else:
                self.numbers[number] = str(source.path) if source.path else None

    def _recall(
        self, number: int, page: SourceFile | None, problems: Iterable[ReadIssue]
    ) -> Generator[Paper, None, int]:
        yield from self._state.papers(number)
        self.pages += [page] if page else []
        self.problems += problems
        return number

    def _read(self, source: SourceReader) -> Generator[Paper, None, int]:
        number = self._state.begin_page(source.name)
        problems: list[ReadIssue] = []
        page = yield from self._kept(number, read_page(source, problems.append))
        number = self._state.end_page(number, source.sha256, page, problems)
        self.pages += [page] if page else []
        self.problems += problems
        return number

    def _kept(
        self, number: int, papers: Generator[Paper, None, SourceFile | None]
    ) -> Generator[Paper, None, SourceFile | None]:
        """The papers of a page that is read, each kept as it passes."""
        count = 0
        while True:
            try:
                paper = next(papers)
            except StopIteration as end:
                page: SourceFile | None = end.value
                return page
            self._state.add_paper(number, count, paper)
            count += 1
            yield paper


class CachedExtractor:
    """An extractor that reads each text once.

    Attributes:
        name: What the state knows its findings by.
        texts: How many texts it has read that were not known.
    """

    def __init__(self, name: str, make: Callable[[], Extractor], state: BuildCache) -> None:
        """Remember what an extractor finds.

        Args:
            name: Stands for the extractor and all that its findings depend on.
            make: Makes the extractor, once a text comes that it has not read.
            state: What is known already.
        """
        self.name = name
        self.texts = 0
        self._make = make
        self._made: Extractor | None = None
        self._state = state

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """One extraction a paper, in their order; all that was found stays, even if the run is stopped."""
        source = iter(papers)
        while batch := list(islice(source, _BATCH)):
            yield from self._batch(batch)
            self._state.commit()

    def _batch(self, papers: Sequence[Paper]) -> Iterator[Extraction]:
        known = [self._state.cached_extraction(paper.text, self.name) for paper in papers]
        missing = [paper for paper, found in zip(papers, known, strict=True) if found is None]
        self._made = self._made or (self._make() if missing else None)
        read = self._made.extract(missing) if self._made else iter(())
        for paper, found in zip(papers, known, strict=True):
            if found is None:
                extraction = next(read)
                self.texts += 1
                self._state.store_extraction(paper.text, self.name, extraction)
                yield extraction
            else:
                yield replace(found, paper_id=paper.id)
