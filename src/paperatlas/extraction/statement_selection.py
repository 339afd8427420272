"""The selection of statements among the candidates of a text, for each pair of entities jointly.

A text often names its own entity only as "our model", so the paper and what it introduces count as one end here. Of one
pair, two predicates are accepted only if each has words of its own: another passage, or another cue phrase of the same
passage. Where a sentence denies one predicate, the others share its probability. And a relation to one member of a list
is one to all members.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from paperatlas.extraction.coordination import coordinated
from paperatlas.extraction.denials import is_denied
from paperatlas.extraction.evidence_passages import evidence_passage
from paperatlas.graph.extractions import PAPER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Doc

    from paperatlas.extraction.candidate_statements import CandidateStatement
    from paperatlas.extraction.tokenizer import TokenSpan
    from paperatlas.graph.extractions import ExtractedEntity, Span

__all__ = ["ScoredStatement", "SelectedStatement", "select_statements"]

_MIN_PROBABILITY: Final = 0.34
"""The least probability of a relation of any of the paper's own entities; chosen on held-out papers."""

_MIN_SHARED_PROBABILITY: Final = 0.5
"""The least probability at which several of them have the same relation."""

_NEARLY_AS_LIKELY: Final = 1.5
"""The distance, in log-odds, at which another sentence takes the place of one that denies the statement."""

_MAX_DENIED: Final = 0.9
"""The greatest probability that the rivals of a denied statement share."""

_MIN_OF_LIST: Final[Mapping[str, float]] = {
    "trains-on": 0.34,
    "evaluates-on": 0.34,
    "compares-to": 0.34,
    "based-on": 0.34,
    "applied-to": 0.7,
}
"""The least confidence of a relation to one member of a list that gives it to the others; chosen on held-out papers."""

_LIST_DISCOUNT: Final = 0.7
"""The confidence of such a relation, as a share of the confidence of the one it is taken from."""

_CUES: Final[Mapping[str, re.Pattern[str]]] = {
    "compares-to": re.compile(
        r"\b(?:outperform|surpass|exceed|better|worse|superior|inferior|compar(?:ed|able)|on par|competitive|rival|"
        r"versus|beats?\b|faster than|match(?:es|ing)\b|improv\w+ (?:over|upon)|gains? over)",
        re.IGNORECASE,
    ),
    "based-on": re.compile(
        r"\b(?:based on|buil(?:t|ds?) (?:on|upon|from)|fine-?tun\w+ (?:from|of|on|version)|initiali[sz]ed|derived|"
        r"exten(?:ds?\b|ding|sion of)|distill\w+ from|adapted from|starting from|variant of)",
        re.IGNORECASE,
    ),
    "applied-to": re.compile(r"\b(?:appl(?:y|ied|ies|ying)|plugged|integrated (?:in|with)|added to)\b", re.IGNORECASE),
    "trains-on": re.compile(r"\b(?:pre-?)?train(?:s|ed|ing)?\b|\bfine-?tun\w+", re.IGNORECASE),
    "evaluates-on": re.compile(r"\b(?:evaluat\w+|benchmarked|test(?:s|ed|ing)?\b|experiments?\b)", re.IGNORECASE),
}
"""The phrases that state each predicate by themselves."""

_EXCLUSIVE: Final = frozenset(("compares-to", "evaluates-on"))
"""The predicates of which the same words never state both: results on something are no results against it."""


@dataclass(frozen=True, slots=True)
class ScoredStatement:
    """A candidate statement with its probabilities.

    Attributes:
        statement: The candidate statement.
        stated: The probability that the text states it.
        nearly: The probability that the text states it of another of the paper's own entities.
    """

    statement: CandidateStatement
    stated: float
    nearly: float

    @property
    def ends(self) -> tuple[str, str]:
        """The names of subject and object; the paper stands for all that it introduces."""
        statement = self.statement
        return PAPER if statement.own else statement.triple[0], statement.object.name


@dataclass(frozen=True, slots=True)
class SelectedStatement:
    """A statement that a text makes.

    Attributes:
        statement: The statement.
        confidence: The probability that the text states it.
        passage: The passage that is quoted for it.
    """

    statement: CandidateStatement
    confidence: float
    passage: Span


def select_statements(
    doc: Doc, entities: Sequence[ExtractedEntity], scored: Iterable[ScoredStatement]
) -> list[SelectedStatement]:
    """Return the statements that a text makes, in no order.

    Args:
        doc: The text, with sentences in ``doc._.extraction``.
        entities: Its entities.
        scored: Its candidate statements.
    """
    undenied = _without_denied(list(scored))
    accepted = [*_accepted(undenied)]
    accepted += _of_lists(doc, entities, accepted)
    sentences = doc._.extraction.sentences
    return _reconciled(
        [SelectedStatement(s.statement, s.stated, evidence_passage(s.statement, sentences)) for s in accepted]
    )


