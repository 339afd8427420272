"""rdflib's terms by their prefixed names, and deterministic Turtle."""

from __future__ import annotations

from functools import cache
from typing import Final

from rdflib import Graph as Triples
from rdflib import Namespace, URIRef
from rdflib.compare import to_canonical_graph

from paperatlas.rdf.prefixes import expand
from paperatlas.schema import NAMESPACES

__all__ = ["PA", "empty_triples", "term", "turtle"]

PA: Final = Namespace(NAMESPACES["pa"])
"""The vocabulary of paperatlas."""


@cache
def term(name: str) -> URIRef:
    """Return rdflib's term of a prefixed name.

    >>> term("dcterms:title")
    rdflib.term.URIRef('http://purl.org/dc/terms/title')
    """
    return URIRef(expand(name))


def empty_triples() -> Triples:
    """Return an rdflib graph without triples that has our prefixes and no others."""
    triples = Triples(bind_namespaces="none")
    for prefix, namespace in NAMESPACES.items():
        triples.bind(prefix, namespace)
    return triples


def turtle(triples: Triples) -> bytes:
    """Return triples as Turtle in UTF-8, the same bytes each time.

    rdflib sorts by the names of blank nodes, which are random; here they follow from the triples of each node.
    """
    canonical = empty_triples()
    canonical += to_canonical_graph(triples)
    data: bytes = canonical.serialize(format="turtle", encoding="utf-8")
    return data
