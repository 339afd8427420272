"""Pages in, graph out."""

from __future__ import annotations

from itertools import tee
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from paperatlas.assembly import Assembler
from paperatlas.curation.corrections import load_corrections
from paperatlas.curation.registry import known_entities, load_registry
from paperatlas.errors import ExtractionError, NoPapersError, PaperatlasError
from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA
from paperatlas.extraction.extractor import ModelExtractor, extractor_of
from paperatlas.readers import PaperReading
from paperatlas.readers.progress import SilentProgress
from paperatlas.schema import DEFAULT_BASE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from paperatlas.extraction import Extractor
    from paperatlas.graph.graph import Graph
    from paperatlas.graph.papers import Paper, ReadIssue, SourceFile
    from paperatlas.readers.progress import Progress

__all__ = ["Papers", "assemble", "build", "check_bounds", "check_extractor"]


def build(
    *pages: str | Path,
    base: str = DEFAULT_BASE,
    registry: str | Path | None = None,
    corrections: str | Path | None = None,
    min_confidence: float = 0.0,
    inferred: bool = True,
    extractor: Extractor | str | Path | None = None,
    progress: Progress | None = None,
) -> Graph:
    """The knowledge graph of all papers that the pages list.

    Args:
        pages: Files, folders (their ``*.txt``, ``*.json`` and ``*.jsonl``), patterns, or ``-`` for standard input.
        base: What node ids are put behind to make IRIs; an absolute http or https address that ends in ``/`` or ``#``.
        registry: A YAML file of known things, see :mod:`paperatlas.curation.registry`.
        corrections: A YAML file of what you know better, see :mod:`paperatlas.curation.corrections`.
        min_confidence: Statements that are less sure are left out, 0 to 1.
        inferred: Whether statements that follow from names are added.
        extractor: What reads the texts: an extractor, or the name or the folder of a model, which gets the registry.
        progress: Is told what is done.

    Raises:
        NoPapersError: if no page lists a paper; the message holds the first problem.
        ReadingError: if a page, the registry or the corrections cannot be read.
        ExtractionError: if the extractor looks for what the graph has no types or predicates for.
        PaperatlasError: if ``base`` or ``min_confidence`` is out of bounds.

    >>> graph = build("seeds/author_listing.txt")
    >>> sum(1 for _ in graph.nodes("Paper"))
    13
    """
    check_bounds(base, min_confidence)
    progress = progress or SilentProgress()
    known = load_registry(registry) if registry is not None else ()
    chosen = extractor_of(extractor, known)
    check_extractor(chosen)
    reading = PaperReading(pages, progress.page)
    return assemble(
        reading,
        chosen,
        Assembler(known_entities(known), load_corrections(corrections)),
        base=base,
        min_confidence=min_confidence,
        inferred=inferred,
        progress=progress,
    )


class Papers(Protocol):
    """Papers of pages, to go through once.

    Attributes:
        pages: The pages that were read to their end.
        problems: What could not be read as it stands.
    """

    pages: list[SourceFile]
    problems: list[ReadIssue]

    def __iter__(self) -> Iterator[Paper]:
        """The papers."""


def assemble(
    reading: Papers,
    extractor: Extractor,
    assembler: Assembler,
    *,
    base: str,
    min_confidence: float,
    inferred: bool,
    progress: Progress,
) -> Graph:
    """The graph of papers that are read now; see :func:`build`.

    Raises:
        NoPapersError: if there is no paper.
    """
    papers, texts = tee(reading)
    for paper, extraction in zip(papers, extractor.extract(texts), strict=True):
        assembler.add(paper, extraction)
        progress.paper()
    for problem in reading.problems:
        progress.problem(problem)
    if not any(page.records for page in reading.pages):
        first = f" ({reading.problems[0]})" if reading.problems else ""
        raise NoPapersError(f"no paper was found{first}; docs/reading.md shows the layouts that can be read")
    progress.step("assembling the graph")
    return assembler.graph(reading.pages, base, min_confidence=min_confidence, inferred=inferred)


def check_extractor(extractor: Extractor) -> None:
    """Make sure that the graph has a place for all that an extractor finds.

    Raises:
        ExtractionError: if it has not.
    """
    if isinstance(extractor, ModelExtractor) and not DEFAULT_SCHEMA.covers(extractor.schema):
        raise ExtractionError(
            f"{extractor.name} finds {', '.join(extractor.schema.types)}, for which the graph has no place; "
            "use `paperatlas extract` with this model"
        )


def check_bounds(base: str, min_confidence: float) -> None:
    """Make sure that a base makes IRIs and that a confidence is one.

    Raises:
        PaperatlasError: if not.
    """
    parts = urlsplit(base)
    bad = set(base) & set(' <>"{}|\\^`') or not base.isprintable()
    if parts.scheme not in {"http", "https"} or not parts.netloc or bad or not base.endswith(("/", "#")):
        raise PaperatlasError(f"the base {base!r} makes no IRIs; give one such as {DEFAULT_BASE}")
    if not 0 <= min_confidence <= 1:
        raise PaperatlasError(f"the least confidence is {min_confidence}; give a number from 0 to 1")
