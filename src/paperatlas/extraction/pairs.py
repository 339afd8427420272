"""Pairs of things that one sentence may relate, and what its words say about how."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import TYPE_CHECKING, Final

from paperatlas.extraction.cues import list_start
from paperatlas.extraction.textschema import DEFAULT_SCHEMA, THE_PAPER
from paperatlas.records import PAPER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Span

    from paperatlas.extraction.candidates import Place
    from paperatlas.extraction.textschema import TextSchema
    from paperatlas.records import ExtractedEntity

__all__ = ["Pair", "fitting_predicates", "pair_cues", "sentence_pairs", "sentence_words"]

_JOINTS: Final = frozenset((",", "and", "or", "&", "/"))
_OWN_WORDS: Final = frozenset(("we", "our", "this", "it", "its", "the"))
_MOST: Final = 30
"""How many things of a sentence are looked at: pairs grow with the square, and a sentence with more is a list."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two things that a sentence may relate.

    Attributes:
        subject: What the relation would start from; nothing for the paper itself.
        object: What it would lead to.
        sentence: The sentence.
        start: Where the sentence names the subject; nothing where it does not.
        end: Where it names the object.
    """

    subject: ExtractedEntity | None
    object: ExtractedEntity
    sentence: Span
    start: Place | None
    end: Place

    @property
    def subject_name(self) -> str:
        """The name of the subject, or :data:`PAPER`."""
        return self.subject.name if self.subject else PAPER

    @property
    def named(self) -> float:
        """How sure it is that the text names both."""
        return self.object.confidence * (self.subject.confidence if self.subject else 1)


def fitting_predicates(
    subject: ExtractedEntity | None, object_: ExtractedEntity, schema: TextSchema = DEFAULT_SCHEMA
) -> tuple[str, ...]:
    """The predicates that may join two things of these types."""
    return schema.fitting(subject.type if subject else THE_PAPER, object_.type)


def _places(sentence: Span, entity: ExtractedEntity) -> list[Place]:
    inside = [m for m in entity.mentions if sentence.start_char <= m.start and m.end <= sentence.end_char]
    spans = (sentence.doc.char_span(mention.start, mention.end, alignment_mode="expand") for mention in inside)
    return [(span.start, span.end) for span in spans if span is not None]


def sentence_pairs(
    sentence: Span, entities: Sequence[ExtractedEntity], schema: TextSchema = DEFAULT_SCHEMA
) -> Iterator[Pair]:
    """All pairs of things of which the sentence names the second, and names the first or may mean it by a word."""
    places = {entity.name: _places(sentence, entity) for entity in entities}
    named = [entity for entity in entities if places[entity.name]][:_MOST]
    unnamed = [entity for entity in entities if entity.introduced and not places[entity.name]]
    for subject, object_ in permutations(named, 2):
        if fitting_predicates(subject, object_, schema):
            start, end = min(
                ((a, b) for a in places[subject.name] for b in places[object_.name]),
                key=lambda ab: abs(ab[0][0] - ab[1][0]),
            )
            yield Pair(subject, object_, sentence, start, end)
    for object_ in named:
        for implied in (*unnamed[:3], None):
            if fitting_predicates(implied, object_, schema):
                yield Pair(implied, object_, sentence, None, places[object_.name][0])


def _kind(entity: ExtractedEntity | None) -> str:
    return f"{entity.type}{'+' if entity.introduced else ''}" if entity else "PAPER"


def sentence_words(sentence: Span, entities: Sequence[ExtractedEntity]) -> list[str]:
    """The words of a sentence in small letters, those of names replaced by the type."""
    words = [token.lower_ for token in sentence]
    for entity in entities:
        for start, end in _places(sentence, entity):
            words[start - sentence.start : end - sentence.start] = [f"<{entity.type}>"] * (end - start)
    return words


def pair_cues(pair: Pair, words: Sequence[str], own: str) -> set[str]:
    """All cues of a pair.

    Args:
        pair: The pair.
        words: The words of its sentence as :func:`sentence_words` gives them.
        own: Types of what the paper introduces.
    """
    offset = pair.sentence.start
    kinds = f"{_kind(pair.subject)}>{_kind(pair.object)}"
    types = f"{pair.subject.type if pair.subject else 'PAPER'}>{pair.object.type}"
    cues = {kinds, f"own={own} {kinds}", "title" if offset == 0 else "abstract"}
    end = (pair.end[0] - offset, pair.end[1] - offset)
    cues.update(_side_cues("object", words, end, list_start(pair.sentence, pair.end[0]) - offset, types))
    cues.update(f"has={word}" for word in words)
    if pair.start is None:
        cues.add("implied by " + next((word for word in words[: end[0]] if word in _OWN_WORDS), "nothing"))
        cues.update(f"{types} before={word}" for word in words[max(0, end[0] - 12) : end[0]])
        return cues
    start = (pair.start[0] - offset, pair.start[1] - offset)
    cues.update(_side_cues("subject", words, start, list_start(pair.sentence, pair.start[0]) - offset, types))
    order = "forward" if start < end else "backward"
    between = words[min(start[1], end[1]) : max(start[0], end[0])]
    if len(between) > 14:
        between = [*between[:7], *between[-7:]]
    cues.update((f"{order} {types}", f"{order} {kinds}", f"{order} words={min(len(between), 12) // 2}"))
    cues.update(f"{order} between={word}" for word in between)
    cues.update(f"{order} {types} between={word}" for word in between)
    cues.update(f"{order} between={a} {b}" for a, b in pairwise(between))
    if len(between) < 3:
        cues.add(f"{order} all between={' '.join(between)}")
    if all(word in _JOINTS or (word[0] == "<" and word[-1] == ">") for word in between):
        cues.add(f"{order} same list {types}")
    return cues


def _side_cues(side: str, words: Sequence[str], place: Place, lead: int, types: str) -> Iterator[str]:
    """The words around one end of a pair; before it, those that stand before the list it is part of."""
    before, after = words[max(0, lead - 4) : lead], words[place[1] : place[1] + 4]
    kind = types.split(">")[side == "object"]
    yield from (f"{side} {kind} lead={word}" for word in before)
    yield from (f"{side} lead={a} {b}" for a, b in pairwise(before))
    yield f"{side} {types} right before={(before or ['<start>'])[-1]}"
    yield f"{side} right after={(after or ['<end>'])[0]}"
    yield from (f"{side} after={word}" for word in after)
    if "(" in words[max(0, place[0] - 1) : place[0]]:
        yield f"{side} in brackets"
