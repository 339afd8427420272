"""The extraction of relations: which statements a text makes about its entities, and with which evidence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import repeat
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np
from spacy.language import Language

from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA, NONE, ExtractionSchema
from paperatlas.extraction.candidate_statements import (
    NEARLY,
    STATED,
    CandidateStatement,
    candidate_statements,
    statement_features,
)
from paperatlas.extraction.encoder.component import PairHead
from paperatlas.extraction.linear_model import LinearModel
from paperatlas.extraction.relation_features import pair_features, sentence_features, sentence_pairs, sentence_words
from paperatlas.extraction.serialization import StoredComponent
from paperatlas.extraction.tokenizer import TokenView
from paperatlas.extraction.word_clusters import WordClusters
from paperatlas.graph.extractions import PAPER, Relation, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Doc

    from paperatlas.extraction.relation_features import Pair
    from paperatlas.graph.extractions import ExtractedEntity

__all__ = ["RelationFinder", "pairs_with_features", "scored_pairs"]

_MIN_PROBABILITY: Final = 0.34
"""The least probability of a relation of any of the paper's own entities; chosen on held-out papers."""

_MIN_SHARED_PROBABILITY: Final = 0.5
"""The least probability at which several of them have the same relation."""

_MAX_EVIDENCE_WORDS: Final = 25


def pairs_with_features(
    doc: Doc,
    entities: Sequence[ExtractedEntity],
    clusters: WordClusters,
    schema: ExtractionSchema,
    head: PairHead | None,
) -> Iterator[tuple[Pair, set[str]]]:
    """Return all pairs of a document with their features, those of an encoder's head included."""
    tokens = TokenView(doc)
    for sentence in doc.sents:
        pairs = list(sentence_pairs(sentence, entities, schema))
        if not pairs:
            continue
        words = sentence_words(sentence, entities)
        shared = sentence_features(sentence, words, entities, clusters)
        head_features: Iterable[set[str]] = repeat(set(), len(pairs))
        if head:
            spans, kinds = [(p.start, p.end) for p in pairs], [p.kinds for p in pairs]
            head_features = head.features(head.log_probabilities(sentence, spans, kinds))
        for pair, extra in zip(pairs, head_features, strict=True):
            yield pair, pair_features(pair, tokens, words, shared, clusters) | extra


def scored_pairs(
    doc: Doc,
    entities: Sequence[ExtractedEntity],
    classifier: LinearModel,
    clusters: WordClusters,
    schema: ExtractionSchema,
    head: PairHead | None,
) -> Iterator[tuple[Pair, dict[str, float]]]:
    """Return all pairs of a document with the probability of each relation by one sentence alone."""
    for pair, features in pairs_with_features(doc, entities, clusters, schema, head):
        yield pair, classifier.distribution(features)


def _break_indices(breaks: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """Return the indices of the last break up to the token ``start`` and of the first from the token ``end`` on."""
    return bisect_right(breaks, start) - 1, bisect_left(breaks, end)


def _evidence(pair: Pair) -> Span:
    """Return the sentence of a pair; of a long one the words from end to end, or around the object, and some more."""
    doc, sentence = pair.sentence.doc, pair.sentence
    spaces = [token.i for token in sentence if token.whitespace_ or token.is_space]
    breaks = [sentence.start, *(space + 1 for space in spaces if space + 1 < sentence.end), sentence.end]
    ends = [span for span in (pair.start, pair.end) if span]
    first, last = _break_indices(breaks, min(ends)[0], max(ends)[1])
    if last - first > _MAX_EVIDENCE_WORDS:
        first, last = _break_indices(breaks, *ends[-1])
    spare = _MAX_EVIDENCE_WORDS - (last - first)
    first, spare = max(0, first - spare), spare - min(first, spare)
    words = doc[breaks[first] : breaks[min(last + spare, len(breaks) - 1)]]
    text = words.text
    return Span(words.start_char + len(text) - len(text.lstrip()), words.start_char + len(text.rstrip()))


def _accepted(
    scored: Iterable[tuple[Mapping[str, float], CandidateStatement]],
) -> Iterator[tuple[float, CandidateStatement]]:
    """Return the accepted statements with their confidences, the most confident first.

    A text often names its own entity only as "our model". So of the statements that differ in which of the paper's own
    entities is the subject, the most probable is accepted; others only if they are probable by themselves.
    """
    accepted = set()
    for probabilities, statement in sorted(scored, key=lambda item: -item[0][STATED]):
        confidence = probabilities[STATED]
        subject, predicate, object_ = statement.triple
        key = (PAPER if statement.own else subject, predicate, object_)
        probable = confidence + probabilities[NEARLY] >= _MIN_PROBABILITY
        if confidence >= _MIN_SHARED_PROBABILITY or (probable and key not in accepted):
            accepted.add(key)
            yield confidence, statement


class RelationFinder(StoredComponent):
    """The component that adds the relations of a document to ``doc._.extraction``."""

    files: ClassVar[tuple[str, ...]] = ("word_groups.tsv", "relation_weights.tsv", "claim_weights.tsv")
    extras: ClassVar[tuple[str, ...]] = ("pairs.onnx",)

    def __init__(self, schema: ExtractionSchema) -> None:
        """Make a component that finds nothing until it has tables."""
        super().__init__()
        self._schema = schema
        self._clusters = WordClusters()
        self._head: PairHead | None = None
        self._pair_classifier = LinearModel((NONE,), {}, np.zeros((0, 1)))
        self._statement_classifier = self._pair_classifier

    def load_contents(self, contents: Mapping[str, bytes]) -> None:
        """Load the clusters of words, the weights for pairs and for statements and the head of an encoder, if any."""
        super().load_contents(contents)
        self._clusters = WordClusters.parse(contents["word_groups.tsv"].decode())
        self._head = PairHead(contents["pairs.onnx"]) if "pairs.onnx" in contents else None
        self._pair_classifier = LinearModel.parse(contents["relation_weights.tsv"].decode())
        self._statement_classifier = LinearModel.parse(contents["claim_weights.tsv"].decode())

    def __call__(self, doc: Doc) -> Doc:
        """Add the relations of a document to its extraction."""
        entities = doc._.extraction.entities
        statements = candidate_statements(self.score(doc), self._schema)
        features = (statement_features(statement, statements, entities) for statement in statements)
        scored = zip(map(self._statement_classifier.distribution, features), statements, strict=True)
        relations = [
            Relation(
                statement.triple[0],
                statement.predicate,
                statement.triple[2],
                _evidence(statement.evidence[0][1]),
                round(confidence, 3),
                statement.evidence[0][2] or None,
            )
            for confidence, statement in _accepted(scored)
        ]
        relations.sort(key=lambda relation: (relation.evidence, relation.subject, relation.predicate, relation.object))
        doc._.extraction = replace(doc._.extraction, relations=tuple(relations))
        return doc

    def score(self, doc: Doc) -> Iterator[tuple[Pair, dict[str, float]]]:
        """Return the pairs of a document with the probability of each relation by one sentence alone."""
        entities = doc._.extraction.entities
        return scored_pairs(doc, entities, self._pair_classifier, self._clusters, self._schema, self._head)


@Language.factory("paperatlas_relations")
def make_relation_finder(nlp: Language, name: str) -> RelationFinder:  # noqa: ARG001 - spaCy calls it with both
    """Make the component for a pipeline and the schema in its ``meta``, without tables."""
    schema = nlp.meta.get("schema")
    return RelationFinder(DEFAULT_SCHEMA if schema is None else ExtractionSchema.parse(schema))
