"""Which papers of a page are to be looked at, and what is found in them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from paperatlas.curation.registry import load_registry
from paperatlas.errors import NoPapersError
from paperatlas.extraction.extractor import extractor_of
from paperatlas.graph.papers import Paper, SourceLocation
from paperatlas.readers import PaperReading
from paperatlas.readers.progress import SilentProgress
from paperatlas.readers.sources import find_pages
from paperatlas.text.keys import title_key
from paperatlas.text.sanitization import clean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from paperatlas.extraction import Extractor
    from paperatlas.graph.extractions import Extraction
    from paperatlas.readers.progress import Progress

__all__ = ["MAX_PAPERS", "annotate", "paper_of_text"]

MAX_PAPERS: Final = 100
"""How many papers are shown at most: more than that nobody reads on one page."""

_LONGEST_TITLE: Final = 300


def annotate(
    page: str | Path,
    *,
    paper: str | None = None,
    whole: bool = False,
    registry: str | Path | None = None,
    extractor: Extractor | str | Path | None = None,
    progress: Progress | None = None,
) -> tuple[Extraction, ...]:
    """What the papers of a page name and state, for looking at: at most :data:`MAX_PAPERS` papers, in their order.

    Args:
        page: A file in any layout that :func:`paperatlas.build` reads. A text of no such layout is taken as one paper.
        paper: An id, a number that counts from 1, a title or a part of one; nothing for all papers.
        whole: Take the page as one paper, whatever it looks like.
        registry: A YAML file of known things, see :mod:`paperatlas.curation.registry`.
        extractor: What reads the texts: an extractor, or the name or the folder of a model, which gets the registry.
        progress: Is told what could not be read.

    Raises:
        ReadingError: if the page or the registry cannot be read.
        NoPapersError: if there is no text, or none that ``paper`` fits.

    >>> [found] = annotate("seeds/author_listing.txt", paper="flm-101b")
    >>> found.entities[0].name
    'FLM-101B'
    """
    progress = progress or SilentProgress()
    chosen = extractor_of(extractor, load_registry(registry) if registry is not None else ())
    reading = PaperReading([] if whole else [page])
    papers = _chosen(reading, paper)
    if not papers and not sum(source.records for source in reading.pages):
        papers = _chosen(paper_of_text(page), paper)
    else:
        for problem in reading.problems:
            progress.problem(problem)
    if not papers:
        raise NoPapersError(_missing(paper))
    return tuple(chosen.extract(papers))


def _missing(paper: str | None) -> str:
    if paper is None:
        return "there is no text in UTF-8 to be read; give a page, a file of JSON Lines, or plain text"
    return f"no paper has the id, number or title {clean(paper)!r}; leave --paper out to see which there are"


def paper_of_text(page: str | Path) -> list[Paper]:
    """A page as one paper: its first line is the title, unless it is all there is, or longer than titles are.

    Returns:
        The paper, or nothing where the page holds no text.

    Raises:
        ReadingError: if the page cannot be read.
    """
    [source] = find_pages([page])
    lines = [text for line in source.lines(lambda _problem: None) if (text := clean(line.text))]
    if not lines:
        return []
    titled = len(lines) > 1 and len(lines[0]) <= _LONGEST_TITLE
    title, rest = (lines[0], lines[1:]) if titled else ("", lines)
    return [Paper(source.name, title, " ".join(rest), SourceLocation(source.name, 1))]


def _chosen(papers: Iterable[Paper], selector: str | None) -> list[Paper]:
    """The papers that fit best: by id, else by number, else by the whole title, else by a part of it."""
    if selector is None:
        return list(islice(papers, MAX_PAPERS))
    ranked: tuple[list[Paper], ...] = ([], [], [], [])
    key = title_key(selector)
    for number, paper in enumerate(papers, start=1):
        title = title_key(paper.title)
        fits = (paper.id == selector, str(number) == selector, title == key, bool(key) and key in title)
        if any(fits):
            rank = ranked[fits.index(True)]
            rank.extend([paper] if len(rank) < MAX_PAPERS else [])
    return next(filter(None, ranked), [])
