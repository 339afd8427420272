"""The features of a name candidate: its surface forms and the words around its mentions."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from paperatlas.extraction.name_candidates import family_key, form_key, is_name_like, is_strong
from paperatlas.text.variant_words import VARIANT_ADJECTIVES, VARIANT_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from paperatlas.extraction.name_candidates import Candidate
    from paperatlas.extraction.tokenizer import TokenSpan, TokenView
    from paperatlas.extraction.word_clusters import WordClusters

__all__ = ["list_start", "name_features", "word_shape"]

_PARTS = re.compile(r"\d+(?:\.\d+)*[a-z]?(?![a-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_]+")
_NOUN_ENDS: Final = frozenset(
    ("that", "which", "for", "to", "of", "with", "by", "in", "on", "from", "using", "where", "whose", "and", *",.;:(")
)
_ARTICLES: Final = frozenset(("a", "an", "the", "our", "its", "this"))
_APPOSITION_MARKS: Final = frozenset((",", "is", ":", "—", "as", "("))
_MAX_LIST_TOKENS: Final = 40
_VARIANT_WORDS: Final = VARIANT_MARKS | VARIANT_ADJECTIVES


@lru_cache(maxsize=1 << 14)
def word_shape(text: str) -> str:
    """Return the shape of a word: one sign for each run of capitals, small letters or digits.

    >>> word_shape("Llama-3.1-8B"), word_shape("vLLM")
    ('Xx-d.d-dX', 'xX')
    """
    text = re.sub(r"[^\W\d_a-z]+", "X", text)
    return re.sub(r"\d+", "d", re.sub(r"[a-z]+", "x", text))[:12]


def _form_features(form: str, clusters: WordClusters) -> Iterator[str]:
    """Return the features of a surface form: its shape, its parts and its ends."""
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
    yield from (f"form{group}" for group in clusters.of(form.replace(" ", "")))
    for word in words[1:]:
        yield from clusters.features("word", word.lower())


def _apposition(words: TokenView, token: int) -> Iterator[str]:
    """Return the words up to the head noun in ``X, a fast tool for …``, ``X is a …`` or ``X: A …``, after ``X``."""
    lower = words.lower
    if token + 2 >= len(lower) or lower[token] not in _APPOSITION_MARKS or lower[token + 1] not in _ARTICLES:
        return
    for word in lower[token + 2 : token + 12]:
        if word in _NOUN_ENDS:
            return
        yield word


def _hyphenated(form: str) -> str:
    """Return a form with its words for variants behind hyphens, as most papers write them: ``GPT-4o-mini``."""
    *words, last = form.split(" ")
    return f"{_hyphenated(' '.join(words))}-{last}" if words and last in _VARIANT_WORDS else form


def list_start(words: TokenView, start: int) -> int:
    """Return the first token of the list of names around a name; its own if it is the first or alone."""
    first = start
    for token in range(start - 1, max(words.sentence(start)[0], start - _MAX_LIST_TOKENS) - 1, -1):
        text = words.texts[token]
        if is_name_like(text) or text[0].isdigit():
            first = token
        elif text not in {",", "and", "or", "&", "/"}:
            break
    return first


def _context_features(words: TokenView, span: TokenSpan, clusters: WordClusters) -> Iterator[str]:
    """Return features of the words right before and after a mention, and before the list around it."""
    start, end = span
    first, last = words.sentence(start)
    before = words.lower[max(first, start - 7) : start]
    after = words.lower[end : min(last, end + 5)]
    yield from clusters.features("before", (before or ["<start>"])[-1])
    yield f"before={' '.join(before[-2:])}"
    yield from clusters.features("after", (after or ["<end>"])[0])
    yield f"after={' '.join(after[:2])}"
    for word in before:
        yield from clusters.features("left", word)
    for word in after:
        yield from clusters.features("right", word)
    lead = list_start(words, start)
    if lead != start:
        yield "listed"
        for word in words.lower[max(first, lead - 3) : lead]:
            yield from clusters.features("lead", word)
    for word in _apposition(words, end):
        yield from clusters.features("is", word)


def _mention_features(words: TokenView, span: TokenSpan, clusters: WordClusters) -> Iterator[str]:
    start, end = span
    first, last = words.sentence(start)
    if first == 0:
        yield "title start" if start == 0 else "title"
        yield f"title after={words.texts[end] if end < last else '<end>'}"
        for word in _apposition(words, end):
            yield from clusters.features("is", word)
    else:
        yield from _context_features(words, span, clusters)
        if start > first:
            yield "inside sentence"
    if start > first:
        yield f"shape before={word_shape(words.texts[start - 1])[:3]}"
    if end < last:
        yield f"shape after={word_shape(words.texts[end])[:3]}"


def name_features(words: TokenView, candidate: Candidate, known: Mapping[str, str], clusters: WordClusters) -> set[str]:
    """Return all features of a candidate, over all its surface forms and mentions.

    Args:
        words: The tokens of its document.
        candidate: The candidate.
        known: The types of known names by :func:`form_key`, and of families by :func:`family_key`.
        clusters: The clusters of words.
    """
    forms = {_hyphenated(words.text(span)) for span in candidate.spans}
    features = {feature for form in forms for feature in _form_features(form, clusters)}
    features.update(feature for span in candidate.spans for feature in _mention_features(words, span, clusters))
    for key in map(form_key, forms):
        features.add(f"known={known.get(key)}")
        features.add(f"family={known.get(family_key(key))}")
    features.add(f"places={min(len(candidate.spans), 6)}")
    if candidate.long:
        features.add(f"long last={candidate.long.split()[-1].lower()}")
        features.add(
            "long capitalised" if candidate.long[0].isupper() and not candidate.long.istitle() else "long plain"
        )
        features.add(
            "long title" if all(w[0].isupper() for w in candidate.long.split() if len(w) > 3) else "long lower"
        )
    if any(is_strong(word) for form in forms for word in form.split()):
        features.add("strong")
    return features
