"""What the words of a candidate, and the words around it, say about what it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from paperatlas.extraction.candidates import family_key, form_key, is_name_like, is_strong

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from spacy.tokens import Doc, Span

    from paperatlas.extraction.candidates import Candidate, Place
    from paperatlas.extraction.words import WordGroups

__all__ = ["list_start", "name_cues", "word_shape"]

_PARTS = re.compile(r"\d+(?:\.\d+)*[a-z]?(?![a-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_]+")
_NOUN_ENDS: Final = frozenset(
    ("that", "which", "for", "to", "of", "with", "by", "in", "on", "from", "using", "where", "whose", "and", *",.;:(")
)
_ARTICLES: Final = frozenset(("a", "an", "the", "our", "its", "this"))
_LINKS: Final = frozenset((",", "is", ":", "—", "as", "("))
_LIST: Final = 40


def word_shape(text: str) -> str:
    """A word with runs of capitals, small letters and digits as one sign each.

    >>> word_shape("Llama-3.1-8B"), word_shape("vLLM")
    ('Xx-d.d-dX', 'xX')
    """
    text = re.sub(r"[^\W\d_a-z]+", "X", text)
    return re.sub(r"\d+", "d", re.sub(r"[a-z]+", "x", text))[:12]


def _form_cues(form: str, groups: WordGroups) -> Iterator[str]:
    """What the name itself says: its shape, its parts and how it ends."""
    words = form.split()
    yield f"words={len(words)}"
    yield f"shape={' '.join(word_shape(word) for word in words)[:16]}"
    yield f"first={words[0].lower()}"
    yield f"last={words[-1].lower()}"
    for size in (2, 3, 4):
        yield f"ends={form[-size:].lower()}"
        yield f"begins={form[:size].lower()}"
    for part in _PARTS.findall(form):
        yield "part=<number>" if part[0].isdigit() else f"part={part.lower()}"
    if re.search(r"(?<!\d)\d+(\.\d+)?[BM]\b", form):
        yield "size"
    yield from (f"form{group}" for group in groups.of(form.replace(" ", "")))
    for word in words[1:]:
        yield from groups.cues("word", word.lower())


def _apposition(doc: Doc, place: int) -> Iterator[str]:
    """The words up to the head noun in ``X, a fast tool for …``, ``X is a …`` or ``X: A …``, after ``X``."""
    if place + 2 >= len(doc) or doc[place].text not in _LINKS or doc[place + 1].lower_ not in _ARTICLES:
        return
    for token in doc[place + 2 : place + 12]:
        if token.lower_ in _NOUN_ENDS:
            return
        yield token.lower_


def list_start(sentence: Span, start: int) -> int:
    """Where the list of names that a name stands in starts: ``start`` itself if it is the first or alone."""
    place = start
    for token in reversed(sentence.doc[max(sentence.start, start - _LIST) : start]):
        if is_name_like(token.text) or token.text[0].isdigit():
            place = token.i
        elif token.text not in {",", "and", "or", "&", "/"}:
            break
    return place


def _around(doc: Doc, place: Place, groups: WordGroups) -> Iterator[str]:
    """The words right before and after a place, and before the list that it stands in."""
    start, end = place
    sentence = doc[start].sent
    before = [token.lower_ for token in doc[max(sentence.start, start - 7) : start]]
    after = [token.lower_ for token in doc[end : min(sentence.end, end + 5)]]
    last, next_ = (before or ["<start>"])[-1], (after or ["<end>"])[0]
    yield from groups.cues("before", last)
    yield f"before={' '.join(before[-2:])}"
    yield from groups.cues("after", next_)
    yield f"after={' '.join(after[:2])}"
    yield from (cue for word in before for cue in groups.cues("left", word))
    yield from (cue for word in after for cue in groups.cues("right", word))
    lead = list_start(sentence, start)
    if lead != start:
        yield "listed"
        yield from (
            cue for token in doc[max(sentence.start, lead - 3) : lead] for cue in groups.cues("lead", token.lower_)
        )
    yield from (cue for word in _apposition(doc, end) for cue in groups.cues("is", word))


def _place_cues(doc: Doc, place: Place, groups: WordGroups) -> Iterator[str]:
    start, end = place
    sentence = doc[start].sent
    if sentence.start == 0:
        yield "title start" if start == 0 else "title"
        yield f"title after={doc[end].text if end < sentence.end else '<end>'}"
        yield from (cue for word in _apposition(doc, end) for cue in groups.cues("is", word))
    else:
        yield from _around(doc, place, groups)
        if start > sentence.start:
            yield "inside sentence"
    if start > sentence.start:
        yield f"shape before={word_shape(doc[start - 1].text)[:3]}"
    if end < sentence.end:
        yield f"shape after={word_shape(doc[end].text)[:3]}"


def name_cues(doc: Doc, candidate: Candidate, known: Mapping[str, str], groups: WordGroups) -> set[str]:
    """All cues of a candidate, over all its forms and places.

    Args:
        doc: The document it stands in.
        candidate: The candidate.
        known: Types of known names by the key of their form, and of families by the key of the family.
        groups: Which words are used alike.
    """
    forms = {doc[start:end].text for start, end in candidate.places}
    cues = {cue for form in forms for cue in _form_cues(form, groups)}
    cues.update(cue for place in candidate.places for cue in _place_cues(doc, place, groups))
    for key in map(form_key, forms):
        cues.add(f"known={known.get(key)}")
        cues.add(f"family={known.get(family_key(key))}")
    cues.add(f"places={min(len(candidate.places), 6)}")
    if candidate.long:
        cues.add(f"long last={candidate.long.split()[-1].lower()}")
        cues.add("long capitalised" if candidate.long[0].isupper() and not candidate.long.istitle() else "long plain")
        cues.add("long title" if all(w[0].isupper() for w in candidate.long.split() if len(w) > 3) else "long lower")
    if any(is_strong(word) for form in forms for word in form.split()):
        cues.add("strong")
    return cues
