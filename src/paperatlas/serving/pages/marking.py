"""Names, found again in the words that a paper uses."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from paperatlas.serving.pages.values import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["marked"]

_PARTS: Final = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_SILENT: Final = frozenset("-‐‑–/,:'()[]")
_LONGEST_NAME: Final = 200


def marked(quote: str, names: Iterable[str]) -> tuple[Piece, ...]:
    """A quote in pieces, of which those are marked that write one of the names.

    Case does not count, nor does what stands between the letters and the numbers of a name.

    >>> marked("We test Llama2-7b.", ["Llama 2 7B", "Llama"])
    (Piece(text='We test ', marked=False), Piece(text='Llama2-7b', marked=True), Piece(text='.', marked=False))
    """
    pattern = _pattern(tuple(sorted(set(names), key=lambda name: (-len(name), name))))
    if pattern is None:
        return (Piece(quote),)
    pieces, done = [], 0
    for found in pattern.finditer(quote):
        pieces += [Piece(quote[done : found.start()]), Piece(found[0], marked=True)]
        done = found.end()
    pieces.append(Piece(quote[done:]))
    return tuple(piece for piece in pieces if piece.text)


@lru_cache(maxsize=4096)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    written = [_written(name) for name in names if len(name) <= _LONGEST_NAME]
    known = "|".join(filter(None, written))
    return re.compile(rf"(?<!\w)(?:{known})(?!\w)", re.IGNORECASE) if known else None


def _written(name: str) -> str:
    """The pattern of a name: its parts in order, with at most one space or hyphen between two."""
    return r"[\s\-‐‑–_]?".join(re.escape(part) for part in _PARTS.findall(name) if part not in _SILENT)
