"""The pairs of entities that a sentence may relate, and the features of each pair."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import TYPE_CHECKING, Final

from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA, INTRODUCED, THE_PAPER
from paperatlas.extraction.name_candidates import family_key, form_key
from paperatlas.extraction.ner_features import list_start
from paperatlas.graph.extractions import PAPER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from spacy.tokens import Span

    from paperatlas.extraction.annotation_schema import ExtractionSchema
    from paperatlas.extraction.tokenizer import TokenSpan, TokenView
    from paperatlas.extraction.word_clusters import WordClusters
    from paperatlas.graph.extractions import ExtractedEntity

__all__ = ["Pair", "fitting_predicates", "pair_features", "sentence_features", "sentence_pairs", "sentence_words"]

_OWN_WORDS: Final = frozenset(("we", "our", "this", "it", "its", "the"))
_LIST_SEPARATORS: Final = frozenset((",", "and", "or", "&", "/"))
_MAX_ENTITIES: Final = 30
"""The number of entities of a sentence that are paired: pairs grow with the square, and a longer sentence is a list."""


def _kind(entity: ExtractedEntity | None) -> str:
    """Return the kind of an end, see :attr:`ExtractionSchema.end_kinds`."""
    return f"{entity.type}{INTRODUCED if entity.introduced else ''}" if entity else PAPER


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entities that a sentence may relate.

    Attributes:
        subject: The subject; None for the paper itself.
        object: The object.
        sentence: The sentence, which names at least one of both.
        start: The span of the subject; None if the sentence does not name it.
        end: The span of the object; None if the sentence does not name it.
    """

    subject: ExtractedEntity | None
    object: ExtractedEntity
    sentence: Span
    start: TokenSpan | None
    end: TokenSpan | None

    @property
    def subject_name(self) -> str:
        """The name of the subject, or :data:`PAPER`."""
        return self.subject.name if self.subject else PAPER

    @property
    def kinds(self) -> tuple[str, str]:
        """The kinds of both ends, see :attr:`ExtractionSchema.end_kinds`."""
        return _kind(self.subject), _kind(self.object)


def fitting_predicates(
    subject: ExtractedEntity | None, object_: ExtractedEntity, schema: ExtractionSchema = DEFAULT_SCHEMA
) -> tuple[str, ...]:
    """Return the predicates that may join two entities of their types."""
    return schema.predicates_between(subject.type if subject else THE_PAPER, object_.type)


def _spans(sentence: Span, entity: ExtractedEntity) -> list[TokenSpan]:
    first, last = sentence.start_char, sentence.end_char
    inside = [mention for mention in entity.mentions if first <= mention.start and mention.end <= last]
    spans = (sentence.doc.char_span(mention.start, mention.end, alignment_mode="expand") for mention in inside)
    return [(span.start, span.end) for span in spans if span is not None]


def sentence_pairs(
    sentence: Span, entities: Sequence[ExtractedEntity], schema: ExtractionSchema = DEFAULT_SCHEMA
) -> Iterator[Pair]:
    """Return all pairs of which the sentence names at least one end; an unnamed end is the paper's own entity."""
    spans = {entity.name: _spans(sentence, entity) for entity in entities}
    named = [entity for entity in entities if spans[entity.name]][:_MAX_ENTITIES]
    unnamed = [entity for entity in entities if entity.introduced and not spans[entity.name]][:3]
    for subject, object_ in permutations(named, 2):
        if fitting_predicates(subject, object_, schema):
            start, end = min(
                ((a, b) for a in spans[subject.name] for b in spans[object_.name]),
                key=lambda ab: abs(ab[0][0] - ab[1][0]),
            )
            yield Pair(subject, object_, sentence, start, end)
    for entity in named:
        for implied in (*unnamed, None):
            if fitting_predicates(implied, entity, schema):
                yield Pair(implied, entity, sentence, None, spans[entity.name][0])
            if implied and not entity.introduced and fitting_predicates(entity, implied, schema):
                yield Pair(entity, implied, sentence, spans[entity.name][0], None)


def _is_mark(word: str) -> bool:
    """Return whether a word of :func:`sentence_words` stands for a name or a number."""
    return word[0] == "<" and word[-1] == ">"


def sentence_words(sentence: Span, entities: Sequence[ExtractedEntity]) -> list[str]:
    """Return the words of a sentence in lower case; the first of a name is its kind in angles, the others are empty."""
    words = ["<number>" if token.text[0].isdigit() else token.lower_ for token in sentence]
    for entity in entities:
        for start, end in _spans(sentence, entity):
            words[start - sentence.start : end - sentence.start] = [f"<{_kind(entity)}>", *[""] * (end - start - 1)]
    return words


def sentence_features(
    sentence: Span, words: Sequence[str], entities: Sequence[ExtractedEntity], clusters: WordClusters
) -> set[str]:
    """Return the features that all pairs of a sentence share: its words, its position and what the paper introduces."""
    own = [entity.type for entity in entities if entity.introduced]
    features = {feature for word in words if word for feature in clusters.features("has", word)}
    features.add(f"own={' '.join(sorted(set(own)))}")
    features.add(f"own count={min(len(own), 3)}")
    features.add("own named" if any(word.endswith("+>") for word in words) else "own unnamed")
    features.add("title" if sentence.start == 0 else "abstract")
    if sentence.end == len(sentence.doc):
        features.add("last sentence")
    return features