def _without_denied(scored: Sequence[ScoredStatement]) -> list[ScoredStatement]:
    """Return the statements that their sentences do not deny; a pair's others share the probability of a denied one."""
    kept: list[ScoredStatement] = []
    denied: defaultdict[tuple[str, ...], float] = defaultdict(float)
    for item in scored:
        evidence = tuple(part for part in item.statement.evidence if not is_denied(part[1], item.statement.predicate))
        if evidence and item.statement.score - evidence[0][0] <= _NEARLY_AS_LIKELY:
            kept.append(replace(item, statement=replace(item.statement, evidence=evidence)))
        else:
            subject, _, object_ = item.statement.triple
            denied[subject, object_] += item.stated
    return [_with_share(item, denied[item.statement.triple[::2]]) for item in kept]


def _with_share(item: ScoredStatement, denied: float) -> ScoredStatement:
    """Return a statement with its probability given that a rival of the probability ``denied`` is not stated."""
    rest = 1 - min(denied, _MAX_DENIED)
    stated = min(item.stated / rest, max(item.stated, denied))
    return replace(item, stated=stated, nearly=min(item.nearly / rest, 1 - stated))


def _accepted(scored: Iterable[ScoredStatement]) -> Iterator[ScoredStatement]:
    """Return the accepted statements, the most confident first.

    Of the statements that differ in which of the paper's own entities is the subject, the most probable is accepted;
    others only if they are probable by themselves.
    """
    accepted = set()
    for item in sorted(scored, key=lambda item: -item.stated):
        key = (*item.ends, item.statement.predicate)
        probable = item.stated + item.nearly >= _MIN_PROBABILITY
        if item.stated >= _MIN_SHARED_PROBABILITY or (probable and key not in accepted):
            accepted.add(key)
            yield item


def _of_lists(
    doc: Doc, entities: Sequence[ExtractedEntity], accepted: Sequence[ScoredStatement]
) -> Iterator[ScoredStatement]:
    """Return the statements about the other members of the lists that have the objects of accepted ones."""
    lists = _lists(doc, entities)
    stated = {(*item.ends, item.statement.predicate) for item in accepted}
    for item in accepted:
        score, pair, outcome = item.statement.evidence[0]
        if pair.end is None or item.stated < _MIN_OF_LIST.get(item.statement.predicate, 1.0):
            continue
        for span, entity in lists.get(pair.end, ()):
            statement = replace(item.statement, object=entity)
            like = (entity.type, entity.introduced) == (pair.object.type, pair.object.introduced)
            key = (item.ends[0], entity.name, statement.predicate)
            other = replace(pair, object=entity, end=span)
            if like and key not in stated and entity != pair.subject and not is_denied(other, statement.predicate):
                stated.add(key)
                yield ScoredStatement(
                    replace(statement, evidence=((score, other, outcome),)), item.stated * _LIST_DISCOUNT, item.nearly
                )


def _lists(doc: Doc, entities: Sequence[ExtractedEntity]) -> dict[TokenSpan, list[tuple[TokenSpan, ExtractedEntity]]]:
    """Return the members of the list that each mention is in, with their spans of tokens."""
    named: dict[TokenSpan, ExtractedEntity] = {}
    for entity in entities:
        for mention in entity.mentions:
            tokens = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            if tokens is not None:
                named[tokens.start, tokens.end] = entity
    return {
        span: [(other, named[other]) for other in members] for members in coordinated(doc, named) for span in members
    }


def _reconciled(selected: Sequence[SelectedStatement]) -> list[SelectedStatement]:
    """Return the statements without those whose words state a more confident predicate of the same pair."""
    pairs: dict[frozenset[str], dict[str, SelectedStatement]] = defaultdict(dict)
    for item in sorted(selected, key=lambda item: -item.confidence):
        pairs[_pair(item)].setdefault(item.statement.predicate, item)
    kept = {key: _compatible(list(best.values())) for key, best in pairs.items()}
    return [item for item in selected if item.statement.predicate in kept[_pair(item)]]


def _pair(item: SelectedStatement) -> frozenset[str]:
    """Return the ends of a statement in either direction; for others, the paper stands for all that it introduces."""
    statement = item.statement
    subject, _, object_ = statement.triple
    if statement.own and statement.object.introduced:
        return frozenset((subject, object_))
    return frozenset((PAPER if statement.own else subject, PAPER if statement.object.introduced else object_))


def _compatible(ranked: Sequence[SelectedStatement]) -> set[str]:
    """Return the predicates of a pair that each have words of their own, the most confident first."""
    kept: list[SelectedStatement] = []
    for item in ranked:
        if not any(_share_words(item, other) for other in kept):
            kept.append(item)
    return {item.statement.predicate for item in kept}


def _share_words(one: SelectedStatement, other: SelectedStatement) -> bool:
    """Return whether two statements of a pair are read from the same words."""
    apart = one.passage.end <= other.passage.start or other.passage.end <= one.passage.start
    exclusive = {one.statement.predicate, other.statement.predicate} == _EXCLUSIVE
    return not apart and (exclusive or not (_has_cue(one) and _has_cue(other)))


def _has_cue(item: SelectedStatement) -> bool:
    """Return whether the sentence of a statement has a phrase that states its predicate by itself."""
    cue = _CUES.get(item.statement.predicate)
    return bool(cue and cue.search(item.statement.evidence[0][1].sentence.text))
