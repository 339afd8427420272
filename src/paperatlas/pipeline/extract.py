"""Pages in, extractions out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperatlas.curation.registry import load_registry
from paperatlas.extraction.extractor import extractor_of
from paperatlas.readers import PaperReading
from paperatlas.readers.progress import SilentProgress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from paperatlas.extraction import Extractor
    from paperatlas.graph.extractions import Extraction
    from paperatlas.readers.progress import Progress

__all__ = ["extract"]


def extract(
    *pages: str | Path,
    registry: str | Path | None = None,
    extractor: Extractor | str | Path | None = None,
    progress: Progress | None = None,
) -> Iterator[Extraction]:
    """What each paper of the pages names and states, one by one, in the order of the papers.

    Args:
        pages: Files, folders, patterns, or ``-`` for standard input, as :func:`paperatlas.build` takes them.
        registry: A YAML file of known things, see :mod:`paperatlas.curation.registry`.
        extractor: What reads the texts: an extractor, or the name or the folder of a model, which gets the registry.
        progress: Is told what is done.

    Raises:
        ReadingError: if a page or the registry cannot be read.

    >>> first = next(extract("seeds/author_listing.txt"))
    >>> first.entities[0].name, first.entities[0].introduced
    ('FLM-101B', True)
    """
    progress = progress or SilentProgress()
    chosen = extractor_of(extractor, load_registry(registry) if registry is not None else ())
    reading = PaperReading(pages, progress.page)
    for extraction in chosen.extract(reading):
        progress.paper()
        yield extraction
    for problem in reading.problems:
        progress.problem(problem)
