"""Extraction from pages: of all their papers, or of those that a reader looks at."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from paperatlas.curation.registry import load_registry
from paperatlas.errors import NoPapersError
from paperatlas.extraction.extractor import extractor_of
from paperatlas.graph.papers import Paper, SourceLocation
from paperatlas.graph.progress import SILENT
from paperatlas.readers import PaperReading
from paperatlas.readers.sources import find_pages
from paperatlas.text.keys import title_key
from paperatlas.text.sanitization import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from paperatlas.extraction import Extractor
    from paperatlas.graph.extractions import Extraction
    from paperatlas.graph.progress import Progress

__all__ = ["MAX_PAPERS", "annotate", "extract", "paper_of_text"]

MAX_PAPERS: Final = 100
"""How many papers :func:`annotate` takes at most: nobody reads more on one page."""

_LONGEST_TITLE: Final = 300


def extract(
    *pages: str | Path,
    registry: str | Path | None = None,
    extractor: Extractor | str | Path | None = None,
    progress: Progress = SILENT,
) -> Iterator[Extraction]:
    """Yield the names and relations in each paper of the pages, in the order of the papers.

    Args:
        pages: Files, folders, patterns, or ``-`` for standard input, as :func:`paperatlas.build` takes them.
        registry: A YAML file of known entities, see :mod:`paperatlas.curation.registry`.
        extractor: An extractor, or the name or the folder of a model, which gets the registry.
        progress: The observer of the run.

    Raises:
        ReadingError: if a page or the registry cannot be read.

    >>> first = next(extract("seeds/author_listing.txt"))
    >>> first.entities[0].name, first.entities[0].introduced
    ('FLM-101B', True)
    """
    chosen = extractor_of(extractor, load_registry(registry))
    reading = PaperReading(pages, progress)
    for extraction in chosen.extract(reading):
        progress.advance(1, "papers")
        yield extraction
    for problem in reading.problems:
        progress.issue(problem)


def annotate(
    page: str | Path,
    *,
    paper: str | None = None,
    whole: bool = False,
    registry: str | Path | None = None,
    extractor: Extractor | str | Path | None = None,
    progress: Progress = SILENT,
) -> tuple[Extraction, ...]:
    """Return the names and relations in the first :data:`MAX_PAPERS` papers of a page, or in those that are chosen.

    Args:
        page: A file in any layout that :func:`paperatlas.build` reads; a text in no such layout is one paper.
        paper: An id, a number that counts from 1, a title or a part of one; None for all papers.
        whole: Whether the page is one paper, whatever its layout.
        registry: A YAML file of known entities, see :mod:`paperatlas.curation.registry`.
        extractor: An extractor, or the name or the folder of a model, which gets the registry.
        progress: The observer of the run.

    Raises:
        ReadingError: if the page or the registry cannot be read.
        NoPapersError: if there is no text, or none that ``paper`` fits.

    >>> [extraction] = annotate("seeds/author_listing.txt", paper="flm-101b")
    >>> extraction.entities[0].name
    'FLM-101B'
    """
    chosen = extractor_of(extractor, load_registry(registry))
    reading = PaperReading([] if whole else [page])
    papers = _selected(reading, paper)
    if not papers and not sum(source.records for source in reading.pages):
        papers = _selected(paper_of_text(page), paper)
    else:
        for problem in reading.problems:
            progress.issue(problem)
    if not papers:
        raise NoPapersError(
            "there is no text in UTF-8 to be read; give a page, a file of JSON Lines, or plain text"
            if paper is None
            else f"no paper has the id, number or title {clean(paper)!r}; leave --paper out to see which there are"
        )
    return tuple(chosen.extract(papers))


def paper_of_text(page: str | Path) -> list[Paper]:
    """Return a page as one paper, or no paper if the page holds no text.

    The first line is the title, unless it is the only line or longer than titles are.

    Raises:
        ReadingError: if the page cannot be read.
    """
    [source] = find_pages([page])
    lines = [text for line in source.lines(lambda _problem: None) if (text := clean(line.text))]
    if not lines:
        return []
    has_title = len(lines) > 1 and len(lines[0]) <= _LONGEST_TITLE
    title, abstract = (lines[0], lines[1:]) if has_title else ("", lines)
    return [Paper(source.name, title, " ".join(abstract), SourceLocation(source.name, 1))]


def _selected(papers: Iterable[Paper], selector: str | None) -> list[Paper]:
    """Return the papers that match best: by id, else by number, else by the whole title, else by a part of it."""
    if selector is None:
        return list(islice(papers, MAX_PAPERS))
    ranked: tuple[list[Paper], ...] = ([], [], [], [])
    key = title_key(selector)
    for number, paper in enumerate(papers, start=1):
        title = title_key(paper.title)
        matches = (paper.id == selector, str(number) == selector, title == key, bool(key) and key in title)
        if any(matches):
            rank = ranked[matches.index(True)]
            rank.extend([paper] if len(rank) < MAX_PAPERS else [])
    return next(filter(None, ranked), [])
