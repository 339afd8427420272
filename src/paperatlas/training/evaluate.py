"""How well an extractor does what annotators did.

Two entities are the same when their types are equal and they share a form, without regard to case, spaces and
punctuation; each pairs with at most one. A relation is right when its predicate and both its ends are. Read
*leniently*, the paper and all that it introduces stand for each other as the subject.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA
from paperatlas.extraction.extractor import ModelExtractor
from paperatlas.graph.extractions import PAPER
from paperatlas.graph.progress import SILENT
from paperatlas.training.gold import read_gold

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from pathlib import Path

    from paperatlas.extraction.annotation_schema import ExtractionSchema
    from paperatlas.extraction.extractor import Extractor
    from paperatlas.graph.extractions import Extraction
    from paperatlas.graph.progress import Progress
    from paperatlas.training.gold import AnnotatedPaper

__all__ = ["PrecisionRecall", "Scores", "evaluate", "expected_calibration_error", "score"]

_BINS: Final = 5

_BOUNDS: Final = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""The least confidences for which figures are given."""

_SIGNS: Final = re.compile(r"[\W_]+")

_Triple = tuple["Hashable", str, "Hashable"]


@dataclass(frozen=True, slots=True)
class PrecisionRecall:
    """How often something was right.

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
        """The share of what was said that is right; 0 where nothing was said."""
        return self.correct / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of what annotators gave that was found; 0 where they gave nothing."""
        return self.correct / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall.

        >>> PrecisionRecall(correct=1, predicted=2, gold=1).f1.__round__(3)
        0.667
        """
        return 2 * self.correct / (self.predicted + self.gold) if self.correct else 0.0

    def plain(self) -> dict[str, float]:
        """Return precision, recall, F1 and the counts, under the keys that models and ``evaluate --json`` have."""
        shares = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {**shares, "right": self.correct, "said": self.predicted, "gold": self.gold}


@dataclass(frozen=True, slots=True)
class Scores:
    """How well an extractor did.

    Attributes:
        entities: Figures by type, and for ``all``.
        introduced: Figures of what papers introduce.
        strict: Figures of relations by predicate, and for ``all``.
        lenient: The same, read leniently.
        outcome_accuracy: The share of relations that are right and have an outcome where that is right too; nothing
            where there is none.
        calibration: The expected calibration error of entities, of relations, and of relations read leniently;
            nothing where there is none.
        curves: Figures of entities, and of relations read leniently, if only those are told that have at least some
            confidence, by that confidence.
    """

    entities: Mapping[str, PrecisionRecall]
    introduced: PrecisionRecall
    strict: Mapping[str, PrecisionRecall]
    lenient: Mapping[str, PrecisionRecall]
    outcome_accuracy: float | None
    calibration: Mapping[str, float | None]
    curves: Mapping[str, Mapping[float, PrecisionRecall]]

    def plain(self) -> dict[str, object]:
        """Return all figures by name, for JSON."""
        return {
            "entities": {name: figures.plain() for name, figures in self.entities.items()},
            "introduced": self.introduced.plain(),
            "relations strict": {name: figures.plain() for name, figures in self.strict.items()},
            "relations lenient": {name: figures.plain() for name, figures in self.lenient.items()},
            "outcome accuracy": self.outcome_accuracy,
            "calibration error": dict(self.calibration),
            "by least confidence": {
                name: {str(bound): figures.plain() for bound, figures in curve.items()}
                for name, curve in self.curves.items()
            },
        }


def evaluate(extractor: Extractor, papers: str | Path, gold: str | Path, *, progress: Progress = SILENT) -> Scores:
    """Let an extractor read annotated papers, and score what it finds.

    Args:
        extractor: For instance of :func:`paperatlas.load_extractor`.
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
        annotated: What annotators found.
        extractions: What was found in the same papers, in the same order.
        schema: The types and predicates.
    """
    tally = _Tally()
    for gold, found in zip(annotated, extractions, strict=True):
        tally.add(gold, found)
    return Scores(
        tally.figures("entity", schema.types),
        tally.figures("introduced", ())["all"],
        tally.figures("strict", [rule.name for rule in schema.predicates]),
        tally.figures("lenient", [rule.name for rule in schema.predicates]),
        sum(tally.outcomes) / len(tally.outcomes) if tally.outcomes else None,
        {name: expected_calibration_error(pairs) for name, pairs in tally.sure.items()},
        {name: tally.curve(name) for name in ("entities", "relations lenient")},
    )


def expected_calibration_error(pairs: Sequence[tuple[float, bool]], bins: int = _BINS) -> float | None:
    """How far confidences are from the share of what is right, over bins of equal count, the least sure first.

    After Naeini, Cooper and Hauskrecht (2015), "Obtaining well calibrated probabilities using Bayesian binning".

    Args:
        pairs: Confidence, and whether it was right.
        bins: How many bins.

    Returns:
        The mean over the bins, weighted by count, of the distance between the mean confidence and the share that is
        right; nothing where there are no pairs.

    >>> expected_calibration_error([(0.9, True)] * 9 + [(0.9, False)], bins=1).__round__(6)
    0.0
    """
    if not pairs:
        return None
    table = np.array(sorted(pairs, key=lambda pair: pair[0]), dtype=np.float64)
    parts = (part for part in np.array_split(table, bins) if len(part))
    return float(sum(len(part) * abs(part[:, 0].mean() - part[:, 1].mean()) for part in parts) / len(table))


def _keys(forms: Iterable[str]) -> set[str]:
    return {_SIGNS.sub("", form.casefold()) for form in forms} - {""}


def _paired(gold: AnnotatedPaper, found: Extraction) -> dict[str, str]:
    """The name that annotators gave to each thing found that is right, by the name it was found under."""
    free = {entity.name: (entity.type, _keys(entity.mentions)) for entity in gold.entities}
    paired = {}
    for entity in found.entities:
        keys = _keys(entity.forms)
        name = next((name for name, (kind, own) in free.items() if kind == entity.type and keys & own), None)
        if name is not None:
            paired[entity.name] = name
            del free[name]
    return paired


class _Tally:
    """Counts over papers what was right, said and in the gold."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self.outcomes: list[bool] = []
        self.sure: dict[str, list[tuple[float, bool]]] = {
            "entities": [],
            "relations strict": [],
            "relations lenient": [],
        }

    def figures(self, part: str, names: Sequence[str]) -> dict[str, PrecisionRecall]:
        """The figures of each name, and of all of the part together."""
        table = {
            name: PrecisionRecall(*(self._counts[part, name, kind] for kind in ("right", "said", "gold")))
            for name in names
        }
        sums: Counter[str] = Counter()
        for (counted, _, kind), count in self._counts.items():
            sums[kind] += count * (counted == part)
        return table | {"all": PrecisionRecall(sums["right"], sums["said"], sums["gold"])}

    def curve(self, part: str) -> dict[float, PrecisionRecall]:
        """The figures of entities or of relations read leniently by least confidence."""
        return {bound: self.figures(f"{part} {bound}", ())["all"] for bound in _BOUNDS}

    def add(self, gold: AnnotatedPaper, found: Extraction) -> None:
        """Count one paper."""
        paired = _paired(gold, found)
        self._add_entities(gold, found, paired)
        self._add_relations(gold, found, paired)

    def _count(self, part: str, kind: str, names: Iterable[str]) -> None:
        self._counts.update((part, name, kind) for name in names)

    def _add_entities(self, gold: AnnotatedPaper, found: Extraction, paired: Mapping[str, str]) -> None:
        own = {entity.name for entity in gold.entities if entity.introduced}
        self._count("entity", "gold", (entity.type for entity in gold.entities))
        self._count("introduced", "gold", ("" for _ in own))
        for bound in _BOUNDS:
            sure = [entity for entity in found.entities if entity.confidence >= bound]
            part = f"entities {bound}"
            self._count(part, "gold", ("" for _ in gold.entities))
            self._count(part, "said", ("" for _ in sure))
            self._count(part, "right", ("" for entity in sure if entity.name in paired))
        for entity in found.entities:
            hit = entity.name in paired
            self.sure["entities"].append((entity.confidence, hit))
            self._count("entity", "said", [entity.type])
            self._count("entity", "right", [entity.type] * hit)
            if entity.introduced:
                self._count("introduced", "said", [""])
                self._count("introduced", "right", [""] * (paired.get(entity.name) in own))

    def _add_relations(self, gold: AnnotatedPaper, found: Extraction, paired: Mapping[str, str]) -> None:
        own = {PAPER, *(entity.name for entity in gold.entities if entity.introduced)}

        def end(name: str) -> Hashable:
            return PAPER if name == PAPER else paired.get(name, ("not in the gold", name))

        def lenient(triple: _Triple) -> _Triple:
            return (PAPER if triple[0] in own else triple[0], *triple[1:])

        truth: dict[_Triple, str | None] = {(r.subject, r.predicate, r.object): r.outcome for r in gold.relations}
        loose = set(map(lenient, truth))
        predicted = {(end(r.subject), r.predicate, end(r.object)): r for r in found.relations}
        counted = [("strict", set(truth), set(predicted)), ("lenient", loose, set(map(lenient, predicted)))]
        for bound in _BOUNDS:
            sure = {lenient(triple) for triple, relation in predicted.items() if relation.confidence >= bound}
            counted.append((f"relations lenient {bound}", loose, sure))
        for part, there, given in counted:
            self._count(part, "gold", (triple[1] for triple in there))
            self._count(part, "said", (triple[1] for triple in given))
            self._count(part, "right", (triple[1] for triple in there & given))
        for triple, relation in predicted.items():
            self.sure["relations strict"].append((relation.confidence, triple in truth))
            self.sure["relations lenient"].append((relation.confidence, lenient(triple) in loose))
            if truth.get(triple) is not None:
                self.outcomes.append(truth[triple] == relation.outcome)
