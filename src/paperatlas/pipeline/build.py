"""The build of a graph from pages, in memory."""

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
from paperatlas.graph.progress import SILENT
from paperatlas.readers import PaperReading
from paperatlas.schema import DEFAULT_BASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from paperatlas.curation.registry import KnownEntity
    from paperatlas.extraction import Extractor
    from paperatlas.graph.graph import Graph
    from paperatlas.graph.papers import Paper, ReadIssue, SourceFile
    from paperatlas.graph.progress import Progress

__all__ = ["PaperStream", "assemble", "build", "graph_extractor"]


def build(
    *pages: str | Path,
    base: str = DEFAULT_BASE,
    registry: str | Path | None = None,
    corrections: str | Path | None = None,
    min_confidence: float | None = None,
    inferred: bool = True,
    extractor: Extractor | str | Path | None = None,
    progress: Progress = SILENT,
) -> Graph:
    """Build the knowledge graph of all papers that pages list.

    Args:
        pages: Files, folders (their ``*.txt``, ``*.json`` and ``*.jsonl``), patterns, or ``-`` for standard input.
        base: The address before node ids that makes IRIs of them; http or https, and it ends in ``/`` or ``#``.
        registry: A YAML file of known entities, see :mod:`paperatlas.curation.registry`.
        corrections: A YAML file of corrections, see :mod:`paperatlas.curation.corrections`.
        min_confidence: The least confidence at which a statement read from a text is an edge, 0 to 1; less certain
            ones are ``unsure``. None for the one that the schema sets for each predicate.
        inferred: Whether to add statements that follow from names.
        extractor: An extractor, or the name or the folder of a model, which gets the registry.
        progress: The observer of the run.

    Raises:
        NoPapersError: if no page lists a paper; the message holds the first problem.
        ReadingError: if a page, the registry or the corrections cannot be read.
        ExtractionError: if the extractor looks for types or predicates that the graph does not have.
        PaperatlasError: if ``base`` or ``min_confidence`` is out of bounds.

    >>> graph = build("seeds/author_listing.txt")
    >>> sum(1 for _ in graph.nodes("Paper"))
    13
    """
    known = load_registry(registry)
    return assemble(
        PaperReading(pages, progress),
        graph_extractor(extractor, known),
        Assembler(known_entities(known), load_corrections(corrections)),
        base=base,
        min_confidence=min_confidence,
        inferred=inferred,
        progress=progress,
    )


class PaperStream(Protocol):
    """The papers of pages, which can be iterated once.

    Attributes:
        pages: The pages that were read to their end.
        problems: The inputs that could not be read as they stand.
    """

    pages: list[SourceFile]
    problems: list[ReadIssue]

    def __iter__(self) -> Iterator[Paper]:
        """Yield the papers."""


def assemble(
    reading: PaperStream,
    extractor: Extractor,
    assembler: Assembler,
    *,
    base: str,
    min_confidence: float | None,
    inferred: bool,
    progress: Progress,
) -> Graph:
    """Read and extract papers, and assemble their graph; see :func:`build`.

    Raises:
        NoPapersError: if there is no paper.
        PaperatlasError: if ``base`` or ``min_confidence`` is out of bounds.
    """
    _check_bounds(base, min_confidence)
    papers, texts = tee(reading)
    for paper, extraction in zip(papers, extractor.extract(texts), strict=True):
        assembler.add(paper, extraction)
        progress.advance(1, "papers")
    for problem in reading.problems:
        progress.issue(problem)
    if not any(page.records for page in reading.pages):
        first = f" ({reading.problems[0]})" if reading.problems else ""
        raise NoPapersError(f"no paper was found{first}; docs/reading.md shows the layouts that can be read")
    progress.step("assembling the graph")
    return assembler.graph(reading.pages, base, min_confidence=min_confidence, inferred=inferred)


def graph_extractor(extractor: Extractor | str | Path | None, known: Iterable[KnownEntity]) -> Extractor:
    """Return an extractor, or that of a model, if the graph has all types and predicates that it looks for.

    Raises:
        ExtractionError: if the graph lacks one, or there is no such model.
    """
    chosen = extractor_of(extractor, known)
    if isinstance(chosen, ModelExtractor) and not DEFAULT_SCHEMA.covers(chosen.schema):
        raise ExtractionError(
            f"{chosen.name} finds {', '.join(chosen.schema.types)}, for which the graph has no place; "
            "use `paperatlas extract` with this model"
        )
    return chosen


def _check_bounds(base: str, min_confidence: float | None) -> None:
    parts = urlsplit(base)
    bad = set(base) & set(' <>"{}|\\^`') or not base.isprintable()
    if parts.scheme not in {"http", "https"} or not parts.netloc or bad or not base.endswith(("/", "#")):
        raise PaperatlasError(f"the base {base!r} makes no IRIs; give one such as {DEFAULT_BASE}")
    if min_confidence is not None and not 0 <= min_confidence <= 1:
        raise PaperatlasError(f"the least confidence is {min_confidence}; give a number from 0 to 1")
