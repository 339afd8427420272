"""RDF terms by their prefixed names, and the IRIs of what is no node of the graph."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from rdflib import Graph as Triples
from rdflib import Namespace, URIRef
from rdflib.compare import to_canonical_graph

from paperatlas.rdf.prefixes import expand
from paperatlas.schema import NAMESPACES

if TYPE_CHECKING:
    from paperatlas.records import Listing

__all__ = ["DESCRIPTION", "LICENCE", "PA", "empty_triples", "extractor_id", "listing_id", "page_id", "term", "turtle"]

PA: Final = Namespace(NAMESPACES["pa"])
"""The vocabulary of paperatlas."""

LICENCE: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
"""What the statements of a graph are given under; quotes stay their authors'."""

DESCRIPTION: Final = "graph"
"""The id of the node that describes the graph itself."""


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


def extractor_id(name: str) -> str:
    """The id of an extractor, percent-encoded.

    >>> extractor_id("my model-0.1.0+3d73c564")
    'extractor/my%20model-0.1.0+3d73c564'
    """
    return f"extractor/{quote(name, safe='+')}"


def page_id(name: str) -> str:
    """The id of a page, percent-encoded.

    >>> page_id("my page.txt")
    'page/my%20page.txt'
    """
    return f"page/{quote(name, safe='')}"


def listing_id(listing: Listing) -> str:
    """The id of a record on a page.

    >>> from paperatlas.records import Listing
    >>> listing_id(Listing("a.txt", 3))
    'listing/a.txt/3'
    """
    return f"listing/{quote(listing.page, safe='')}/{listing.line}"
