"""RDF files as resources with properties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Term = NamedNode | BlankNode | Literal | Triple

SUITE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PREFIXES = {
    "rdf": _RDF,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "mf": "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#",
    "qt": "http://www.w3.org/2001/sw/DataAccess/tests/test-query#",
    "ut": "http://www.w3.org/2009/sparql/tests/test-update#",
    "rs": "http://www.w3.org/2001/sw/DataAccess/tests/result-set#",
    "cnt": "http://www.w3.org/2011/content#",
    "ht": "http://www.w3.org/2011/http#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
}


def iri(name: str) -> NamedNode:
    """The node that a prefixed name stands for.

    >>> iri("mf:name").value
    'http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#name'
    """
    prefix, local = name.split(":", 1)
    return NamedNode(PREFIXES[prefix] + local)


def text_of(term: Term) -> str:
    """A term's IRI, label or string, without its marks.

    >>> text_of(NamedNode("http://example.org/a")), text_of(Literal(1))
    ('http://example.org/a', '1')
    """
    return str(term) if isinstance(term, Triple) else term.value


def local_name(term: Term) -> str:
    """What stands behind the last # of an IRI.

    >>> local_name(iri("mf:name"))
    'name'
    """
    return text_of(term).rpartition("#")[2]


def in_graph(triple: Triple, graph: NamedNode | None = None) -> ox.Quad:
    """A triple in a named graph, or in the default one."""
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph or ox.DefaultGraph())


class Facts:
    """The triples of one graph, by subject and predicate."""

    def __init__(self, triples: list[Triple]) -> None:
        self.triples = triples
        self._store = ox.Store()
        self._store.extend(in_graph(triple) for triple in triples)

    def values(self, subject: Term, predicate: str) -> list[Term]:
        """Return the values of a property (a prefixed name) of a resource, in a fixed order."""
        return sorted((quad.object for quad in self._quads(subject, predicate)), key=str)

    def value(self, subject: Term, predicate: str) -> Term | None:
        """Return the first value of a property; None if it has none."""
        return next(iter(self.values(subject, predicate)), None)

    def text(self, subject: Term, predicate: str) -> str | None:
        """Return the first value of a property as a string; None if it has none."""
        value = self.value(subject, predicate)
        return None if value is None else text_of(value)

    def subjects(self, predicate: str, value: Term | None = None) -> list[Term]:
        """Return the resources with a property, and with a value if one is given."""
        return sorted({quad.subject for quad in self._quads(None, predicate, value)}, key=str)

    def members(self, head: Term | None) -> Iterator[Term]:
        """Yield the members of an RDF list."""
        while head is not None and head != iri("rdf:nil"):
            first = self.value(head, "rdf:first")
            if first is not None:
                yield first
            head = self.value(head, "rdf:rest")

    def _quads(self, subject: Term | None, predicate: str, value: Term | None = None) -> Iterator[ox.Quad]:
        if isinstance(subject, Literal | Triple):
            return iter(())
        return self._store.quads_for_pattern(subject, iri(predicate), value, ox.DefaultGraph())


def address(path: Path) -> str:
    """The IRI under which the suite publishes a file of one of its folders."""
    return f"{SUITE}{path.parent.name}/{path.name}"


def triples_of(path: Path) -> list[Triple]:
    """The triples of an RDF file of the suite; its blank nodes are never those of another file."""
    quads = ox.parse(path=path, base_iri=address(path), rename_blank_nodes=True)
    return [quad.triple for quad in quads]
