"""The lists of names in a sentence: "on A, B (2020) and C", "A/B/C", "(e.g., A, B)", "both A and B"."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from paperatlas.extraction.name_candidates import is_name_like

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc, Span

    from paperatlas.extraction.tokenizer import TokenSpan

__all__ = ["coordinated", "list_around", "words_around"]

_SEPARATORS: Final = frozenset((",", "and", "or", "&", "/", ";", "plus"))
_FILLERS: Final = frozenset(("the", "both", "as", "well", "also", "even", "then"))
_OPENING: Final = frozenset(("(", "["))
_CLOSING: Final = frozenset((")", "]"))
_MAX_GAP: Final = 12
"""The greatest number of tokens between two members, a citation or a result in brackets among them."""
_MAX_TOKENS: Final = 40
_MAX_BEFORE: Final = 100
_MAX_AFTER: Final = 60
"""The greatest numbers of characters of the words before and behind a name."""


def _separates(words: Iterable[str]) -> bool:
    """Return whether words between two names put both into one list."""
    depth, outer = 0, []
    for word in words:
        if word in _OPENING:
            depth += 1
        elif word in _CLOSING:
            depth -= 1
            if depth < 0:
                return False
        elif depth == 0 and not word.isspace():
            outer.append(word)
    if depth or not _SEPARATORS.union(_FILLERS).issuperset(outer):
        return False
    return any(word in _SEPARATORS for word in outer) or outer[:3] == ["as", "well", "as"]


def coordinated(doc: Doc, spans: Iterable[TokenSpan]) -> Iterator[list[TokenSpan]]:
    """Return the lists of two names and more of one sentence, those inside brackets for themselves.

    Args:
        doc: The document, with sentences.
        spans: The spans of names, none of which overlap.
    """
    brackets = _brackets(doc)
    for _, group in groupby(sorted(spans, key=lambda span: (brackets[span[0]], span)), lambda span: brackets[span[0]]):
        members: list[TokenSpan] = []
        for span in group:
            if members and not _follows(doc, members[-1], span):
                if len(members) > 1:
                    yield members
                members = []
            members.append(span)
        if len(members) > 1:
            yield members


def _brackets(doc: Doc) -> list[int]:
    """Return for each token the token that opens the bracket around it in its sentence; -1 outside of brackets."""
    around: list[int] = []
    opened: list[int] = []
    for token in doc:
        text = token.text
        if token.is_sent_start:
            opened = []
        if opened and text in _CLOSING:
            opened.pop()
        around.append(opened[-1] if opened else -1)
        if text in _OPENING:
            opened.append(token.i)
    return around


def _follows(doc: Doc, member: TokenSpan, span: TokenSpan) -> bool:
    """Return whether a name follows another in a list."""
    between = doc[member[1] : span[0]]
    if not 0 < len(between) <= _MAX_GAP or any(token.is_sent_start for token in doc[member[1] : span[0] + 1]):
        return False
    return _separates([token.lower_ for token in between])


def list_around(doc: Doc, span: TokenSpan) -> TokenSpan:
    """Return the span from the first to the last name-like word of the list around a name.

    Args:
        doc: The document.
        span: The name.
    """
    sentence = doc[span[0]].sent
    first = span[0]
    for index in range(span[0] - 1, max(sentence.start, span[0] - _MAX_TOKENS) - 1, -1):
        word = doc[index].text
        if is_name_like(word) or word[0].isdigit():
            first = index
        elif word.lower() not in _SEPARATORS:
            break
    last = span[1]
    for index in range(span[1], min(sentence.end, span[1] + _MAX_TOKENS)):
        word = doc[index].text
        if is_name_like(word) or word[0].isdigit():
            last = index + 1
        elif word.lower() not in _SEPARATORS:
            break
    return first, last


def words_around(sentence: Span, name: TokenSpan) -> tuple[str, str]:
    """Return the words of a sentence before the list that has a name, and those behind the name."""
    doc, end = sentence.doc, name[1]
    first, _ = list_around(doc, name)
    before = doc[sentence.start : first].text if first > sentence.start else ""
    after = doc[end - 1].whitespace_ + doc[end : sentence.end].text
    return " ".join(before[-2 * _MAX_BEFORE :].split())[-_MAX_BEFORE:], after[:_MAX_AFTER]
