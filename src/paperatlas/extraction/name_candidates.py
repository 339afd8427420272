"""The candidates of names in a text, each with all its surface forms, abbreviations among them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final

from paperatlas.extraction.abbreviations import abbreviation_definitions
from paperatlas.extraction.name_boundaries import (
    VERSION,
    is_count,
    is_no_name,
    is_strong,
    size_list_ends,
    size_list_family,
    variant_words,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc, Span, Token

    from paperatlas.extraction.tokenizer import TokenSpan
    from paperatlas.graph.extractions import Link

__all__ = [
    "Candidate",
    "family_key",
    "find_candidates",
    "form_key",
    "is_name_like",
    "is_strong",
]

_MAX_TOKENS: Final = 5
_LETTERS = re.compile(r"[^\W\d_]*")
_SEPARATORS = re.compile(r"[\W_]+")


def is_name_like(text: str) -> bool:
    """Return whether a word is capitalised or strong."""
    return text[0].isupper() or is_strong(text)


def form_key(form: str) -> str:
    """Return the key of a surface form: case, spaces and punctuation do not count, but each plus at its end does.

    Compatible characters are equal, such as a number and its superscript.

    >>> form_key("Flash-Attention") == form_key("flash attention"), form_key("HumanEval") == form_key("HumanEval+")
    (True, False)
    """
    if not form.isascii():
        form = unicodedata.normalize("NFKC", form)
    return _SEPARATORS.sub("", form.casefold()) + form[len(form.rstrip("+")) :]


def family_key(key: str) -> str:
    """Return the key of the family of a name: the first letters of its key, and a star.

    >>> family_key(form_key("Llama-3.1-8B"))
    'llama*'
    """
    return _LETTERS.match(key)[0] + "*"  # type: ignore[index]  # matches the empty text as well


@dataclass(slots=True)
class Candidate:
    """A possible name, under all its surface forms.

    Attributes:
        spans: The spans of its mentions, in order.
        long: The long form, if the text defines an abbreviation.
    """

    spans: list[TokenSpan] = field(default_factory=list)
    long: str = ""


def _is_framed(first: Token, last: Token) -> bool:
    """Return whether a span of tokens neither starts nor ends with punctuation or space."""
    return first.text[0].isalnum() and (last.text[-1].isalnum() or last.text[-1] in "+*")


def _title_head(title: Sequence[Token]) -> TokenSpan | None:
    """Return the words before the first colon of a title, if they are few."""
    for token in title[1 : _MAX_TOKENS + 1]:
        if token.text in {":", "—", "–"}:
            return (title[0].i, token.i) if _is_framed(title[0], token.nbor(-1)) else None
    return None


def _continues(texts: Sequence[str], index: int, variants: Container[int]) -> bool:
    """Return whether a token may stand inside or at the end of a name."""
    text = texts[index]
    return is_name_like(text) or index in variants or (bool(VERSION.fullmatch(text)) and not is_count(texts, index))


def _runs(tokens: Sequence[Token], texts: Sequence[str], variants: Container[int]) -> Iterator[Sequence[Token]]:
    """Return the longest runs of words that a name may contain."""
    start = 0
    for index, token in enumerate(tokens):
        if not _continues(texts, token.i, variants):
            yield tokens[start:index]
            start = index + 1
    yield tokens[start:]


def _run_spans(run: Sequence[Token], strong_only: bool) -> Iterator[TokenSpan]:
    """Return all short spans of a run that start like a name."""
    for first, token in enumerate(run):
        if not is_name_like(token.text):
            continue
        for last in range(first, min(first + _MAX_TOKENS, len(run))):
            tokens = run[first : last + 1]
            if not strong_only or any(is_strong(part.text) for part in tokens):
                yield tokens[0].i, tokens[-1].i + 1


def _name_like_spans(doc: Doc, texts: Sequence[str], variants: Container[int]) -> Iterator[TokenSpan]:
    """Return the spans that look like names; a title, with most words capitalised, needs a strong word in each."""
    for number, sentence in enumerate(doc.sents):
        tokens = list(sentence)
        if number == 0:
            head = _title_head(tokens)
            if head:
                yield head
            if sentence.text.isupper():
                continue
        for run in _runs(tokens, texts, variants):
            yield from _run_spans(run, strong_only=number == 0)


def _title_repeats(doc: Doc, keys: set[str]) -> Iterator[TokenSpan]:
    """Return the spans of the title with the form of a candidate of the abstract."""
    title = next(iter(doc.sents), doc[:0])
    for first in range(title.start, title.end):
        for last in range(first + 1, min(first + _MAX_TOKENS, title.end) + 1):
            if _is_framed(doc[first], doc[last - 1]) and form_key(doc[first:last].text) in keys:
                yield first, last


def find_candidates(doc: Doc, known: PhraseMatcher, links: Sequence[Link]) -> list[Candidate]:
    """Return all candidates of a document, in the order of their first mentions.

    Args:
        doc: The document, with sentences.
        known: The matcher of known names.
        links: The addresses; names inside them do not count.
    """
    texts = [token.text for token in doc]
    pairs = list(abbreviation_definitions(doc))
    matches = {(start, end) for _, start, end in known(doc)}
    variants = variant_words(texts, {end - 1 for _, end in matches})
    lists = list(size_list_ends(texts))
    spans = {*_name_like_spans(doc, texts, variants), *matches, *chain.from_iterable(pairs)}
    spans = {span for span in spans if not _is_cut(span, variants, lists)}
    longs = [long for long, _ in pairs]
    spans = {
        span for span in spans if span in matches or not _names_nothing(texts, span, doc[slice(*span)].text, longs)
    }
    spans.update(_size_lists(texts, lists))
    keys = {form_key(doc[start:end].text) for start, end in spans}
    spans.update(_title_repeats(doc, keys))
    long_keys = {_singular(form_key(doc[slice(*short)].text), keys): doc[slice(*long)].text for long, short in pairs}
    candidates: dict[str, Candidate] = {}
    for start, end in sorted(spans):
        form = doc[start:end].text
        key = _singular(form_key(size_list_family(form) or form), keys)
        long = long_keys.get(key, "")
        key = _singular(form_key(long), keys) if long else key
        if key and not _in_link_or_broken(doc[start:end], links):
            candidate = candidates.setdefault(key, Candidate())
            candidate.spans.append((start, end))
            candidate.long = long or candidate.long
    return list(candidates.values())


def _is_cut(span: TokenSpan, variants: Container[int], lists: Sequence[TokenSpan]) -> bool:
    """Return whether a span ends before a word or size that belongs to its name."""
    start, end = span
    return end in variants or any(first < end < last or first < start < last for first, last in lists)


def _names_nothing(texts: Sequence[str], span: TokenSpan, form: str, longs: Sequence[TokenSpan]) -> bool:
    """Return whether a span is of a kind that names nothing, or a piece of a long form without a strong word."""
    start, end = span
    return is_no_name(form) or (
        any(first <= start and end <= last and (start, end) != (first, last) for first, last in longs)
        and not any(map(is_strong, texts[start:end]))
    )


def _size_lists(texts: Sequence[str], lists: Sequence[TokenSpan]) -> Iterator[TokenSpan]:
    """Return the spans of names that list sizes, from each word that may start the name."""
    for first, last in lists:
        for start in range(first, max(first - _MAX_TOKENS, -1), -1):
            if not _continues(texts, start, ()):
                break
            if is_name_like(texts[start]):
                yield start, last


def _singular(key: str, keys: set[str]) -> str:
    """Return a key without its plural ending, if the text also has the singular."""
    return key[:-1] if key.endswith("s") and key[:-1] in keys else key


def _in_link_or_broken(span: Span, links: Sequence[Link]) -> bool:
    """Return whether a span is inside an address or has a replacement character."""
    return "\ufffd" in span.text or any(link.start < span.end_char and span.start_char < link.end for link in links)
