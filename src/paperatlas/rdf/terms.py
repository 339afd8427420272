"""RDF terms of rdflib by their prefixed names, and Turtle that is the same each time."""

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
    """The term of a prefixed name.

    >>> term("dcterms:title")
    rdflib.term.URIRef('http://purl.org/dc/terms/title')
    """
    return URIRef(expand(name))


def empty_triples() -> Triples:
    """An rdflib graph without triples that knows our prefixes and no others."""
    triples = Triples(bind_namespaces="none")
    for prefix, namespace in NAMESPACES.items():
        triples.bind(prefix, namespace)
    return triples


def turtle(written: Triples) -> bytes:
    """Triples as Turtle in UTF-8, the same bytes each time: blank nodes are named by what is said of them.

    rdflib sorts by the names of blank nodes, which chance makes otherwise.
    """
    canonical = empty_triples()
    canonical += to_canonical_graph(written)
    data: bytes = canonical.serialize(format="turtle", encoding="utf-8")
    return data
