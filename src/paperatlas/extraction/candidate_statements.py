"""The candidate statements of a text: triples with the scores of all their sentences, and the features of each.

One sentence rarely shows what "our model" is, or whether a benchmark is used or only mentioned. So a second, small
model weighs the scores of all sentences of a text (stacked generalisation; Wolpert 1992).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA, NONE
from paperatlas.extraction.linear_model import log_odds, threshold_features
from paperatlas.extraction.relation_features import fitting_predicates
from paperatlas.graph.extractions import PAPER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from paperatlas.extraction.annotation_schema import ExtractionSchema
    from paperatlas.extraction.relation_features import Pair
    from paperatlas.graph.extractions import ExtractedEntity

__all__ = [
    "NEARLY",
    "STATED",
    "STATEMENT_CLASSES",
    "CandidateStatement",
    "candidate_statements",
    "statement_features",
]

STATED: Final = "stated"
"""The class of candidates that the text states."""

NEARLY: Final = "nearly"
"""The class of candidates that it states of another of the paper's own entities, or of the paper itself."""

STATEMENT_CLASSES: Final = (STATED, NEARLY, NONE)

_MIN_PROBABILITY: Final = 0.03
"""The least probability, by the best sentence, of a candidate."""

_NO_RIVAL: Final = -9.0


@dataclass(frozen=True, slots=True)
class CandidateStatement:
    """A triple that a text may state.

    Attributes:
        subject: The subject; None for the paper itself.
        predicate: The predicate.
        object: The object.
        evidence: The log-odds, the pair and the outcome of each sentence that may state it, the most probable first.
    """

    subject: ExtractedEntity | None
    predicate: str
    object: ExtractedEntity
    evidence: tuple[tuple[float, Pair, str], ...]

    @property
    def score(self) -> float:
        """The log-odds of the most probable sentence."""
        return self.evidence[0][0]

    @property
    def own(self) -> bool:
        """Whether the subject is the paper or an entity that it introduces."""
        return self.subject is None or self.subject.introduced

    @property
    def triple(self) -> tuple[str, str, str]:
        """The name of the subject, the predicate and the name of the object."""
        return self.subject.name if self.subject else PAPER, self.predicate, self.object.name


def candidate_statements(
    scored: Iterable[tuple[Pair, Mapping[str, float]]], schema: ExtractionSchema = DEFAULT_SCHEMA
) -> list[CandidateStatement]:
    """Return the candidate statements of a text.

    Args:
        scored: The pairs of its sentences, each with the probability of each of the schema's ``relation_classes``.
        schema: The predicates and the types that they join.
    """
    evidence: dict[tuple[str, str, str], list[tuple[float, Pair, str]]] = defaultdict(list)
    for pair, probabilities in scored:
        for predicate in fitting_predicates(pair.subject, pair.object, schema):
            outcomes = {name.partition(" ")[2]: p for name, p in probabilities.items() if name.split()[0] == predicate}
            outcome = max(outcomes, key=outcomes.__getitem__, default="")
            triple = pair.subject_name, predicate, pair.object.name
            evidence[triple].append((log_odds(sum(outcomes.values())), pair, outcome))
    statements = []
    for (_, predicate, _), scores in evidence.items():
        ranked = sorted(scores, key=lambda item: -item[0])
        best_score, best_pair, _ = ranked[0]
        if best_score > log_odds(_MIN_PROBABILITY):
            statements.append(CandidateStatement(best_pair.subject, predicate, best_pair.object, tuple(ranked)))
    return statements


def _rival_scores(statement: CandidateStatement, statements: Sequence[CandidateStatement]) -> dict[str, float]:
    """Return the best score of the statements that differ in the subject, the object, the predicate or direction."""
    subject, predicate, object_ = statement.triple
    scores = dict.fromkeys(("paper", "own", "other", "sibling", "predicate", "turned"), _NO_RIVAL)
    for rival in statements:
        start, name, end = rival.triple
        same = (start == subject, name == predicate, end == object_)
        if same == (False, True, True):
            kind = "paper" if rival.subject is None else "own" if rival.own else "other"
        elif same == (True, True, False):
            kind = "sibling"
        elif same == (True, False, True):
            kind = "predicate"
        elif (start, end) == (object_, subject):
            kind = "turned"
        else:
            continue
        scores[kind] = max(scores[kind], rival.score)
    return scores


def _end_features(side: str, entity: ExtractedEntity) -> Iterator[str]:
    yield from threshold_features(f"{side} sure", log_odds(entity.confidence))
    yield f"{side} mentions={min(len(entity.mentions), 4)}"
    yield f"{side} first sentence" if entity.mentions[0].start == 0 else f"{side} later"


def statement_features(
    statement: CandidateStatement, statements: Sequence[CandidateStatement], entities: Sequence[ExtractedEntity]
) -> set[str]:
    """Return all features of a candidate statement, each alone and with its predicate.

    Args:
        statement: The candidate statement.
        statements: All candidate statements of its text.
        entities: All entities of its text.
    """
    own = [entity for entity in entities if entity.introduced]
    subject = f"{statement.subject.type}{'+' * statement.own}" if statement.subject else PAPER
    features = {f"{subject}>{statement.object.type}{'+' * statement.object.introduced}"}
    features.update(threshold_features("best", statement.score))
    if len(statement.evidence) > 1:
        features.update(threshold_features("second", statement.evidence[1][0]))
    for kind, score in _rival_scores(statement, statements).items():
        features.update(threshold_features(kind, score))
        features.update(threshold_features(f"{kind} behind", statement.score - score))
    pair = statement.evidence[0][1]
    features.add(f"says {'subject' if pair.start else ''} {'object' if pair.end else ''}")
    features.add(f"own={min(len(own), 4)}")
    same_type = min(sum(e.type == statement.subject.type for e in own), 3) if statement.subject else "-"
    features.add(f"own same type={same_type}")
    if own and statement.subject is own[0]:
        features.add("subject is first own")
    if statement.subject:
        features.update(_end_features("subject", statement.subject))
    features.update(_end_features("object", statement.object))
    return features | {f"{statement.predicate} {feature}" for feature in features}
