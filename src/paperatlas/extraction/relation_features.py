"""Pairs of things that one sentence may relate, and what its words say about how."""

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
    from paperatlas.extraction.name_candidates import TokenSpan
    from paperatlas.extraction.tokenizer import TokenView
    from paperatlas.extraction.word_clusters import WordGroups
    from paperatlas.graph.extractions import ExtractedEntity

__all__ = ["Pair", "fitting_predicates", "pair_cues", "sentence_cues", "sentence_pairs", "sentence_words"]

_OWN_WORDS: Final = frozenset(("we", "our", "this", "it", "its", "the"))
_JOINTS: Final = frozenset((",", "and", "or", "&", "/"))
_MOST: Final = 30
"""How many things of a sentence are looked at: pairs grow with the square, and a sentence with more is a list."""


def _kind(entity: ExtractedEntity | None) -> str:
    """The paper, or a type, with a mark if the paper introduces the thing."""
    return f"{entity.type}{INTRODUCED if entity.introduced else ''}" if entity else PAPER


@dataclass(frozen=True, slots=True)
class Pair:
    """Two things that a sentence may relate.

    Attributes:
        subject: What the relation would start from; nothing for the paper itself.
        object: What it would lead to.
        sentence: The sentence.
        start: Where the sentence names the subject; nothing where it does not.
        end: Where it names the object; nothing where it does not. At least one of both is named.
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
        """What both ends are: :data:`PAPER`, or a type, with a mark if the paper introduces the thing."""
        return _kind(self.subject), _kind(self.object)


def fitting_predicates(
    subject: ExtractedEntity | None, object_: ExtractedEntity, schema: ExtractionSchema = DEFAULT_SCHEMA
) -> tuple[str, ...]:
    """The predicates that may join two things of these types."""
    return schema.predicates_between(subject.type if subject else THE_PAPER, object_.type)


def _places(sentence: Span, entity: ExtractedEntity) -> list[TokenSpan]:
    first, last = sentence.start_char, sentence.end_char
    inside = [mention for mention in entity.mentions if first <= mention.start and mention.end <= last]
    spans = (sentence.doc.char_span(mention.start, mention.end, alignment_mode="expand") for mention in inside)
    return [(span.start, span.end) for span in spans if span is not None]


def sentence_pairs(
    sentence: Span, entities: Sequence[ExtractedEntity], schema: ExtractionSchema = DEFAULT_SCHEMA
) -> Iterator[Pair]:
    """All pairs of things of which the sentence names at least one; the other, if unnamed, is the paper's own."""
    places = {entity.name: _places(sentence, entity) for entity in entities}
    named = [entity for entity in entities if places[entity.name]][:_MOST]
    unnamed = [entity for entity in entities if entity.introduced and not places[entity.name]][:3]
    for subject, object_ in permutations(named, 2):
        if fitting_predicates(subject, object_, schema):
            start, end = min(
                ((a, b) for a in places[subject.name] for b in places[object_.name]),
                key=lambda ab: abs(ab[0][0] - ab[1][0]),
            )
            yield Pair(subject, object_, sentence, start, end)
    for entity in named:
        for implied in (*unnamed, None):
            if fitting_predicates(implied, entity, schema):
                yield Pair(implied, entity, sentence, None, places[entity.name][0])
            if implied and not entity.introduced and fitting_predicates(entity, implied, schema):
                yield Pair(entity, implied, sentence, places[entity.name][0], None)


def _is_mark(word: str) -> bool:
    """Whether a word of :func:`sentence_words` stands for a name or a number."""
    return word[0] == "<" and word[-1] == ">"


def sentence_words(sentence: Span, entities: Sequence[ExtractedEntity]) -> list[str]:
    """The words of a sentence in small letters; for a name its kind, and nothing for its further words."""
    words = ["<number>" if token.text[0].isdigit() else token.lower_ for token in sentence]
    for entity in entities:
        for start, end in _places(sentence, entity):
            words[start - sentence.start : end - sentence.start] = [f"<{_kind(entity)}>", *[""] * (end - start - 1)]
    return words


def sentence_cues(
    sentence: Span, words: Sequence[str], entities: Sequence[ExtractedEntity], groups: WordGroups
) -> set[str]:
    """Cues that all pairs of a sentence share: all its words, where it stands and what the paper introduces."""
    own = [entity.type for entity in entities if entity.introduced]
    cues = {cue for word in words if word for cue in groups.cues("has", word)}
    cues.add(f"own={' '.join(sorted(set(own)))}")
    cues.add(f"own count={min(len(own), 3)}")
    cues.add("own named" if any(word.endswith("+>") for word in words) else "own unnamed")
    cues.add("title" if sentence.start == 0 else "abstract")
    if sentence.end == len(sentence.doc):
        cues.add("last sentence")
    return cues


