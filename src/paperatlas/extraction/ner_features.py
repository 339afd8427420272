"""What the words of a candidate, and the words around it, say about what it is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from paperatlas.extraction.name_candidates import family_key, form_key, is_name_like, is_strong

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from paperatlas.extraction.name_candidates import Candidate, TokenSpan
    from paperatlas.extraction.tokenizer import TokenView
    from paperatlas.extraction.word_clusters import WordGroups

__all__ = ["list_start", "name_cues", "word_shape"]

_PARTS = re.compile(r"\d+(?:\.\d+)*[a-z]?(?![a-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_]+")
_NOUN_ENDS: Final = frozenset(
    ("that", "which", "for", "to", "of", "with", "by", "in", "on", "from", "using", "where", "whose", "and", *",.;:(")
)
_ARTICLES: Final = frozenset(("a", "an", "the", "our", "its", "this"))
_LINKS: Final = frozenset((",", "is", ":", "—", "as", "("))
_LIST: Final = 40


@lru_cache(maxsize=1 << 14)
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


def _apposition(words: TokenView, place: int) -> Iterator[str]:
    """The words up to the head noun in ``X, a fast tool for …``, ``X is a …`` or ``X: A …``, after ``X``."""
    lower = words.lower
    if place + 2 >= len(lower) or lower[place] not in _LINKS or lower[place + 1] not in _ARTICLES:
        return
    for word in lower[place + 2 : place + 12]:
        if word in _NOUN_ENDS:
            return
        yield word


def list_start(words: TokenView, start: int) -> int:
    """Where the list of names that a name stands in starts: ``start`` itself if it is the first or alone."""
    first = start
    for place in range(start - 1, max(words.sentence(start)[0], start - _LIST) - 1, -1):
        text = words.texts[place]
        if is_name_like(text) or text[0].isdigit():
            first = place
        elif text not in {",", "and", "or", "&", "/"}:
            break
    return first


def _around(words: TokenView, place: TokenSpan, groups: WordGroups) -> Iterator[str]:
    """The words right before and after a place, and before the list that it stands in."""
    start, end = place
    first, last = words.sentence(start)
    before = words.lower[max(first, start - 7) : start]
    after = words.lower[end : min(last, end + 5)]
    yield from groups.cues("before", (before or ["<start>"])[-1])
    yield f"before={' '.join(before[-2:])}"
    yield from groups.cues("after", (after or ["<end>"])[0])
    yield f"after={' '.join(after[:2])}"
    for word in before:
        yield from groups.cues("left", word)
    for word in after:
        yield from groups.cues("right", word)
    lead = list_start(words, start)
    if lead != start:
        yield "listed"
        for word in words.lower[max(first, lead - 3) : lead]:
            yield from groups.cues("lead", word)
    for word in _apposition(words, end):
        yield from groups.cues("is", word)


def _place_cues(words: TokenView, place: TokenSpan, groups: WordGroups) -> Iterator[str]:
    start, end = place
    first, last = words.sentence(start)
    if first == 0:
        yield "title start" if start == 0 else "title"
        yield f"title after={words.texts[end] if end < last else '<end>'}"
        for word in _apposition(words, end):
            yield from groups.cues("is", word)
    else:
        yield from _around(words, place, groups)
        if start > first:
            yield "inside sentence"
    if start > first:
        yield f"shape before={word_shape(words.texts[start - 1])[:3]}"
    if end < last:
        yield f"shape after={word_shape(words.texts[end])[:3]}"


def name_cues(words: TokenView, candidate: Candidate, known: Mapping[str, str], groups: WordGroups) -> set[str]:
    """All cues of a candidate, over all its forms and places.

    Args:
        words: The words of the document it stands in.
        candidate: The candidate.
        known: Types of known names by the key of their form, and of families by the key of the family.
        groups: Which words are used alike.
    """
    forms = set(map(words.form, candidate.spans))
    cues = {cue for form in forms for cue in _form_cues(form, groups)}
    cues.update(cue for place in candidate.spans for cue in _place_cues(words, place, groups))
    for key in map(form_key, forms):
        cues.add(f"known={known.get(key)}")
        cues.add(f"family={known.get(family_key(key))}")
    cues.add(f"places={min(len(candidate.spans), 6)}")
    if candidate.long:
        cues.add(f"long last={candidate.long.split()[-1].lower()}")
        cues.add("long capitalised" if candidate.long[0].isupper() and not candidate.long.istitle() else "long plain")
        cues.add("long title" if all(w[0].isupper() for w in candidate.long.split() if len(w) > 3) else "long lower")
    if any(is_strong(word) for form in forms for word in form.split()):
        cues.add("strong")
    return cues
