"""What a text states of the things that it names."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np
from spacy.language import Language

from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA, NONE, ExtractionSchema
from paperatlas.extraction.candidate_statements import (
    NEARLY,
    STATED,
    CandidateStatement,
    candidate_statements,
    claim_cues,
)
from paperatlas.extraction.encoder.heads import PairHead
from paperatlas.extraction.linear_model import Linear, share_cues
from paperatlas.extraction.relation_features import pair_cues, sentence_cues, sentence_pairs, sentence_words
from paperatlas.extraction.serialization import StoredComponent
from paperatlas.extraction.tokenizer import TokenView
from paperatlas.extraction.word_clusters import WordGroups
from paperatlas.graph.extractions import PAPER, Relation, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Doc
    from spacy.tokens import Span as SpacySpan

    from paperatlas.extraction.relation_features import Pair
    from paperatlas.graph.extractions import ExtractedEntity

__all__ = ["RelationFinder", "cued_pairs", "first_scores"]

_LEAST: Final = 0.34
"""How likely a relation must be to be told, of whichever of the paper's own things; chosen on papers held out."""

_LIKELY: Final = 0.5
"""How likely it must be to be told of several of them."""

_WORDS: Final = 25


def cued_pairs(
    doc: Doc, entities: Sequence[ExtractedEntity], groups: WordGroups, schema: ExtractionSchema, head: PairHead | None
) -> Iterator[tuple[Pair, set[str]]]:
    """All pairs of a document with their cues; with a head, what an encoder says becomes cues as well."""
    written = TokenView(doc)
    for sentence in doc.sents:
        pairs = list(sentence_pairs(sentence, entities, schema))
        if pairs:
            words = sentence_words(sentence, entities)
            shared = sentence_cues(sentence, words, entities, groups)
            head_cues = _said(sentence, pairs, head)
            for pair, more in zip(pairs, head_cues, strict=True):
                yield pair, pair_cues(pair, written, words, shared, groups) | more


def _said(sentence: SpacySpan, pairs: Sequence[Pair], head: PairHead | None) -> Iterator[set[str]]:
    """What an encoder says of each pair of a sentence, as cues."""
    if head is None:
        yield from (set() for _ in pairs)
        return
    logs = head.log_shares(sentence, [(p.start, p.end) for p in pairs], [p.kinds for p in pairs])
    yield from (set(share_cues("encoder", head.classes, shares)) for shares in np.exp(logs).tolist())


