"""Definitions of abbreviations in running text.

After Schwartz and Hearst (2003), "A simple algorithm for identifying abbreviation definitions in biomedical text".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

    from paperatlas.extraction.tokenizer import TokenSpan

__all__ = ["abbreviation_definitions"]

_SHORT = re.compile(r"(?=.*[A-Z])[A-Za-z0-9][\w.+\-²³]{1,14}")
_PLURAL = re.compile(r"(?<=[A-Z])s$")
_DEFINING_WORDS = frozenset(
    ("referred", "to", "as", "called", "dubbed", "named", "denoted", "termed", "abbreviated", "or")
)


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
