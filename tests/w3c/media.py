"""Names of media types."""

from __future__ import annotations


def media_type_of(header: str | None) -> str | None:
    """The type in a Content-Type header, without its parameters.

    >>> media_type_of("text/turtle; charset=utf-8")
    'text/turtle'
    """
    return None if header is None else header.partition(";")[0].strip().lower()
