"""The SHACL shapes that the schema makes, in Turtle (W3C Recommendation of 20 July 2017, its core part)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rdflib import RDF, RDFS, XSD, BNode, Literal, URIRef
from rdflib.collection import Collection

from paperatlas.rdf.terms import PA, empty_triples, term, turtle
from paperatlas.schema import NODE_TYPES, OUTCOMES, PREDICATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import Graph as Triples
    from rdflib.term import Node

    from paperatlas.schema import NodeType, Predicate

__all__ = ["shapes"]


def shapes() -> bytes:
    """A shape for each node type, for statements, for evidence and for wordings, as Turtle in UTF-8.

    >>> b"pa:ModelShape a sh:NodeShape" in shapes()
    True
    """
    written = empty_triples()
    for entry in NODE_TYPES:
        _node_shape(written, entry)
    _statement_shape(written)
    _evidence_shape(written)
    _wording_shape(written)
    return turtle(written)


def _shape(written: Triples, name: str, target: URIRef) -> URIRef:
    node = PA[f"{name}Shape"]
    written.add((node, RDF.type, term("sh:NodeShape")))
    written.add((node, term("sh:targetClass"), target))
    written.add((node, term("sh:nodeKind"), term("sh:IRI")))
    return node


def _property(written: Triples, shape: Node, path: URIRef, **rules: Any) -> BNode:
    """Add a property shape; each rule is a term of SHACL with its value."""
    node = BNode()
    written.add((shape, term("sh:property"), node))
    written.add((node, term("sh:path"), path))
    for name, value in rules.items():
        written.add((node, term(f"sh:{name}"), value if isinstance(value, (URIRef, BNode)) else Literal(value)))
    return node


def _node_shape(written: Triples, entry: NodeType) -> None:
    shape = _shape(written, entry.name, PA[entry.name])
    _property(written, shape, RDFS.label, minCount=1, maxCount=1, datatype=XSD.string, minLength=1)
    _property(written, shape, term("skos:altLabel"), datatype=XSD.string)
    for rule in PREDICATES:
        if entry.name in rule.subjects:
            _edge(written, shape, entry, rule)
        else:
            _property(written, shape, PA[rule.term], maxCount=0)
    if entry.name == "Paper":
        _property(written, shape, PA.wording, **{"minCount": 1, "class": PA.Wording})
        _property(written, shape, term("dcterms:title"), minCount=1, datatype=XSD.string)
        _property(written, shape, term("schema:datePublished"), maxCount=1)
        _property(written, shape, PA.authorsComplete, minCount=1, maxCount=1, datatype=XSD.boolean)


def _edge(written: Triples, shape: URIRef, entry: NodeType, rule: Predicate) -> None:
    """What an edge may lead to: one class, or one of several."""
    targets = [entry.name] if rule.same_type else list(rule.objects)
    node = _property(written, shape, PA[rule.term], nodeKind=term("sh:IRI"))
    if len(targets) == 1:
        written.add((node, term("sh:class"), PA[targets[0]]))
        return
    choices = []
    for name in targets:
        choice = BNode()
        written.add((choice, term("sh:class"), PA[name]))
        choices.append(choice)
    written.add((node, term("sh:or"), _listed(written, choices)))


def _listed(written: Triples, members: Iterable[Node]) -> BNode:
    head = BNode()
    Collection(written, head, list(members))
    return head


def _statement_shape(written: Triples) -> None:
    shape = _shape(written, "Statement", RDF.Statement)
    for path in (RDF.subject, RDF.object):
        _property(written, shape, path, minCount=1, maxCount=1, nodeKind=term("sh:IRI"))
    allowed = _listed(written, [PA[rule.term] for rule in PREDICATES])
    _property(written, shape, RDF.predicate, **{"minCount": 1, "maxCount": 1, "in": allowed})
    _property(written, shape, PA.support, minCount=1, maxCount=1, datatype=XSD.integer, minInclusive=0)
    _share(written, shape, PA.confidence)
    _property(written, shape, PA.evidence, **{"class": PA.Evidence})
    stated, inferred = BNode(), BNode()
    _property(written, stated, PA.evidence, minCount=1)
    _property(written, stated, PA.support, minInclusive=1)
    _property(written, inferred, PA.inferredBy, minCount=1, maxCount=1)
    _property(written, inferred, PA.support, hasValue=0)
    written.add((shape, term("sh:xone"), _listed(written, [stated, inferred])))


def _share(written: Triples, shape: URIRef, path: URIRef) -> None:
    """Exactly one number from 0 to 1."""
    bounds = {"minInclusive": 0, "maxInclusive": 1}
    _property(written, shape, path, minCount=1, maxCount=1, datatype=XSD.decimal, **bounds)


def _evidence_shape(written: Triples) -> None:
    shape = _shape(written, "Evidence", PA.Evidence)
    _property(written, shape, PA.quote, minCount=1, maxCount=1, datatype=XSD.string, minLength=1)
    _property(written, shape, term("prov:wasDerivedFrom"), **{"minCount": 1, "maxCount": 1, "class": PA.Paper})
    _property(written, shape, term("prov:wasAttributedTo"), minCount=1, maxCount=1)
    _share(written, shape, PA.confidence)
    outcomes = _listed(written, [Literal(outcome.name) for outcome in OUTCOMES])
    _property(written, shape, PA.outcome, **{"maxCount": 1, "in": outcomes})
    in_text, in_listing = BNode(), BNode()
    _property(written, in_text, PA.inWording, **{"minCount": 1, "maxCount": 1, "class": PA.Wording})
    start = _property(written, in_text, PA.start, minCount=1, maxCount=1, datatype=XSD.integer, minInclusive=0)
    written.add((start, term("sh:lessThan"), PA.end))
    _property(written, in_text, PA.end, minCount=1, maxCount=1, datatype=XSD.integer)
    _property(written, in_listing, PA.listing, **{"minCount": 1, "maxCount": 1, "class": PA.Listing})
    written.add((shape, term("sh:xone"), _listed(written, [in_text, in_listing])))


def _wording_shape(written: Triples) -> None:
    shape = _shape(written, "Wording", PA.Wording)
    _property(written, shape, term("dcterms:title"), minCount=1, maxCount=1, datatype=XSD.string, minLength=1)
    _property(written, shape, term("dcterms:abstract"), minCount=1, maxCount=1, datatype=XSD.string)
    _property(written, shape, PA.listing, **{"minCount": 1, "class": PA.Listing})
