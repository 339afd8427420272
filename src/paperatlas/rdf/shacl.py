"""The SHACL shapes that follow from the schema (W3C Recommendation of 20 July 2017, its core part), and validation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyshacl
from rdflib import RDF, RDFS, XSD, BNode, Literal, URIRef
from rdflib import Graph as Triples
from rdflib.collection import Collection

from paperatlas.errors import GraphError
from paperatlas.rdf.terms import PA, empty_triples, term, turtle
from paperatlas.schema import NODE_TYPES, OUTCOMES, PREDICATES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rdflib.term import Node

    from paperatlas.schema import NodeType, Predicate

__all__ = ["check_conformance", "shapes"]


def check_conformance(path: Path) -> None:
    """Validate a Turtle file against the shapes with pySHACL.

    Args:
        path: A Turtle file.

    Raises:
        GraphError: if it cannot be read or does not conform; the message holds the first faults.
    """
    try:
        data = Triples().parse(path, format="turtle")
    except (OSError, SyntaxError, ValueError) as error:
        raise GraphError(f"cannot read {path}: {error}; build the graph again") from error
    conforms, _, text = pyshacl.validate(data, shacl_graph=Triples().parse(shapes(), format="turtle"), inplace=True)
    if not conforms:
        raise GraphError(f"{path} does not conform to the shapes; build it again or mend it.\n{text[:2000]}")


def shapes() -> bytes:
    """Return the shapes of each node type, of statements, sure or not, evidence and paper versions, as Turtle in UTF-8.

    >>> b"pa:ModelShape a sh:NodeShape" in shapes()
    True
    """
    triples = empty_triples()
    for entry in NODE_TYPES:
        _node_shape(triples, entry)
    _statement_shape(triples)
    _unsure_statement_shape(triples)
    _evidence_shape(triples)
    _paper_version_shape(triples)
    return turtle(triples)


def _shape(triples: Triples, name: str, target: URIRef) -> URIRef:
    node = PA[f"{name}Shape"]
    triples.add((node, RDF.type, term("sh:NodeShape")))
    triples.add((node, term("sh:targetClass"), target))
    triples.add((node, term("sh:nodeKind"), term("sh:IRI")))
    return node


def _property(triples: Triples, shape: Node, path: URIRef, **rules: Any) -> BNode:
    """Add a property shape; each rule is a term of SHACL with its value."""
    node = BNode()
    triples.add((shape, term("sh:property"), node))
    triples.add((node, term("sh:path"), path))
    for name, value in rules.items():
        triples.add((node, term(f"sh:{name}"), value if isinstance(value, (URIRef, BNode)) else Literal(value)))
    return node


def _node_shape(triples: Triples, entry: NodeType) -> None:
    shape = _shape(triples, entry.name, PA[entry.name])
    _property(triples, shape, RDFS.label, minCount=1, maxCount=1, datatype=XSD.string, minLength=1)
    _property(triples, shape, term("skos:altLabel"), datatype=XSD.string)
    for rule in PREDICATES:
        if entry.name in rule.subjects:
            _edge(triples, shape, entry, rule)
        else:
            _property(triples, shape, PA[rule.term], maxCount=0)
    if entry.name == "Paper":
        _property(triples, shape, PA.wording, **{"minCount": 1, "class": PA.Wording})
        _property(triples, shape, term("dcterms:title"), minCount=1, datatype=XSD.string)
        _property(triples, shape, term("schema:datePublished"), maxCount=1)
        _property(triples, shape, PA.authorsComplete, minCount=1, maxCount=1, datatype=XSD.boolean)


def _edge(triples: Triples, shape: URIRef, entry: NodeType, rule: Predicate) -> None:
    """Add the shape of an edge, whose object has one class, or one of several."""
    targets = [entry.name] if rule.same_type else list(rule.objects)
    node = _property(triples, shape, PA[rule.term], nodeKind=term("sh:IRI"))
    if len(targets) == 1:
        triples.add((node, term("sh:class"), PA[targets[0]]))
        return
    choices = []
    for name in targets:
        choice = BNode()
        triples.add((choice, term("sh:class"), PA[name]))
        choices.append(choice)
    triples.add((node, term("sh:or"), _listed(triples, choices)))


def _listed(triples: Triples, members: Iterable[Node]) -> BNode:
    head = BNode()
    Collection(triples, head, list(members))
    return head


def _statement_shape(triples: Triples) -> None:
    shape = _shape(triples, "Statement", RDF.Statement)
    _statement_parts(triples, shape, PREDICATES)
    stated, inferred = BNode(), BNode()
    _property(triples, stated, PA.evidence, minCount=1)
    _property(triples, stated, PA.support, minInclusive=1)
    _property(triples, inferred, PA.inferredBy, minCount=1, maxCount=1)
    _property(triples, inferred, PA.support, hasValue=0)
    triples.add((shape, term("sh:xone"), _listed(triples, [stated, inferred])))


def _unsure_statement_shape(triples: Triples) -> None:
    """Add the shape of statements that are read from texts alone, with predicates that leave the unsure ones out."""
    shape = _shape(triples, "UnsureStatement", PA.UnsureStatement)
    _statement_parts(triples, shape, [rule for rule in PREDICATES if rule.min_confidence is not None])
    _property(triples, shape, PA.evidence, minCount=1)
    _property(triples, shape, PA.support, minInclusive=1)
    _property(triples, shape, PA.inferredBy, maxCount=0)
    sure = BNode()
    triples.add((sure, term("sh:class"), RDF.Statement))
    triples.add((shape, term("sh:not"), sure))


def _statement_parts(triples: Triples, shape: URIRef, rules: Iterable[Predicate]) -> None:
    """Add the shapes of what each statement has; its predicate is one of those given."""
    for path in (RDF.subject, RDF.object):
        _property(triples, shape, path, minCount=1, maxCount=1, nodeKind=term("sh:IRI"))
    allowed = _listed(triples, [PA[rule.term] for rule in rules])
    _property(triples, shape, RDF.predicate, **{"minCount": 1, "maxCount": 1, "in": allowed})
    _property(triples, shape, PA.support, minCount=1, maxCount=1, datatype=XSD.integer, minInclusive=0)
    _probability(triples, shape, PA.confidence)
    _property(triples, shape, PA.evidence, **{"class": PA.Evidence})


def _probability(triples: Triples, shape: URIRef, path: URIRef) -> None:
    """Add the shape of a property with exactly one number from 0 to 1."""
    bounds = {"minInclusive": 0, "maxInclusive": 1}
    _property(triples, shape, path, minCount=1, maxCount=1, datatype=XSD.decimal, **bounds)


def _evidence_shape(triples: Triples) -> None:
    shape = _shape(triples, "Evidence", PA.Evidence)
    _property(triples, shape, PA.quote, minCount=1, maxCount=1, datatype=XSD.string, minLength=1)
    _property(triples, shape, term("prov:wasDerivedFrom"), **{"minCount": 1, "maxCount": 1, "class": PA.Paper})
    _property(triples, shape, term("prov:wasAttributedTo"), minCount=1, maxCount=1)
    _probability(triples, shape, PA.confidence)
    outcomes = _listed(triples, [Literal(outcome.name) for outcome in OUTCOMES])
    _property(triples, shape, PA.outcome, **{"maxCount": 1, "in": outcomes})
    in_text, in_listing = BNode(), BNode()
    _property(triples, in_text, PA.inWording, **{"minCount": 1, "maxCount": 1, "class": PA.Wording})
    start = _property(triples, in_text, PA.start, minCount=1, maxCount=1, datatype=XSD.integer, minInclusive=0)
    triples.add((start, term("sh:lessThan"), PA.end))
    _property(triples, in_text, PA.end, minCount=1, maxCount=1, datatype=XSD.integer)
    _property(triples, in_listing, PA.listing, **{"minCount": 1, "maxCount": 1, "class": PA.Listing})
    triples.add((shape, term("sh:xone"), _listed(triples, [in_text, in_listing])))


def _paper_version_shape(triples: Triples) -> None:
    shape = _shape(triples, "Wording", PA.Wording)
    _property(triples, shape, term("dcterms:title"), minCount=1, maxCount=1, datatype=XSD.string, minLength=1)
    _property(triples, shape, term("dcterms:abstract"), minCount=1, maxCount=1, datatype=XSD.string)
    _property(triples, shape, PA.listing, **{"minCount": 1, "class": PA.Listing})