def pair_cues(
    pair: Pair, written: TokenView, words: Sequence[str], shared: AbstractSet[str], groups: WordGroups
) -> set[str]:
    """All cues of a pair.

    Args:
        pair: The pair.
        written: The words of its document.
        words: The words of its sentence as :func:`sentence_words` gives them.
        shared: What :func:`sentence_cues` gives for the sentence.
        groups: Which words are used alike.
    """
    kinds = ">".join(pair.kinds)
    types = kinds.replace("+", "")
    cues = {kinds, *shared, *(f"{kinds} {cue}" for cue in shared if cue.startswith("own"))}
    cues.update(_identity_cues("object", pair.object, groups))
    if pair.subject:
        cues.update(_identity_cues("subject", pair.subject, groups))
    for side, place in (("subject", pair.start), ("object", pair.end)):
        if place:
            lead = list_start(written, place[0]) - pair.sentence.start
            cues.update(_side_cues(f"{side} {types}", words, _shift(place, pair), lead, groups))
    if pair.start and pair.end:
        cues.update(_between_cues(words, _shift(pair.start, pair), _shift(pair.end, pair), kinds, groups))
    else:
        cues.update(_implied_cues(pair, words, types, groups))
    return cues


def _shift(place: TokenSpan, pair: Pair) -> TokenSpan:
    return place[0] - pair.sentence.start, place[1] - pair.sentence.start


def _identity_cues(side: str, entity: ExtractedEntity, groups: WordGroups) -> Iterator[str]:
    """Which thing an end is: some are nearly always trained on, others tested on or compared to."""
    key = form_key(entity.name)
    yield f"{side} is {key}"
    yield f"{side} is {family_key(key)}"
    yield from (f"{side} is{group}" for group in groups.of(entity.name.replace(" ", "")))
    yield from (f"{side} last={word}" for word in entity.name.lower().split()[1:][-1:])


def _implied_cues(pair: Pair, words: Sequence[str], types: str, groups: WordGroups) -> Iterator[str]:
    """The words around the one end that a sentence names, where the other is the paper's own and only implied."""
    side, place = ("object", pair.end) if pair.end else ("subject", pair.start)
    start, end = _shift(place, pair)  # type: ignore[arg-type]  # one of both is always named
    before, after = [word for word in words[:start] if word], [word for word in words[end:] if word]
    yield f"{side} implied by {next((word for word in reversed(before) if word in _OWN_WORDS), 'nothing')}"
    yield f"{side} {types} with {next((word for word in reversed(before) if _is_mark(word)), 'nothing')} before"
    yield f"{side} {types} with {next((word for word in after if _is_mark(word)), 'nothing')} after"
    for word in before[-12:]:
        yield from groups.cues(f"{side} {types} before", word)
    for word in after[:8]:
        yield from groups.cues(f"{side} {types} behind", word)


def _between_cues(
    words: Sequence[str], start: TokenSpan, end: TokenSpan, kinds: str, groups: WordGroups
) -> Iterator[str]:
    """The words between both ends."""
    types = kinds.replace("+", "")
    order = "forward" if start < end else "backward"
    between = [word for word in words[min(start[1], end[1]) : max(start[0], end[0])] if word]
    names = sum(_is_mark(word) for word in between)
    if len(between) > 14:
        between = [*between[:7], *between[-7:]]
    yield from (f"{order} {types}", f"{order} {kinds}", f"{order} words={min(len(between), 12) // 2}")
    yield f"{order} names={min(names, 4)}"
    for word in between:
        yield from groups.cues(f"{order} between", word)
        yield from groups.cues(f"{order} {types} between", word)
    yield from (f"{order} between={a} {b}" for a, b in pairwise(between))
    if len(between) < 3:
        yield f"{order} all between={' '.join(between)}"
    if all(word in _JOINTS or _is_mark(word) for word in between):
        yield f"{order} same list {types}"


def _side_cues(end: str, words: Sequence[str], place: TokenSpan, lead: int, groups: WordGroups) -> Iterator[str]:
    """The words around one end of a pair; before it, those that stand before the list it is part of."""
    side, _, types = end.partition(" ")
    kind = types.split(">")[side == "object"]
    before = [word for word in words[max(0, lead - 4) : lead] if word]
    after = [word for word in words[place[1] : place[1] + 4] if word]
    for word in before:
        yield from groups.cues(f"{side} {kind} lead", word)
    yield from (f"{side} lead={a} {b}" for a, b in pairwise(before))
    yield from groups.cues(f"{end} right before", (before or ["<start>"])[-1])
    yield f"{side} right after={(after or ['<end>'])[0]}"
    for word in after:
        yield from groups.cues(f"{side} after", word)
    if "(" in words[max(0, place[0] - 1) : place[0]]:
        yield f"{side} in brackets"
