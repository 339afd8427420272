"""The evaluation of an extractor against verdicts on statements, as ``paperatlas review`` takes them.

Verdicts tell of precision alone: they are on statements that some extractor gave, so what all of them miss is in none.
Of two extractors read against the same verdicts, the better one still gives what is right and no longer what is wrong.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperatlas.curation.file_models import VERDICTS
from paperatlas.graph.extractions import PAPER
from paperatlas.graph.papers import Paper, SourceLocation
from paperatlas.graph.progress import SILENT
from paperatlas.review.answers import consensus, read_answers
from paperatlas.review.precision import Precision
from paperatlas.schema import PREDICATES
from paperatlas.training.evaluate import form_keys, introduction_confidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from paperatlas.curation.file_models import AnswerLine, JudgedEnd
    from paperatlas.extraction.extractor import Extractor
    from paperatlas.graph.extractions import Extraction
    from paperatlas.graph.progress import Progress

__all__ = ["VerdictCounts", "VerdictScores", "evaluate_verdicts"]

_BOUNDS = {rule.name: rule.min_confidence or 0.0 for rule in PREDICATES}


@dataclass(frozen=True, slots=True)
class VerdictCounts:
    """What an extractor gives of the statements that were judged.

    Attributes:
        judged: How many statements have each verdict.
        given: How many of them the extractor gives.
        shown: How many of them it gives with a confidence for which a graph shows them.
    """

    judged: Mapping[str, int]
    given: Mapping[str, int]
    shown: Mapping[str, int]

    @property
    def precision(self) -> Precision:
        """The precision of what is shown."""
        return Precision.of((verdict, 1.0) for verdict in VERDICTS for _ in range(self.shown[verdict]))

    def plain(self) -> dict[str, object]:
        """Return all figures by name, for JSON."""
        counts = {"judged": dict(self.judged), "given": dict(self.given), "shown": dict(self.shown)}
        return {**counts, "precision": self.precision.plain()}


@dataclass(frozen=True, slots=True)
class VerdictScores:
    """The scores of an extractor against verdicts.

    Attributes:
        by_predicate: The counts of each predicate, and of ``all``.
        unjudged: How many statements the extractor gives in the same texts that nobody judged.
    """

    by_predicate: Mapping[str, VerdictCounts]
    unjudged: int

    def plain(self) -> dict[str, object]:
        """Return all figures by name, for JSON."""
        return {
            "verdicts": {name: counts.plain() for name, counts in self.by_predicate.items()},
            "unjudged": self.unjudged,
        }


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement that an extractor gives: its ends as type and keys of surface forms, and its confidence."""

    subject: tuple[str, frozenset[str]]
    predicate: str
    object: tuple[str, frozenset[str]]
    confidence: float


def evaluate_verdicts(extractor: Extractor, answers: str | Path, *, progress: Progress = SILENT) -> VerdictScores:
    """Run an extractor on the texts of judged statements, and count what it still gives of them.

    Args:
        extractor: The extractor, for instance of :func:`paperatlas.load_extractor`.
        answers: The file of answers.
        progress: The observer of the run.

    Raises:
        ReadingError: if the file cannot be read or a line is no answer.
    """
    agreed = consensus(read_answers(answers))
    texts = list(dict.fromkeys((part.title, part.abstract) for answer in agreed for part in answer.passages))
    progress.step(f"extracting from {len(texts):,} papers")
    papers = (Paper(str(n), *text, SourceLocation(str(answers), 1)) for n, text in enumerate(texts))
    said = dict(zip(texts, (list(_statements(found)) for found in extractor.extract(papers)), strict=True))
    return _count(agreed, said)


def _statements(extraction: Extraction) -> Iterator[_Said]:
    """Yield what an extraction introduces and relates."""
    ends = {entity.name: (entity.type, frozenset(form_keys(entity.forms))) for entity in extraction.entities}
    paper = ends[PAPER] = ("Paper", frozenset[str]())
    for entity in extraction.entities:
        if entity.introduced:
            yield _Said(paper, "introduces", ends[entity.name], introduction_confidence(entity))
    for relation in extraction.relations:
        yield _Said(ends[relation.subject], relation.predicate, ends[relation.object], relation.confidence)


def _count(answers: Iterable[AnswerLine], said: Mapping[tuple[str, str], list[_Said]]) -> VerdictScores:
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    known: set[_Place] = set()
    for answer in answers:
        found = list(_found(answer, said))
        known.update(place for place, _ in found)
        confidence = max((statement.confidence for _, statement in found), default=-1.0)
        kinds = ("judged", *(["given"] if found else []))
        if found and confidence >= _BOUNDS.get(answer.predicate, 0.0):
            kinds = (*kinds, "shown")
        for name in (answer.predicate, "all"):
            for kind in kinds:
                counts[name][kind][answer.verdict or ""] += 1
    names = [*(rule.name for rule in PREDICATES if rule.name in counts), "all"]
    unjudged = sum(map(len, said.values())) - len(known)
    return VerdictScores({name: _verdict_counts(counts[name]) for name in names}, unjudged)


_Place = tuple[tuple[str, str], int]
"""A statement that an extractor gives: the text, and its place among the statements of the text."""


def _found(answer: AnswerLine, said: Mapping[tuple[str, str], list[_Said]]) -> Iterator[tuple[_Place, _Said]]:
    """Yield what an extractor gives of a judged statement."""
    for text in dict.fromkeys((part.title, part.abstract) for part in answer.passages):
        for place, statement in enumerate(said[text]):
            same = statement.predicate == answer.predicate
            if same and _is_end(statement.subject, answer.subject) and _is_end(statement.object, answer.object):
                yield (text, place), statement


def _is_end(found: tuple[str, frozenset[str]], judged: JudgedEnd) -> bool:
    if found[0] != judged.type:
        return False
    return judged.type == "Paper" or not found[1].isdisjoint(form_keys((judged.label, *judged.aliases)))


def _verdict_counts(counts: Mapping[str, Counter[str]]) -> VerdictCounts:
    return VerdictCounts(
        *({verdict: counts[kind][verdict] for verdict in VERDICTS} for kind in ("judged", "given", "shown"))
    )
