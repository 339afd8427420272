"""The candidates of names in a text, each with all its surface forms, abbreviations among them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc, Span, Token

    from paperatlas.extraction.tokenizer import TokenSpan
    from paperatlas.graph.extractions import Link

__all__ = [
    "Candidate",
    "abbreviation_definitions",
    "family_key",
    "find_candidates",
    "form_key",
    "is_name_like",
    "is_strong",
]

_MAX_TOKENS: Final = 5
_STRONG = re.compile(r".*?(?:[^\W\d_]\d|\d[^\W\d_]|[^\W_][A-Z]|-\d).*|[α-ωΑ-Ω∞∇](?:[²³-]+|_(?=[A-Z]))?[A-Za-z]{2,}.*")
_COUNT = re.compile(r"v?\d[\d.,]*(?:[A-Za-z]{0,2}|st|nd|rd|th|bit|shot)(?:-(?:bit|shot|hop|step|turn|token))?\+?")
_VERSION = re.compile(r"v?\d+(?:\.\d+)*[A-Za-z]?|\d+(?:\.\d+)?[BMTbm](?:-[\w.-]+)?")
_LETTERS = re.compile(r"[^\W\d_]*")
_SEPARATORS = re.compile(r"[\W_]+")
_SHORT = re.compile(r"(?=.*[A-Z])[A-Za-z0-9][\w.+\-²³]{1,14}")
_PLURAL = re.compile(r"(?<=[A-Z])s$")
_DEFINING_WORDS = frozenset(
    ("referred", "to", "as", "called", "dubbed", "named", "denoted", "termed", "abbreviated", "or")
)


def is_strong(text: str) -> bool:
    """Return whether a word looks like a name anywhere: capitals inside it, letters and digits, or a Greek letter.

    >>> [is_strong(word) for word in ("FlashAttention", "GPT-4", "vLLM", "Long-Context", "River", "7B", "2,000")]
    [True, True, True, False, False, False, False]
    >>> is_strong("τ-bench"), is_strong("∞Bench"), is_strong("α")
    (True, True, False)
    """
    return bool(_STRONG.fullmatch(text)) and not _COUNT.fullmatch(text)


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


def _continues(token: Token) -> bool:
    return is_name_like(token.text) or bool(_VERSION.fullmatch(token.text))


def _runs(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Return the longest runs of words that a name may contain."""
    start = 0
    for index, token in enumerate(tokens):
        if not _continues(token):
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


def _name_like_spans(doc: Doc) -> Iterator[TokenSpan]:
    """Return the spans that look like names; a title, with most words capitalised, needs a strong word in each."""
    for number, sentence in enumerate(doc.sents):
        tokens = list(sentence)
        if number == 0:
            head = _title_head(tokens)
            if head:
                yield head
            if sentence.text.isupper():
                continue
        for run in _runs(tokens):
            yield from _run_spans(run, strong_only=number == 0)


def _title_repeats(doc: Doc, keys: set[str]) -> Iterator[TokenSpan]:
    """Return the spans of the title with the form of a candidate of the abstract."""
    title = next(iter(doc.sents), doc[:0])
    for first in range(title.start, title.end):
        for last in range(first + 1, min(first + _MAX_TOKENS, title.end) + 1):
            if _is_framed(doc[first], doc[last - 1]) and form_key(doc[first:last].text) in keys:
                yield first, last


def _long_start(short: str, text: str) -> int | None:
    """Return the start of the long form in the text before a short form; None if a letter is missing."""
    position = len(text)
    for index in range(len(short) - 1, -1, -1):
        char = short[index].lower()
        if not char.isalnum():
            continue
        position -= 1
        while position >= 0 and (
            text[position].lower() != char or (index == 0 and position > 0 and text[position - 1].isalnum())
        ):
            position -= 1
        if position < 0:
            return None
    return position


def abbreviation_definitions(doc: Doc) -> Iterator[tuple[TokenSpan, TokenSpan]]:
    """Return each long form with the short form in brackets right after it, also as in "(referred to as X)".

    After Schwartz and Hearst (2003), "A simple algorithm for identifying abbreviation definitions in biomedical text".

    >>> from paperatlas.extraction.tokenizer import blank
    >>> nlp = blank()
    >>> _ = nlp.add_pipe("paperatlas_sentences")
    >>> doc = nlp("We use Direct Preference Optimization (DPO) twice.")
    >>> [(doc[a:b].text, doc[c:d].text) for (a, b), (c, d) in abbreviation_definitions(doc)]
    [('Direct Preference Optimization', 'DPO')]
    """
    for bracket in range(1, len(doc) - 1):
        if doc[bracket].text != "(" or not doc[bracket - 1].text[-1].isalnum():
            continue
        index = bracket + 1
        while doc[index].lower_ in _DEFINING_WORDS and index < min(bracket + 4, len(doc) - 1):
            index += 1
        if not _SHORT.fullmatch(doc[index].text):
            continue
        short = _PLURAL.sub("", doc[index].text)
        first = max(doc[bracket - 1].sent.start, bracket - min(len(short) + 5, 2 * len(short)))
        before = doc[first:bracket]
        position = _long_start(short, before.text)
        if position is None:
            continue
        start = next((token.i for token in before if token.idx - before.start_char == position), None)
        if start is not None and before.text[position:].lower() != short.lower():
            yield (start, bracket), (index, index + 1)


def find_candidates(doc: Doc, known: PhraseMatcher, links: Sequence[Link]) -> list[Candidate]:
    """Return all candidates of a document, in the order of their first mentions.

    Args:
        doc: The document, with sentences.
        known: The matcher of known names.
        links: The addresses; names inside them do not count.
    """
    pairs = list(abbreviation_definitions(doc))
    spans = {*_name_like_spans(doc), *((start, end) for _, start, end in known(doc)), *chain.from_iterable(pairs)}
    keys = {form_key(doc[start:end].text) for start, end in spans}
    spans.update(_title_repeats(doc, keys))
    long_keys = {_singular(form_key(doc[slice(*short)].text), keys): doc[slice(*long)].text for long, short in pairs}
    candidates: dict[str, Candidate] = {}
    for start, end in sorted(spans):
        key = _singular(form_key(doc[start:end].text), keys)
        long = long_keys.get(key, "")
        key = _singular(form_key(long), keys) if long else key
        if key and not _in_link_or_broken(doc[start:end], links):
            candidate = candidates.setdefault(key, Candidate())
            candidate.spans.append((start, end))
            candidate.long = long or candidate.long
    return list(candidates.values())


def _singular(key: str, keys: set[str]) -> str:
    """Return a key without its plural ending, if the text also has the singular."""
    return key[:-1] if key.endswith("s") and key[:-1] in keys else key


def _in_link_or_broken(span: Span, links: Sequence[Link]) -> bool:
    """Return whether a span is inside an address or has a replacement character."""
    return "\ufffd" in span.text or any(link.start < span.end_char and span.start_char < link.end for link in links)
