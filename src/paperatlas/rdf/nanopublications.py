"""The statements of a graph as nanopublications.

A nanopublication has four named graphs: a head that names the other three, the assertion, its provenance and its
publication info (Nanopublication Guidelines, 15 December 2013). Ours are not signed, and they bear no date: the same
graph gives the same bytes. Inferred statements are left out, for no paper states them, and unsure ones, for nobody
should publish them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from paperatlas._version import __version__
from paperatlas.rdf.triples import LICENCE, evidence_id, evidence_pairs, statement_pairs, term
from paperatlas.schema import predicate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperatlas.graph.graph import Graph, Statement

__all__ = ["nanopublications"]

_NP: Final = "http://www.nanopub.org/nschema#"
_PARTS: Final = {"assertion": "hasAssertion", "provenance": "hasProvenance", "pubinfo": "hasPublicationInfo"}

_Triple = tuple[ox.NamedNode, ox.NamedNode, "ox.NamedNode | ox.Literal"]


def nanopublications(graph: Graph) -> Iterator[ox.Quad]:
    """Yield the quads of the nanopublications of a graph, one nanopublication after another."""
    for statement in graph.statements:
        if statement.evidence:
            yield from _nanopublication(graph, statement)


def _nanopublication(graph: Graph, statement: Statement) -> Iterator[ox.Quad]:
    node = ox.NamedNode(graph.iri(f"nanopub/{statement.id}"))
    graphs = {part: ox.NamedNode(f"{node.value}/{part}") for part in ("Head", *_PARTS)}
    contents = {
        "Head": _head(node, graphs),
        "assertion": _assertion(graph, statement),
        "provenance": _provenance(graph, statement, graphs["assertion"]),
        "pubinfo": _publication_info(node),
    }
    for part, triples in contents.items():
        yield from (ox.Quad(*triple, graphs[part]) for triple in dict.fromkeys(triples))


def _head(node: ox.NamedNode, graphs: dict[str, ox.NamedNode]) -> Iterator[_Triple]:
    yield node, term("rdf:type"), ox.NamedNode(f"{_NP}Nanopublication")
    for part, relation in _PARTS.items():
        yield node, ox.NamedNode(_NP + relation), graphs[part]


def _assertion(graph: Graph, statement: Statement) -> Iterator[_Triple]:
    ends = [ox.NamedNode(graph.iri(end)) for end in (statement.subject, statement.object)]
    yield ends[0], term(f"pa:{predicate(statement.predicate).term}"), ends[1]
    for end, node_id in zip(ends, (statement.subject, statement.object), strict=True):
        yield end, term("rdfs:label"), ox.Literal(graph.entities[node_id].label)


def _provenance(graph: Graph, statement: Statement, assertion: ox.NamedNode) -> Iterator[_Triple]:
    node = ox.NamedNode(graph.iri(f"statement/{statement.id}"))
    yield assertion, term("prov:wasDerivedFrom"), node
    for paper in statement.papers:
        yield assertion, term("prov:hadPrimarySource"), ox.NamedNode(graph.iri(paper))
    yield from ((node, *pair) for pair in statement_pairs(graph, statement))
    for evidence in statement.evidence:
        subject = ox.NamedNode(graph.iri(evidence_id(statement, evidence)))
        yield from ((subject, *pair) for pair in evidence_pairs(graph, evidence))


def _publication_info(node: ox.NamedNode) -> Iterator[_Triple]:
    yield node, term("dcterms:license"), ox.NamedNode(LICENCE)
    yield node, term("prov:wasGeneratedBy"), ox.NamedNode(f"urn:paperatlas:{__version__}")
