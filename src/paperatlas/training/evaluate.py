"""The evaluation of an extractor against annotated papers.

Two entities match if their types are equal and they share a surface form, without regard to case, spaces and
punctuation; each matches at most one. A relation is correct if its predicate and both its ends are. In the *lenient*
figures, the paper and all that it introduces are the same subject.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA
from paperatlas.extraction.extractor import ModelExtractor
from paperatlas.graph.extractions import PAPER
from paperatlas.graph.progress import SILENT
from paperatlas.training.gold import read_gold

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
    from pathlib import Path

    from paperatlas.extraction.annotation_schema import ExtractionSchema
    from paperatlas.extraction.extractor import Extractor
    from paperatlas.graph.extractions import ExtractedEntity, Extraction
    from paperatlas.graph.progress import Progress
    from paperatlas.training.gold import AnnotatedPaper

__all__ = [
    "PrecisionRecall", "Scores", "evaluate", "expected_calibration_error", "form_keys", "introduction_confidence",
    "score",
]  # fmt: skip

_BINS: Final = 5

_THRESHOLDS: Final = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""The confidence thresholds of the curves."""

_CONFIDENT_PARTS: Final = ("entities", "introduced", "relations strict", "relations lenient")
"""What has confidences to be held against what is correct."""

_SEPARATORS: Final = re.compile(r"[\W_]+")

_Triple = tuple["Hashable", str, "Hashable"]


