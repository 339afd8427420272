"""Choose a format by what a client accepts: section 12.5.1 of RFC 9110."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from paperatlas.server.settings import MOST_RANGES
from paperatlas.server.workers.messages import AcceptedFormats

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.datastructures import Headers

__all__ = ["GRAPHS", "TABLES", "accepted_formats", "best", "content_type", "is_rdf", "takes_gzip"]

TABLES: Final = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
    "application/json",
    "application/xml",
    "text/xml",
)
"""The media types for rows and for yes or no, the server's choice first."""

GRAPHS: Final = (
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
    "application/json",
    "application/xml",
    "text/xml",
)
"""The media types for graphs, the server's choice first."""

_QUALITY: Final = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")


class _Range(NamedTuple):
    pattern: str
    quality: float


def accepted_formats(headers: Headers) -> AcceptedFormats:
    """Return the formats that suit a client best.

    >>> from starlette.datastructures import Headers
    >>> accepted_formats(Headers({"Accept": "text/csv;q=0.5, application/n-triples"}))
    AcceptedFormats(tabular='text/csv', graph='application/n-triples', gzip=False)
    """
    accept = headers.get("accept", "")
    return AcceptedFormats(best(accept, TABLES), best(accept, GRAPHS), takes_gzip(headers.get("accept-encoding", "")))


def best(accept: str, offered: Iterable[str]) -> str | None:
    """Return the media type that suits a client best, or None.

    Among types of equal quality, one that the client names precedes one that a wildcard covers; then the order of the
    offer decides. An empty ``Accept`` means anything.

    >>> best("text/*;q=0.9, application/sparql-results+xml;q=0.8", TABLES)
    'text/csv'
    >>> best("text/csv;q=0, text/html", TABLES)
    """
    ranges = _ranges(accept) or [_Range("*/*", 1.0)]
    scored = [(*_score(media_type, ranges), -position, media_type) for position, media_type in enumerate(offered)]
    quality, _, _, media_type = max(scored)
    return media_type if quality > 0 else None


def takes_gzip(encodings: str) -> bool:
    """Return whether a client that sends this ``Accept-Encoding`` takes gzip.

    >>> takes_gzip("br, gzip;q=0.5"), takes_gzip("*, gzip;q=0"), takes_gzip("")
    (True, False, False)
    """
    accepted = {item.pattern: item.quality for item in _ranges(encodings)}
    return accepted.get("gzip", accepted.get("*", 0.0)) > 0


def content_type(media_type: str) -> str:
    """Return the ``Content-Type`` of a media type; text is declared as UTF-8.

    >>> content_type("text/csv"), content_type("application/ld+json")
    ('text/csv; charset=utf-8', 'application/ld+json')
    """
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def is_rdf(media_type: str) -> bool:
    """Return whether a media type names one RDF format, as the body of a request must.

    >>> is_rdf("text/turtle"), is_rdf("application/json")
    (True, False)
    """
    return media_type in GRAPHS and media_type not in TABLES


def _ranges(header: str) -> list[_Range]:
    ranges = []
    for item in header.lower().split(",")[:MOST_RANGES]:
        pattern, *parameters = (part.strip() for part in item.split(";"))
        if pattern:
            quality = next((part[2:].strip() for part in parameters if part.startswith("q=")), "1")
            ranges.append(_Range(pattern, float(quality) if _QUALITY.fullmatch(quality) else 0.0))
    return ranges


def _score(media_type: str, ranges: list[_Range]) -> tuple[float, int]:
    """Return the quality of a type by the most specific range that fits, and a rank of that range."""
    family = f"{media_type.partition('/')[0]}/*"
    for distance, pattern in enumerate((media_type, family, "*/*")):
        qualities = [item.quality for item in ranges if item.pattern == pattern]
        if qualities:
            return max(qualities), -distance
    return 0.0, -3
