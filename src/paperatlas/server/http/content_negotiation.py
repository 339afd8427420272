"""Choose a format: section 12.5.1 of RFC 9110."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from paperatlas.server.settings import MOST_RANGES
from paperatlas.server.workers.messages import AcceptedFormats

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["GRAPHS", "TABLES", "best", "content_type", "forms", "is_rdf", "takes_gzip"]

TABLES: Final = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
    "application/json",
    "application/xml",
    "text/xml",
)
"""Media types for rows and yes or no, the server's choice first."""

GRAPHS: Final = (
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
    "application/json",
    "application/xml",
    "text/xml",
)
"""Media types for graphs, likewise."""

_QUALITY: Final = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")


class _Range(NamedTuple):
    pattern: str
    quality: float


def forms(accept: str, encodings: str = "") -> AcceptedFormats:
    """How to write what a client takes.

    Args:
        accept: The header ``Accept``; empty means anything.
        encodings: The header ``Accept-Encoding``.

    >>> forms("text/csv;q=0.5, application/n-triples")
    AcceptedFormats(tabular='text/csv', graph='application/n-triples', gzip=False)
    """
    return AcceptedFormats(best(accept, TABLES), best(accept, GRAPHS), takes_gzip(encodings))


def best(accept: str, offered: Iterable[str]) -> str | None:
    """The media type that suits a client best, or None.

    Of types that suit it equally, one that it names goes before one that a wildcard covers, then the server's order
    counts.

    >>> best("text/*;q=0.9, application/sparql-results+xml;q=0.8", TABLES)
    'text/csv'
    >>> best("text/csv;q=0, text/html", TABLES)
    """
    ranges = _ranges(accept) or [_Range("*/*", 1.0)]
    scored = [(*_score(media_type, ranges), -place, media_type) for place, media_type in enumerate(offered)]
    quality, _, _, media_type = max(scored)
    return media_type if quality > 0 else None


def takes_gzip(encodings: str) -> bool:
    """Whether a client takes gzip.

    >>> takes_gzip("br, gzip;q=0.5"), takes_gzip("*, gzip;q=0"), takes_gzip("")
    (True, False, False)
    """
    accepted = {item.pattern: item.quality for item in _ranges(encodings)}
    return accepted.get("gzip", accepted.get("*", 0.0)) > 0


def content_type(media_type: str) -> str:
    """The header for a body of that type: text says that it is UTF-8.

    >>> content_type("text/csv"), content_type("application/ld+json")
    ('text/csv; charset=utf-8', 'application/ld+json')
    """
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def is_rdf(media_type: str) -> bool:
    """Whether it names one RDF format, as the body of a request must.

    >>> is_rdf("text/turtle"), is_rdf("application/json")
    (True, False)
    """
    return media_type in GRAPHS and media_type not in TABLES


def _ranges(header: str) -> list[_Range]:
    found = []
    for item in header.lower().split(",")[:MOST_RANGES]:
        pattern, *parameters = (part.strip() for part in item.split(";"))
        if pattern:
            quality = next((part[2:].strip() for part in parameters if part.startswith("q=")), "1")
            found.append(_Range(pattern, float(quality) if _QUALITY.fullmatch(quality) else 0.0))
    return found


def _score(media_type: str, ranges: list[_Range]) -> tuple[float, int]:
    """How much a client wants a type, by the range that fits it most closely, and how closely that is."""
    family = f"{media_type.partition('/')[0]}/*"
    for closeness, pattern in enumerate((media_type, family, "*/*")):
        fitting = [item.quality for item in ranges if item.pattern == pattern]
        if fitting:
            return max(fitting), -closeness
    return 0.0, -3
