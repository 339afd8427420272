"""The extraction of relations: which statements a text makes about its entities, and with which evidence."""

from __future__ import annotations

from dataclasses import replace
from itertools import repeat
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from spacy.language import Language

from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA, NONE, ExtractionSchema
from paperatlas.extraction.candidate_statements import (
    NEARLY,
    STATED,
    candidate_statements,
    statement_features,
)
from paperatlas.extraction.encoder.component import PairHead
from paperatlas.extraction.linear_model import LinearModel
from paperatlas.extraction.outcomes import outcome_by_words
from paperatlas.extraction.relation_features import pair_features, sentence_features, sentence_pairs, sentence_words
from paperatlas.extraction.serialization import StoredComponent
from paperatlas.extraction.statement_selection import ScoredStatement, select_statements
from paperatlas.extraction.tokenizer import TokenView
from paperatlas.extraction.word_clusters import WordClusters
from paperatlas.graph.extractions import Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Doc

    from paperatlas.extraction.candidate_statements import CandidateStatement
    from paperatlas.extraction.relation_features import Pair
    from paperatlas.graph.extractions import ExtractedEntity

__all__ = ["RelationFinder", "pairs_with_features", "scored_pairs"]


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


def _outcome(statement: CandidateStatement) -> str | None:
    """Return the outcome of a comparison; None for other predicates."""
    _, pair, outcome = statement.evidence[0]
    return outcome_by_words(pair, outcome) if outcome else None


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
        scored = []
        for statement in statements:
            classes = self._statement_classifier.distribution(statement_features(statement, statements, entities))
            scored.append(ScoredStatement(statement, classes[STATED], classes[NEARLY]))
        relations = [
            Relation(
                *item.statement.triple,
                item.passage,
                round(item.confidence, 3),
                _outcome(item.statement),
            )
            for item in select_statements(doc, entities, scored)
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
