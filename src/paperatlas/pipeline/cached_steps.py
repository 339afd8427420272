"""Reading and extraction that take from the build cache what it holds, and store there what is new."""

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
    from paperatlas.graph.progress import Progress
    from paperatlas.pipeline.build_cache import BuildCache
    from paperatlas.readers import SourceReader

__all__ = ["CachedExtractor", "CachedReading"]

_BATCH: Final = 64
"""How many papers are extracted between two commits."""


class CachedReading:
    """The papers of pages, which can be iterated once; a page whose bytes the cache knows is not read again.

    Attributes:
        pages: The pages that were read to their end, in order.
        problems: The inputs that could not be read as they stand, in order.
        numbers: The files of the pages by the numbers that the cache has for the pages.
    """

    def __init__(self, sources: Sequence[SourceReader], cache: BuildCache, progress: Progress) -> None:
        """Read pages.

        Args:
            sources: The pages, sorted by name.
            cache: The cache.
            progress: The observer of the run; each page is a step.
        """
        self.pages: list[SourceFile] = []
        self.problems: list[ReadIssue] = []
        self.numbers: dict[int, str | None] = {}
        self._sources = sources
        self._cache = cache
        self._progress = progress

    def __iter__(self) -> Iterator[Paper]:
        """Yield the papers, page by page."""
        for source in self._sources:
            self._progress.step(f"reading {source.name}")
            try:
                digest = source.digest()
                cached = self._cache.cached_page(source.name, digest) if digest else None
                if cached is None:
                    number, page, problems = yield from self._read(source)
                else:
                    number, page, problems = cached
                    yield from self._cache.papers(number)
            except ReadingError as error:
                self.problems.append(ReadIssue(source.name, 0, str(error), skipped=True))
            else:
                self.pages += [page] if page else []
                self.problems += problems
                self.numbers[number] = str(source.path) if source.path else None

    def _read(self, source: SourceReader) -> Generator[Paper, None, tuple[int, SourceFile | None, Sequence[ReadIssue]]]:
        """Yield the papers of a page and store them; return what :meth:`BuildCache.cached_page` will return."""
        number = self._cache.begin_page(source.name)
        problems: list[ReadIssue] = []
        papers = read_page(source, problems.append)
        count = 0
        while True:
            try:
                paper = next(papers)
            except StopIteration as end:
                page: SourceFile | None = end.value
                break
            self._cache.add_paper(number, count, paper)
            count += 1
            yield paper
        return self._cache.end_page(number, source.sha256, page, problems), page, problems


class CachedExtractor:
    """An extractor that reads each text once.

    Attributes:
        name: The name under which the cache stores its extractions.
        texts: How many texts it has read that the cache did not hold.
    """

    def __init__(self, name: str, make: Callable[[], Extractor], cache: BuildCache) -> None:
        """Wrap an extractor.

        Args:
            name: A name that changes with the extractor and all that its extractions depend on.
            make: A function that makes the extractor, called before the first text that the cache does not hold.
            cache: The cache.
        """
        self.name = name
        self.texts = 0
        self._make = make
        self._made: Extractor | None = None
        self._cache = cache

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """Yield one extraction a paper, in their order; finished batches stay even if the run is stopped."""
        source = iter(papers)
        while batch := list(islice(source, _BATCH)):
            yield from self._extract_batch(batch)
            self._cache.commit()

    def _extract_batch(self, papers: Sequence[Paper]) -> Iterator[Extraction]:
        cached = [self._cache.cached_extraction(paper.text, self.name) for paper in papers]
        missing = [paper for paper, extraction in zip(papers, cached, strict=True) if extraction is None]
        self._made = self._made or (self._make() if missing else None)
        extracted = self._made.extract(missing) if self._made else iter(())
        for paper, extraction in zip(papers, cached, strict=True):
            if extraction is None:
                new = next(extracted)
                self.texts += 1
                self._cache.store_extraction(paper.text, self.name, new)
                yield new
            else:
                yield replace(extraction, paper_id=paper.id)
