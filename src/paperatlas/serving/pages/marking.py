"""Names, found again in the words that a paper uses."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from paperatlas.serving.pages.values import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["marked"]

_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_SILENT: Final = frozenset("-‐‑–/,:.'()[]")
_LONGEST_NAME: Final = 200


class _Token(NamedTuple):
    """Letters, a number or a sign that tells names apart, without regard to case, and where it stands."""

    text: str
    start: int
    end: int


def marked(quote: str, names: Iterable[str]) -> tuple[Piece, ...]:
    """A quote in pieces, of which those are marked that write one of the names.

    Case does not count, nor does one space or hyphen between the letters and the numbers of a name.

    >>> marked("We test Llama2-7b.", ["Llama 2 7B", "Llama"])
    (Piece(text='We test ', marked=False), Piece(text='Llama2-7b', marked=True), Piece(text='.', marked=False))
    """
    wanted: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for parts in sorted({_parts(name) for name in names if len(name) <= _LONGEST_NAME}, key=len, reverse=True):
        if parts:
            wanted[parts[0]].append(parts)
    pieces, done = [], 0
    for start, end in _found(quote, wanted):
        pieces += [Piece(quote[done:start]), Piece(quote[start:end], marked=True)]
        done = end
    pieces.append(Piece(quote[done:]))
    return tuple(piece for piece in pieces if piece.text)


@lru_cache(maxsize=1 << 14)
def _parts(name: str) -> tuple[str, ...]:
    return tuple(token.text for token in _tokens(name))


def _tokens(text: str) -> list[_Token]:
    found = (_Token(match[0].casefold(), *match.span()) for match in _TOKEN.finditer(text))
    return [token for token in found if token.text not in _SILENT]


def _found(quote: str, wanted: Mapping[str, list[tuple[str, ...]]]) -> Iterator[tuple[int, int]]:
    """Where names start and end in a quote, the longest where several fit."""
    tokens = _tokens(quote)
    place = 0
    while place < len(tokens):
        fits = (parts for parts in wanted.get(tokens[place].text, ()) if _fits(quote, tokens, place, parts))
        parts = next(fits, ())
        if parts:
            yield tokens[place].start, tokens[place + len(parts) - 1].end
        place += max(1, len(parts))


def _fits(quote: str, tokens: Sequence[_Token], place: int, parts: Sequence[str]) -> bool:
    """Whether a name is written at a place, with no letter or number right before or after it."""
    here = tokens[place : place + len(parts)]
    if [token.text for token in here] != list(parts):
        return False
    if any(after.start - before.end > 1 for before, after in pairwise(here)):
        return False
    around = quote[max(0, here[0].start - 1) : here[0].start] + quote[here[-1].end : here[-1].end + 1]
    return not any(letter.isalnum() or letter == "_" for letter in around)
