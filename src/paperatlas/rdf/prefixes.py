"""Prefixed names, such as ``pa:trainsOn``, for the terms of the vocabularies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from paperatlas.schema import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["compact", "expand", "prefixes_of"]

_LONGEST_FIRST: Final = sorted(NAMESPACES.items(), key=lambda item: len(item[1]), reverse=True)
_LOCAL_NAME: Final = re.compile(r"\w[\w-]*", re.ASCII)
"""What Turtle, SPARQL and XML take behind a prefix without an escape; no term that we write needs more."""


def expand(name: str) -> str:
    """Return the IRI of a prefixed name.

    Args:
        name: A prefix of :data:`paperatlas.schema.NAMESPACES`, a colon and a local name.

    Raises:
        KeyError: if there is no such prefix.

    >>> expand("dcterms:title")
    'http://purl.org/dc/terms/title'
    """
    prefix, _, local = name.partition(":")
    return NAMESPACES[prefix] + local


def compact(iri: str) -> str | None:
    """Return the prefixed name of an IRI, by the longest namespace that it starts with.

    Args:
        iri: Any IRI.

    Returns:
        A name that Turtle and SPARQL read as that IRI; None if there is none.

    >>> compact("https://w3id.org/paperatlas/vocab#trainsOn")
    'pa:trainsOn'
    >>> compact("http://schema.org/a/b") is compact("http://example.org/a") is None
    True
    """
    for prefix, namespace in _LONGEST_FIRST:
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}" if _LOCAL_NAME.fullmatch(iri, len(namespace)) else None
    return None


def prefixes_of(iris: Iterable[str]) -> dict[str, str]:
    """Return the prefixes that shorten some of these IRIs, each with its namespace.

    >>> prefixes_of(["http://purl.org/dc/terms/title", "http://example.org/a"])
    {'dcterms': 'http://purl.org/dc/terms/'}
    """
    used = {name.partition(":")[0] for name in map(compact, iris) if name}
    return {prefix: namespace for prefix, namespace in NAMESPACES.items() if prefix in used}
