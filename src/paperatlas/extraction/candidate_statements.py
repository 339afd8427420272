"""What a whole text may claim: for each two things and a predicate all that its sentences say, weighed together.

A sentence alone leaves open what "our model" is, and often whether a benchmark is tested on or only told of. So the
scores that sentences give to a pair are gathered over the text, and a second, small model weighs them against each
other (stacked generalisation; Wolpert 1992).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA, NONE
from paperatlas.extraction.linear_model import odds, steps
from paperatlas.extraction.relation_features import fitting_predicates
from paperatlas.graph.extractions import PAPER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from paperatlas.extraction.annotation_schema import ExtractionSchema
    from paperatlas.extraction.relation_features import Pair
    from paperatlas.graph.extractions import ExtractedEntity

__all__ = ["CLAIM_CLASSES", "NEARLY", "STATED", "UNSTATED", "CandidateStatement", "candidate_statements", "claim_cues"]

STATED: Final = "stated"
"""The class of claims that the text states."""

NEARLY: Final = "nearly"
"""The class of claims that it states of another of the paper's own things, or of the paper as such."""

UNSTATED: Final = NONE
"""The class of claims that it does not state."""

CLAIM_CLASSES: Final = (STATED, NEARLY, UNSTATED)

_LEAST: Final = 0.03
"""Claims that no sentence makes more likely than this are left out."""

_NONE: Final = -9.0


@dataclass(frozen=True, slots=True)
class CandidateStatement:
    """A triple that a text may state.

    Attributes:
        subject: What it would start from; nothing for the paper itself.
        predicate: The predicate.
        object: What it would lead to.
        said: For each sentence that may state it the log-odds that it does, the pair and the outcome; surest first.
    """

    subject: ExtractedEntity | None
    predicate: str
    object: ExtractedEntity
    said: tuple[tuple[float, Pair, str], ...]

    @property
    def score(self) -> float:
        """The log-odds of the surest sentence."""
        return self.said[0][0]

    @property
    def own(self) -> bool:
        """Whether it is of the paper, or of something that the paper introduces."""
        return self.subject is None or self.subject.introduced

    @property
    def triple(self) -> tuple[str, str, str]:
        """The names of both ends around the predicate."""
        return self.subject.name if self.subject else PAPER, self.predicate, self.object.name


def candidate_statements(
    scored: Iterable[tuple[Pair, Mapping[str, float]]], schema: ExtractionSchema = DEFAULT_SCHEMA
) -> list[CandidateStatement]:
    """All claims that are not out of the question.

    Args:
        scored: Pairs, each with how likely each of the schema's ``relation_classes`` is for it.
        schema: What may be claimed of which types.
    """
    scores_by_triple: dict[tuple[str, str, str], list[tuple[float, Pair, str]]] = defaultdict(list)
    for pair, shares in scored:
        for predicate in fitting_predicates(pair.subject, pair.object, schema):
            ways = {name.partition(" ")[2]: share for name, share in shares.items() if name.split()[0] == predicate}
            outcome = max(ways, key=lambda way: ways[way], default="")
            scores_by_triple[pair.subject_name, predicate, pair.object.name].append(
                (odds(sum(ways.values())), pair, outcome)
            )
    claims = []
    for (_, predicate, _), ways_said in scores_by_triple.items():
        best = sorted(ways_said, key=lambda item: -item[0])
        if best[0][0] > odds(_LEAST):
            claims.append(CandidateStatement(best[0][1].subject, predicate, best[0][1].object, tuple(best)))
    return claims


def _rivals(claim: CandidateStatement, claims: Sequence[CandidateStatement]) -> Iterator[tuple[str, float]]:
    """How sure the surest claim is that differs in one respect: the subject, the object, the predicate, direction."""
    subject, predicate, object_ = claim.triple
    found = {"paper": _NONE, "own": _NONE, "other": _NONE, "sibling": _NONE, "predicate": _NONE, "turned": _NONE}
    for rival in claims:
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
        found[kind] = max(found[kind], rival.score)
    yield from found.items()


def _end_cues(side: str, entity: ExtractedEntity) -> Iterator[str]:
    yield from steps(f"{side} sure", odds(entity.confidence))
    yield f"{side} mentions={min(len(entity.mentions), 4)}"
    yield f"{side} first sentence" if entity.mentions[0].start == 0 else f"{side} later"


def claim_cues(
    claim: CandidateStatement, claims: Sequence[CandidateStatement], entities: Sequence[ExtractedEntity]
) -> set[str]:
    """All cues of a claim, each for its predicate alone and for all.

    Args:
        claim: The claim.
        claims: All claims of its text.
        entities: All things that the text names.
    """
    own = [entity for entity in entities if entity.introduced]
    subject = f"{claim.subject.type}{'+' * claim.own}" if claim.subject else PAPER
    cues = {f"{subject}>{claim.object.type}{'+' * claim.object.introduced}"}
    cues.update(steps("best", claim.score))
    if len(claim.said) > 1:
        cues.update(steps("second", claim.said[1][0]))
    for kind, score in _rivals(claim, claims):
        cues.update(steps(kind, score))
        cues.update(steps(f"{kind} behind", claim.score - score))
    pair = claim.said[0][1]
    cues.add(f"says {'subject' if pair.start else ''} {'object' if pair.end else ''}")
    cues.add(f"own={min(len(own), 4)}")
    cues.add(f"own same type={min(sum(e.type == claim.subject.type for e in own), 3) if claim.subject else '-'}")
    if own and claim.subject is own[0]:
        cues.add("subject is first own")
    if claim.subject:
        cues.update(_end_cues("subject", claim.subject))
    cues.update(_end_cues("object", claim.object))
    return cues | {f"{claim.predicate} {cue}" for cue in cues}
