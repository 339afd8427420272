"""Short forms and what they stand for.

After Schwartz and Hearst (2003), "A simple algorithm for identifying abbreviation definitions in biomedical text".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

__all__ = ["definitions"]

_SHORT = re.compile(r"(?=.*[A-Z])[A-Za-z0-9][\w.+\-²³]{1,14}")
_PLURAL = re.compile(r"(?<=[A-Z])s$")
_SAYING = frozenset(("referred", "to", "as", "called", "dubbed", "named", "denoted", "termed", "abbreviated", "or"))


def _long_start(short: str, text: str) -> int | None:
    """Where in ``text``, which the short form follows, its long form starts; nothing where letters are missing."""
    place = len(text)
    for index in range(len(short) - 1, -1, -1):
        char = short[index].lower()
        if not char.isalnum():
            continue
        place -= 1
        while place >= 0 and (
            text[place].lower() != char or (index == 0 and place > 0 and (text[place - 1].isalnum()))
        ):
            place -= 1
        if place < 0:
            return None
    return place


def definitions(doc: Doc) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Pairs of a long form and the short form in brackets right after it, also as in "(referred to as X)".

    Each is given as its first token and the token after its last.

    >>> from paperatlas.extraction.tokenizer import blank
    >>> nlp = blank()
    >>> _ = nlp.add_pipe("paperatlas_sentences")
    >>> doc = nlp("We use Direct Preference Optimization (DPO) twice.")
    >>> [(doc[a:b].text, doc[c:d].text) for (a, b), (c, d) in definitions(doc)]
    [('Direct Preference Optimization', 'DPO')]
    """
    for bracket in range(1, len(doc) - 1):
        if doc[bracket].text != "(" or not doc[bracket - 1].text[-1].isalnum():
            continue
        index = bracket + 1
        while doc[index].lower_ in _SAYING and index < min(bracket + 4, len(doc) - 1):
            index += 1
        if not _SHORT.fullmatch(doc[index].text):
            continue
        short = _PLURAL.sub("", doc[index].text)
        first = max(doc[bracket - 1].sent.start, bracket - min(len(short) + 5, 2 * len(short)))
        before = doc[first:bracket]
        place = _long_start(short, before.text)
        if place is None:
            continue
        start = next((token.i for token in before if token.idx - before.start_char == place), None)
        if start is not None and before.text[place:].lower() != short.lower():
            yield (start, bracket), (index, index + 1)
