"""The ontology that follows from the schema, in Turtle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, BNode, Literal, URIRef
from rdflib.collection import Collection

from paperatlas._version import __version__
from paperatlas.rdf.terms import PA, empty_triples, term, turtle
from paperatlas.rdf.triples import LICENCE
from paperatlas.schema import AUXILIARY_CLASSES, NODE_TYPES, OUTCOMES, PREDICATES, PROPERTIES, VOCABULARY, predicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rdflib import Graph as Triples

    from paperatlas.schema import Outcome, Predicate, Property

__all__ = ["ontology"]


def ontology() -> bytes:
    """Return the classes and properties with labels, comments, domains, ranges and hierarchies, as Turtle in UTF-8.

    >>> b"pa:trainsOn a owl:ObjectProperty" in ontology()
    True
    """
    triples = empty_triples()
    _header(triples)
    for node_type in NODE_TYPES:
        _class(triples, node_type.name, node_type.superclasses, node_type.comment)
    for name, superclasses, comment in AUXILIARY_CLASSES:
        _class(triples, name, superclasses, comment)
    for rule in PREDICATES:
        _predicate(triples, rule)
    for outcome in OUTCOMES:
        _outcome(triples, outcome)
    for entry in PROPERTIES:
        _property(triples, entry)
    return turtle(triples)


def _header(triples: Triples) -> None:
    node = URIRef(VOCABULARY.removesuffix("#"))
    triples.add((node, RDF.type, OWL.Ontology))
    triples.add((node, term("dcterms:title"), Literal("The vocabulary of paperatlas", lang="en")))
    about = "Papers on machine learning, the models, datasets and methods they name, and what they state of them."
    triples.add((node, term("dcterms:description"), Literal(about, lang="en")))
    triples.add((node, term("dcterms:license"), URIRef(LICENCE)))
    triples.add((node, OWL.versionInfo, Literal(__version__)))


def _class(triples: Triples, name: str, superclasses: Iterable[str], comment: str) -> None:
    triples.add((PA[name], RDF.type, OWL.Class))
    _annotate(triples, PA[name], name, comment)
    for superclass in superclasses:
        triples.add((PA[name], RDFS.subClassOf, term(superclass)))


def _annotate(triples: Triples, node: URIRef, label: str, comment: str) -> None:
    triples.add((node, RDFS.label, Literal(label, lang="en")))
    triples.add((node, RDFS.comment, Literal(comment, lang="en")))
    triples.add((node, RDFS.isDefinedBy, URIRef(VOCABULARY.removesuffix("#"))))


def _predicate(triples: Triples, rule: Predicate) -> None:
    node = PA[rule.term]
    triples.add((node, RDF.type, OWL.ObjectProperty))
    _annotate(triples, node, rule.name, rule.comment)
    _domain_and_range(triples, node, rule)
    for parent in rule.superproperties:
        triples.add((node, RDFS.subPropertyOf, term(parent)))


def _domain_and_range(triples: Triples, node: URIRef, rule: Predicate) -> None:
    """Add domain and range: one union of several types, and each type by itself for readers of schema.org."""
    for relation, includes, names in (
        (RDFS.domain, term("schema:domainIncludes"), rule.subjects),
        (RDFS.range, term("schema:rangeIncludes"), rule.objects),
    ):
        _union(triples, node, relation, [PA[name] for name in names])
        for name in names:
            triples.add((node, includes, PA[name]))


def _union(triples: Triples, node: URIRef, relation: URIRef, classes: Sequence[URIRef]) -> None:
    if len(classes) == 1:
        triples.add((node, relation, classes[0]))
        return
    union, members = BNode(), BNode()
    Collection(triples, members, list(classes))
    triples.add((node, relation, union))
    triples.add((union, RDF.type, OWL.Class))
    triples.add((union, OWL.unionOf, members))


def _outcome(triples: Triples, outcome: Outcome) -> None:
    if outcome.term is None:
        return
    node, above = PA[outcome.term], predicate("compares-to")
    triples.add((node, RDF.type, OWL.ObjectProperty))
    _annotate(triples, node, f"{above.name}: {outcome.name}", outcome.comment)
    triples.add((node, RDFS.subPropertyOf, PA[above.term]))
    _domain_and_range(triples, node, above)
    if outcome.name == "worse":
        triples.add((node, OWL.inverseOf, PA[OUTCOMES[0].term or ""]))
    if outcome.name == "comparable":
        triples.add((node, RDF.type, OWL.SymmetricProperty))


def _property(triples: Triples, entry: Property) -> None:
    node = PA[entry.term]
    kind = OWL.DatatypeProperty if entry.range.startswith("xsd:") else OWL.ObjectProperty
    triples.add((node, RDF.type, kind))
    _annotate(triples, node, entry.label, entry.comment)
    triples.add((node, RDFS.range, term(entry.range)))
    _union(triples, node, RDFS.domain, [term(name) for name in entry.domain])