def pair_features(
    pair: Pair, tokens: TokenView, words: Sequence[str], shared: AbstractSet[str], clusters: WordClusters
) -> set[str]:
    """Return all features of a pair.

    Args:
        pair: The pair.
        tokens: The tokens of its document.
        words: The :func:`sentence_words` of its sentence.
        shared: The :func:`sentence_features` of its sentence.
        clusters: The clusters of words.
    """
    kinds = ">".join(pair.kinds)
    types = kinds.replace("+", "")
    features = {kinds, *shared, *(f"{kinds} {feature}" for feature in shared if feature.startswith("own"))}
    features.update(_identity_features("object", pair.object, clusters))
    if pair.subject:
        features.update(_identity_features("subject", pair.subject, clusters))
    for side, span in (("subject", pair.start), ("object", pair.end)):
        if span:
            lead = list_start(tokens, span[0]) - pair.sentence.start
            features.update(_side_features(f"{side} {types}", words, _shift(span, pair), lead, clusters))
    if pair.start and pair.end:
        features.update(_between_features(words, _shift(pair.start, pair), _shift(pair.end, pair), kinds, clusters))
    else:
        features.update(_implied_features(pair, words, types, clusters))
    return features


def _shift(span: TokenSpan, pair: Pair) -> TokenSpan:
    return span[0] - pair.sentence.start, span[1] - pair.sentence.start


def _identity_features(side: str, entity: ExtractedEntity, clusters: WordClusters) -> Iterator[str]:
    """Return features of the name of an end, as some datasets are nearly always trained on, others evaluated on."""
    key = form_key(entity.name)
    yield f"{side} is {key}"
    yield f"{side} is {family_key(key)}"
    yield from (f"{side} is{group}" for group in clusters.of(entity.name.replace(" ", "")))
    yield from (f"{side} last={word}" for word in entity.name.lower().split()[1:][-1:])


def _implied_features(pair: Pair, words: Sequence[str], types: str, clusters: WordClusters) -> Iterator[str]:
    """Return features of the words around the only named end."""
    side, span = ("object", pair.end) if pair.end else ("subject", pair.start)
    start, end = _shift(span, pair)  # type: ignore[arg-type]  # one of both is always named
    before, after = [word for word in words[:start] if word], [word for word in words[end:] if word]
    yield f"{side} implied by {next((word for word in reversed(before) if word in _OWN_WORDS), 'nothing')}"
    yield f"{side} {types} with {next((word for word in reversed(before) if _is_mark(word)), 'nothing')} before"
    yield f"{side} {types} with {next((word for word in after if _is_mark(word)), 'nothing')} after"
    for word in before[-12:]:
        yield from clusters.features(f"{side} {types} before", word)
    for word in after[:8]:
        yield from clusters.features(f"{side} {types} behind", word)


def _between_features(
    words: Sequence[str], start: TokenSpan, end: TokenSpan, kinds: str, clusters: WordClusters
) -> Iterator[str]:
    """Return features of the words between both ends."""
    types = kinds.replace("+", "")
    order = "forward" if start < end else "backward"
    between = [word for word in words[min(start[1], end[1]) : max(start[0], end[0])] if word]
    names = sum(_is_mark(word) for word in between)
    if len(between) > 14:
        between = [*between[:7], *between[-7:]]
    yield from (f"{order} {types}", f"{order} {kinds}", f"{order} words={min(len(between), 12) // 2}")
    yield f"{order} names={min(names, 4)}"
    for word in between:
        yield from clusters.features(f"{order} between", word)
        yield from clusters.features(f"{order} {types} between", word)
    yield from (f"{order} between={a} {b}" for a, b in pairwise(between))
    if len(between) < 3:
        yield f"{order} all between={' '.join(between)}"
    if all(word in _LIST_SEPARATORS or _is_mark(word) for word in between):
        yield f"{order} same list {types}"


def _side_features(end: str, words: Sequence[str], span: TokenSpan, lead: int, clusters: WordClusters) -> Iterator[str]:
    """Return features of the words around one end; before it, those before the list that it is part of."""
    side, _, types = end.partition(" ")
    kind = types.split(">")[side == "object"]
    before = [word for word in words[max(0, lead - 4) : lead] if word]
    after = [word for word in words[span[1] : span[1] + 4] if word]
    for word in before:
        yield from clusters.features(f"{side} {kind} lead", word)
    yield from (f"{side} lead={a} {b}" for a, b in pairwise(before))
    yield from clusters.features(f"{end} right before", (before or ["<start>"])[-1])
    yield f"{side} right after={(after or ['<end>'])[0]}"
    for word in after:
        yield from clusters.features(f"{side} after", word)
    if "(" in words[max(0, span[0] - 1) : span[0]]:
        yield f"{side} in brackets"