def _around(breaks: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """The last break up to the token ``start`` and the first from the token ``end`` on, by their numbers."""
    return bisect_right(breaks, start) - 1, bisect_left(breaks, end)


def _evidence(pair: Pair) -> Span:
    """The sentence; where it is too long the words from one end to the other and some around, at least the object's."""
    doc, sentence = pair.sentence.doc, pair.sentence
    spaces = [token.i for token in sentence if token.whitespace_ or token.is_space]
    breaks = [sentence.start, *(place + 1 for place in spaces if place + 1 < sentence.end), sentence.end]
    ends = [place for place in (pair.start, pair.end) if place]
    first, last = _around(breaks, min(ends)[0], max(ends)[1])
    if last - first > _WORDS:
        first, last = _around(breaks, *ends[-1])
    spare = _WORDS - (last - first)
    first, spare = max(0, first - spare), spare - min(first, spare)
    words = doc[breaks[first] : breaks[min(last + spare, len(breaks) - 1)]]
    text = words.text
    return Span(words.start_char + len(text) - len(text.lstrip()), words.start_char + len(text.rstrip()))


def first_scores(
    doc: Doc,
    entities: Sequence[ExtractedEntity],
    weights: Linear,
    groups: WordGroups,
    schema: ExtractionSchema,
    head: PairHead | None,
) -> Iterator[tuple[Pair, dict[str, float]]]:
    """All pairs of a document with how likely each of the classes of weights is, going by one sentence alone."""
    for pair, cues in cued_pairs(doc, entities, groups, schema, head):
        yield pair, dict(zip(weights.classes, weights.probabilities(cues).tolist(), strict=True))


def _distinct(found: Iterable[tuple[float, float, CandidateStatement]]) -> Iterator[tuple[float, CandidateStatement]]:
    """The claims to keep, each with its confidence.

    What is stated of the paper's own thing, which a text often only means by "our model", is kept of the likeliest
    of its own things; of others only where that is likely too.

    Args:
        found: How likely each claim holds as it is, how likely at least for another of the paper's own things, and it.
    """
    chosen = set()
    for stated, likely, claim in sorted(found, key=lambda item: -item[0]):
        subject, predicate, object_ = claim.triple
        key = (PAPER if claim.own else subject, predicate, object_)
        if stated >= _LIKELY or (likely >= _LEAST and key not in chosen):
            chosen.add(key)
            yield stated, claim


class RelationFinder(StoredComponent):
    """Component: finds what a document states of its entities and puts it into ``doc._.extraction``."""

    files: ClassVar[tuple[str, ...]] = ("word_groups.tsv", "relation_weights.tsv", "claim_weights.tsv")
    extras: ClassVar[tuple[str, ...]] = ("pairs.onnx",)

    def __init__(self, schema: ExtractionSchema) -> None:
        """Find nothing, until tables are learned."""
        super().__init__()
        self._schema = schema
        self._groups = WordGroups()
        self._head: PairHead | None = None
        self._weights = Linear((NONE,), {}, np.zeros((0, 1)))
        self._claim_weights = self._weights

    def load_contents(self, contents: Mapping[str, bytes]) -> None:
        """Take over the tables of groups of words and of weights for pairs and claims, and an encoder's head."""
        super().load_contents(contents)
        self._groups = WordGroups.parse(contents["word_groups.tsv"].decode())
        self._head = PairHead(contents["pairs.onnx"]) if "pairs.onnx" in contents else None
        self._weights = Linear.parse(contents["relation_weights.tsv"].decode())
        self._claim_weights = Linear.parse(contents["claim_weights.tsv"].decode())

    def __call__(self, doc: Doc) -> Doc:
        """Add relations to the extraction of a document."""
        entities = doc._.extraction.entities
        claims = candidate_statements(self.score(doc), self._schema)
        relations_found = _distinct((*self._likely(claim_cues(claim, claims, entities)), claim) for claim in claims)
        relations = [
            Relation(
                claim.triple[0],
                claim.predicate,
                claim.triple[2],
                _evidence(claim.said[0][1]),
                round(confidence, 3),
                claim.said[0][2] or None,
            )
            for confidence, claim in relations_found
        ]
        relations.sort(key=lambda relation: (relation.evidence, relation.subject, relation.predicate, relation.object))
        doc._.extraction = replace(doc._.extraction, relations=tuple(relations))
        return doc

    def score(self, doc: Doc) -> Iterator[tuple[Pair, dict[str, float]]]:
        """The pairs of the entities of a document, and how likely each class is for each by its sentence alone."""
        entities = doc._.extraction.entities
        return first_scores(doc, entities, self._weights, self._groups, self._schema, self._head)

    def _likely(self, cues: set[str]) -> tuple[float, float]:
        """How likely a claim with these cues holds as it is, and at least for another of the paper's own things."""
        shares = dict(zip(self._claim_weights.classes, self._claim_weights.probabilities(cues).tolist(), strict=True))
        return shares[STATED], shares[STATED] + shares[NEARLY]


@Language.factory("paperatlas_relations")
def make_relation_finder(nlp: Language, name: str) -> RelationFinder:  # noqa: ARG001 - spaCy calls it with both
    """Make the component for a pipeline, for the schema in its ``meta``; it finds relations once it has tables."""
    schema = nlp.meta.get("schema")
    return RelationFinder(DEFAULT_SCHEMA if schema is None else ExtractionSchema.parse(schema))
