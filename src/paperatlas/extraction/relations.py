"""What a text states of the things that it names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np
from spacy.language import Language

from paperatlas.extraction.linear import Linear
from paperatlas.extraction.pairs import fitting_predicates, pair_cues, sentence_pairs, sentence_words
from paperatlas.extraction.stored import TableComponent
from paperatlas.extraction.textschema import DEFAULT_SCHEMA, NONE, TextSchema
from paperatlas.records import PAPER, Relation, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spacy.tokens import Doc

    from paperatlas.extraction.pairs import Pair
    from paperatlas.records import ExtractedEntity

__all__ = ["RelationFinder", "cued_pairs"]

_LEAST: Final = 0.35
_WORDS: Final = 25


def cued_pairs(
    doc: Doc, entities: Sequence[ExtractedEntity], schema: TextSchema = DEFAULT_SCHEMA
) -> Iterator[tuple[Pair, set[str]]]:
    """All pairs of a document with their cues."""
    own = " ".join(sorted({entity.type for entity in entities if entity.introduced}))
    for sentence in doc.sents:
        pairs = list(sentence_pairs(sentence, entities, schema))
        words = sentence_words(sentence, entities) if pairs else []
        yield from ((pair, pair_cues(pair, words, own)) for pair in pairs)


def _evidence(pair: Pair) -> Span:
    """The sentence; where it is too long the words from one end to the other and some around, at least the object's."""
    doc, sentence = pair.sentence.doc, pair.sentence
    spaces = [token.i for token in sentence if token.whitespace_ or token.is_space]
    breaks = [sentence.start, *(place + 1 for place in spaces if place + 1 < sentence.end), sentence.end]
    first = max(n for n, place in enumerate(breaks) if place <= min(pair.start or pair.end, pair.end)[0])
    last = min(n for n, place in enumerate(breaks) if place >= max(pair.start or pair.end, pair.end)[1])
    if last - first > _WORDS:
        last = min(n for n, place in enumerate(breaks) if place >= pair.end[1])
        first = max(n for n, place in enumerate(breaks) if place <= pair.end[0])
    spare = _WORDS - (last - first)
    first, spare = max(0, first - spare), spare - min(first, spare)
    words = doc[breaks[first] : breaks[min(last + spare, len(breaks) - 1)]]
    text = words.text
    return Span(words.start_char + len(text) - len(text.lstrip()), words.start_char + len(text.rstrip()))


def _distinct(found: Sequence[tuple[bool, Relation]], own: set[str]) -> tuple[Relation, ...]:
    """The surest relation for each triple, in the order of the text.

    What is only implied to be of the paper's own things ("our model") is kept for one of them, and only if the text
    does not state it of one by name.

    Args:
        found: Relations, each with whether its subject is only implied.
        own: The names of the paper's own things.
    """
    best: dict[tuple[str, str, str], Relation] = {}
    for implied, relation in sorted(found, key=lambda item: (item[0], -item[1].confidence)):
        subjects = own if implied else {relation.subject}
        if not any((subject, relation.predicate, relation.object) in best for subject in subjects):
            best[relation.subject, relation.predicate, relation.object] = relation
    return tuple(sorted(best.values(), key=lambda relation: (relation.evidence, relation.subject, relation.object)))


class RelationFinder(TableComponent):
    """Component: finds what a document states of its entities and puts it into ``doc._.extraction``."""

    files: ClassVar[tuple[str, ...]] = ("relation_weights.tsv",)

    def __init__(self, schema: TextSchema) -> None:
        """Find nothing, until tables are learned."""
        super().__init__()
        self._schema = schema
        self._weights = Linear((NONE,), {}, np.zeros((0, 1)))

    def learn(self, tables: Mapping[str, str]) -> None:
        """Take over the table of the weights of cues."""
        super().learn(tables)
        self._weights = Linear.parse(tables["relation_weights.tsv"])

    def __call__(self, doc: Doc) -> Doc:
        """Add relations to the extraction of a document."""
        found = [
            (pair.start is None, relation)
            for pair, cues in cued_pairs(doc, doc._.extraction.entities, self._schema)
            for relation in self._stated(pair, cues)
        ]
        own = {PAPER, *(entity.name for entity in doc._.extraction.entities if entity.introduced)}
        doc._.extraction = replace(doc._.extraction, relations=_distinct(found, own))
        return doc

    def _stated(self, pair: Pair, cues: set[str]) -> Iterator[Relation]:
        shares = dict(zip(self._weights.classes, self._weights.probabilities(cues).tolist(), strict=True))
        for predicate in fitting_predicates(pair.subject, pair.object, self._schema):
            ways = {name.partition(" ")[2]: share for name, share in shares.items() if name.split()[0] == predicate}
            confidence = sum(ways.values()) * pair.named
            if confidence >= _LEAST:
                outcome = max(ways, key=lambda way: ways[way]) or None
                yield Relation(
                    pair.subject_name, predicate, pair.object.name, _evidence(pair), round(confidence, 3), outcome
                )


@Language.factory("paperatlas_relations")
def make_relation_finder(nlp: Language, name: str) -> RelationFinder:  # noqa: ARG001 - spaCy calls it with both
    """Make the component for a pipeline, for the schema in its ``meta``; it finds relations once it has tables."""
    schema = nlp.meta.get("schema")
    return RelationFinder(DEFAULT_SCHEMA if schema is None else TextSchema.parse(schema))