@dataclass(frozen=True, slots=True)
class PrecisionRecall:
    """The counts behind precision and recall.

    Attributes:
        correct: How many of those said are right.
        predicted: How many the extractor gave.
        gold: How many annotators gave.
    """

    correct: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """The share of predictions that are correct; 0 without predictions."""
        return self.correct / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of annotations that were predicted; 0 without annotations."""
        return self.correct / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall.

        >>> PrecisionRecall(correct=1, predicted=2, gold=1).f1.__round__(3)
        0.667
        """
        return 2 * self.correct / (self.predicted + self.gold) if self.correct else 0.0

    def plain(self) -> dict[str, float]:
        """Return precision, recall, F1 and the counts, for JSON."""
        counts = {"right": self.correct, "said": self.predicted, "gold": self.gold}
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1, **counts}


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of an extractor.

    Attributes:
        entities: The figures of entities by type, and for ``all``.
        introduced: The figures of introduced entities.
        strict: The figures of relations by predicate, and for ``all``.
        lenient: The lenient figures of relations by predicate, and for ``all``.
        outcome_accuracy: The share of correct outcomes among correct relations with an outcome; None if there are none.
        calibration: The expected calibration error of entities, of introduced entities, of relations, and of relations
            read leniently; None without predictions.
        curves: The figures of entities and of introduced entities, and the lenient ones of relations, from each
            confidence threshold on.
        predicate_calibration: The expected calibration error of each predicate, of relations and of relations read
            leniently; None without predictions.
        predicate_curves: The lenient figures of each predicate, from each confidence threshold on.
    """

    entities: Mapping[str, PrecisionRecall]
    introduced: PrecisionRecall
    strict: Mapping[str, PrecisionRecall]
    lenient: Mapping[str, PrecisionRecall]
    outcome_accuracy: float | None
    calibration: Mapping[str, float | None]
    curves: Mapping[str, Mapping[float, PrecisionRecall]]
    predicate_calibration: Mapping[str, Mapping[str, float | None]]
    predicate_curves: Mapping[str, Mapping[float, PrecisionRecall]]

    def plain(self) -> dict[str, object]:
        """Return all figures by name, for JSON."""
        return {
            "entities": {name: figures.plain() for name, figures in self.entities.items()},
            "introduced": self.introduced.plain(),
            "relations strict": {name: figures.plain() for name, figures in self.strict.items()},
            "relations lenient": {name: figures.plain() for name, figures in self.lenient.items()},
            "outcome accuracy": self.outcome_accuracy,
            "calibration error": dict(self.calibration),
            "calibration error by predicate": {part: dict(row) for part, row in self.predicate_calibration.items()},
            "by least confidence": _plain_curves(self.curves),
            "by least confidence and predicate": _plain_curves(self.predicate_curves),
        }


def _plain_curves(curves: Mapping[str, Mapping[float, PrecisionRecall]]) -> dict[str, object]:
    return {name: {str(bound): figures.plain() for bound, figures in curve.items()} for name, curve in curves.items()}


def evaluate(extractor: Extractor, papers: str | Path, gold: str | Path, *, progress: Progress = SILENT) -> Scores:
    """Run an extractor on annotated papers and score it.

    Args:
        extractor: The extractor, for instance of :func:`paperatlas.load_extractor`.
        papers: The file of papers.
        gold: The file of annotations, see :mod:`paperatlas.training.gold`.
        progress: The observer of the run.

    Raises:
        ExtractionError: if a file cannot be read or breaks the guidelines.
    """
    schema = extractor.schema if isinstance(extractor, ModelExtractor) else DEFAULT_SCHEMA
    progress.step("reading the annotated papers")
    annotated = read_gold(papers, gold, schema)
    progress.step(f"extracting from {len(annotated):,} papers")
    return score(annotated, extractor.extract(item.paper for item in annotated), schema)


def score(annotated: Iterable[AnnotatedPaper], extractions: Iterable[Extraction], schema: ExtractionSchema) -> Scores:
    """Score extractions.

    Args:
        annotated: The annotated papers.
        extractions: The extractions from the same papers, in the same order.
        schema: The schema.
    """
    predicates = [rule.name for rule in schema.predicates]
    tally = _Tally()
    for gold, extraction in zip(annotated, extractions, strict=True):
        tally.add(gold, extraction)
    return Scores(
        tally.figures("entity", schema.types),
        tally.figures("introduced", ())["all"],
        tally.figures("strict", predicates),
        tally.figures("lenient", predicates),
        sum(tally.outcomes) / len(tally.outcomes) if tally.outcomes else None,
        {part: expected_calibration_error(tally.confidences_of(part)) for part in _CONFIDENT_PARTS},
        {part: tally.curve(part) for part in ("entities", "introduced", "relations lenient")},
        {
            part: {name: expected_calibration_error(tally.confidences_of(part, name)) for name in predicates}
            for part in ("relations strict", "relations lenient")
        },
        {name: tally.curve("relations lenient", name) for name in predicates},
    )


def expected_calibration_error(pairs: Sequence[tuple[float, bool]], bins: int = _BINS) -> float | None:
    """Return the expected calibration error over bins of equal count, by confidence.

    After Naeini, Cooper and Hauskrecht (2015), "Obtaining well calibrated probabilities using Bayesian binning".

    Args:
        pairs: The confidence of each prediction, and whether it is correct.
        bins: The number of bins.

    Returns:
        The mean over the bins, weighted by count, of the distance between mean confidence and accuracy; None without
        predictions.

    >>> expected_calibration_error([(0.9, True)] * 9 + [(0.9, False)], bins=1).__round__(6)
    0.0
    """
    if not pairs:
        return None
    table = np.array(sorted(pairs, key=lambda pair: pair[0]), dtype=np.float64)
    parts = (part for part in np.array_split(table, bins) if len(part))
    return float(sum(len(part) * abs(part[:, 0].mean() - part[:, 1].mean()) for part in parts) / len(table))


def form_keys(forms: Iterable[str]) -> set[str]:
    """Return surface forms without case, spaces and punctuation.

    >>> form_keys(["Otter-7B", "otter 7b", "+"])
    {'otter7b'}
    """
    return {_SEPARATORS.sub("", form.casefold()) for form in forms} - {""}


def introduction_confidence(entity: ExtractedEntity) -> float:
    """Return the confidence that the paper introduces an entity; that in the entity if the extractor has no other."""
    return entity.confidence if entity.introduction_confidence is None else entity.introduction_confidence


def _matched(gold: AnnotatedPaper, extraction: Extraction) -> dict[str, str]:
    """Return the annotated name of each correct entity, by its extracted name."""
    unmatched = {entity.name: (entity.type, form_keys(entity.mentions)) for entity in gold.entities}
    matched = {}
    for entity in extraction.entities:
        keys = form_keys(entity.forms)
        name = next((n for n, (kind, others) in unmatched.items() if kind == entity.type and keys & others), None)
        if name is not None:
            matched[entity.name] = name
            del unmatched[name]
    return matched


class _Tally:
    """The counts of correct, predicted and annotated entities and relations over papers."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self.outcomes: list[bool] = []
        self._confidences: dict[tuple[str, str], list[tuple[float, bool]]] = defaultdict(list)

    def figures(self, part: str, names: Sequence[str]) -> dict[str, PrecisionRecall]:
        """Return the figures of each name, and of all of the part together."""
        sums: Counter[str] = Counter()
        for (counted, _, kind), count in self._counts.items():
            sums[kind] += count * (counted == part)
        kinds = ("correct", "predicted", "gold")
        table = {name: PrecisionRecall(*(self._counts[part, name, kind] for kind in kinds)) for name in names}
        return table | {"all": PrecisionRecall(*(sums[kind] for kind in kinds))}

    def curve(self, part: str, predicate: str | None = None) -> dict[float, PrecisionRecall]:
        """Return the figures of a part, or those of one predicate in it, by confidence threshold."""
        names = () if predicate is None else (predicate,)
        return {threshold: self.figures(f"{part} {threshold}", names)[predicate or "all"] for threshold in _THRESHOLDS}

    def confidences_of(self, part: str, name: str | None = None) -> list[tuple[float, bool]]:
        """Return the confidence of each prediction of a part, or of one name in it, and whether it is correct."""
        return [
            pair
            for (counted, counted_name), pairs in self._confidences.items()
            if counted == part and name in (None, counted_name)
            for pair in pairs
        ]

    def add(self, gold: AnnotatedPaper, extraction: Extraction) -> None:
        """Count one paper."""
        matched = _matched(gold, extraction)
        self._add_entities(gold, extraction, matched)
        self._add_relations(gold, extraction, matched)

    def _count(self, part: str, gold: Iterable[str], predicted: Iterable[str], correct: Iterable[str]) -> None:
        for kind, names in (("gold", gold), ("predicted", predicted), ("correct", correct)):
            self._counts.update((part, name, kind) for name in names)

    def _add_entities(self, gold: AnnotatedPaper, extraction: Extraction, matched: Mapping[str, str]) -> None:
        own = {entity.name for entity in gold.entities if entity.introduced}
        predicted = extraction.entities
        correct = [entity for entity in predicted if entity.name in matched]
        types = ([entity.type for entity in entities] for entities in (gold.entities, predicted, correct))
        self._count("entity", *types)
        entities = [(entity.name, entity.confidence, entity.name in matched) for entity in predicted]
        introduced = [
            (entity.name, introduction_confidence(entity), matched.get(entity.name) in own)
            for entity in predicted
            if entity.introduced
        ]
        self._count(
            "introduced", own, (name for name, _, _ in introduced), (name for name, _, right in introduced if right)
        )
        self._add_confidences("entities", [entity.name for entity in gold.entities], entities)
        self._add_confidences("introduced", own, introduced)

    def _add_confidences(self, part: str, gold: Collection[str], predicted: Sequence[tuple[str, float, bool]]) -> None:
        """Count predictions by confidence: the name of each, its confidence, and whether it is correct."""
        for threshold in _THRESHOLDS:
            confident = [(name, right) for name, confidence, right in predicted if confidence >= threshold]
            names = ((name for name, _ in confident), (name for name, right in confident if right))
            self._count(f"{part} {threshold}", gold, *names)
        self._confidences[part, ""] += [(confidence, right) for _, confidence, right in predicted]

    def _add_relations(self, gold: AnnotatedPaper, extraction: Extraction, matched: Mapping[str, str]) -> None:
        own = {PAPER, *(entity.name for entity in gold.entities if entity.introduced)}

        def end(name: str) -> Hashable:
            return PAPER if name == PAPER else matched.get(name, ("not in the gold", name))

        def lenient(triple: _Triple) -> _Triple:
            return (PAPER if triple[0] in own else triple[0], *triple[1:])

        gold_outcomes: dict[_Triple, str | None] = {
            (r.subject, r.predicate, r.object): r.outcome for r in gold.relations
        }
        gold_lenient = set(map(lenient, gold_outcomes))
        predicted = {(end(r.subject), r.predicate, end(r.object)): r for r in extraction.relations}
        parts = [
            ("strict", set(gold_outcomes), set(predicted)),
            ("lenient", gold_lenient, set(map(lenient, predicted))),
        ]
        for threshold in _THRESHOLDS:
            confident = {lenient(triple) for triple, r in predicted.items() if r.confidence >= threshold}
            parts.append((f"relations lenient {threshold}", gold_lenient, confident))
        for part, annotated, triples in parts:
            predicates = ([triple[1] for triple in group] for group in (annotated, triples, annotated & triples))
            self._count(part, *predicates)
        for triple, relation in predicted.items():
            strictly, leniently = triple in gold_outcomes, lenient(triple) in gold_lenient
            self._confidences["relations strict", triple[1]].append((relation.confidence, strictly))
            self._confidences["relations lenient", triple[1]].append((relation.confidence, leniently))
            if gold_outcomes.get(triple) is not None:
                self.outcomes.append(gold_outcomes[triple] == relation.outcome)
