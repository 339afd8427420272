"""Which of the forms on offer a client would rather have (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["best_of"]

_RANGE: Final = re.compile(r"\s*([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)\s*(?:;(.*))?")
_WEIGHT: Final = re.compile(r"(?:^|;)\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)", re.IGNORECASE)


def best_of(accept: str, offers: Sequence[str]) -> str | None:
    """The media type that a client likes best; among equals the first on offer; nothing where it takes none.

    Args:
        accept: The value of the header field; an empty one takes anything.
        offers: Media types, without parameters.

    >>> best_of("text/html;q=0.5, text/*;q=0.8", ["text/html", "text/turtle"])
    'text/turtle'
    >>> best_of("image/png", ["text/html"])
    """
    ranges = [found for part in accept.split(",") if (found := _read(part))]
    if not ranges:
        return offers[0]
    weights = {offer: _weight(offer, ranges) for offer in offers}
    best = max(offers, key=lambda offer: weights[offer])
    return best if weights[best] else None


def _read(part: str) -> tuple[str, float] | None:
    found = _RANGE.fullmatch(part)
    if not found:
        return None
    weight = _WEIGHT.search(found[3] or "")
    return f"{found[1]}/{found[2]}".lower(), float(weight[1]) if weight else 1.0


def _weight(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    """What the closest range that takes an offer says of it."""
    forms = (offer, f"{offer.partition('/')[0]}/*", "*/*")
    return next((weight for form in forms for name, weight in ranges if name == form), 0.0)
