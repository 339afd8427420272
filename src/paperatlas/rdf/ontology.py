"""The ontology that the schema makes, in Turtle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, BNode, Literal, URIRef
from rdflib.collection import Collection

from paperatlas._version import __version__
from paperatlas.rdf.terms import PA, empty_triples, term, turtle
from paperatlas.rdf.vocabulary import LICENCE
from paperatlas.schema import AUXILIARY_CLASSES, NODE_TYPES, OUTCOMES, PREDICATES, PROPERTIES, VOCABULARY, predicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rdflib import Graph as Triples

    from paperatlas.schema import Outcome, Predicate, Property

__all__ = ["ontology"]


def ontology() -> bytes:
    """Classes and properties with labels, comments, domains, ranges and what they stand below, as Turtle in UTF-8.

    >>> b"pa:trainsOn a owl:ObjectProperty" in ontology()
    True
    """
    written = empty_triples()
    _header(written)
    for node_type in NODE_TYPES:
        _class(written, node_type.name, node_type.superclasses, node_type.comment)
    for name, superclasses, comment in AUXILIARY_CLASSES:
        _class(written, name, superclasses, comment)
    for rule in PREDICATES:
        _predicate(written, rule)
    for outcome in OUTCOMES:
        _outcome(written, outcome)
    for entry in PROPERTIES:
        _property(written, entry)
    return turtle(written)


def _header(written: Triples) -> None:
    node = URIRef(VOCABULARY.removesuffix("#"))
    written.add((node, RDF.type, OWL.Ontology))
    written.add((node, term("dcterms:title"), Literal("The vocabulary of paperatlas", lang="en")))
    about = "Papers on machine learning, the models, datasets and methods they name, and what they state of them."
    written.add((node, term("dcterms:description"), Literal(about, lang="en")))
    written.add((node, term("dcterms:license"), URIRef(LICENCE)))
    written.add((node, OWL.versionInfo, Literal(__version__)))


def _class(written: Triples, name: str, superclasses: Iterable[str], comment: str) -> None:
    written.add((PA[name], RDF.type, OWL.Class))
    _described(written, PA[name], name, comment)
    for superclass in superclasses:
        written.add((PA[name], RDFS.subClassOf, term(superclass)))


def _described(written: Triples, node: URIRef, label: str, comment: str) -> None:
    written.add((node, RDFS.label, Literal(label, lang="en")))
    written.add((node, RDFS.comment, Literal(comment, lang="en")))
    written.add((node, RDFS.isDefinedBy, URIRef(VOCABULARY.removesuffix("#"))))


def _predicate(written: Triples, rule: Predicate) -> None:
    node = PA[rule.term]
    written.add((node, RDF.type, OWL.ObjectProperty))
    _described(written, node, rule.name, rule.comment)
    _ends(written, node, rule)
    for parent in rule.superproperties:
        written.add((node, RDFS.subPropertyOf, term(parent)))


def _ends(written: Triples, node: URIRef, rule: Predicate) -> None:
    """Domain and range: one union where there are several types, and each by itself for readers of schema.org."""
    for relation, includes, names in (
        (RDFS.domain, term("schema:domainIncludes"), rule.subjects),
        (RDFS.range, term("schema:rangeIncludes"), rule.objects),
    ):
        _union(written, node, relation, [PA[name] for name in names])
        for name in names:
            written.add((node, includes, PA[name]))


def _union(written: Triples, node: URIRef, relation: URIRef, classes: Sequence[URIRef]) -> None:
    if len(classes) == 1:
        written.add((node, relation, classes[0]))
        return
    union, members = BNode(), BNode()
    Collection(written, members, list(classes))
    written.add((node, relation, union))
    written.add((union, RDF.type, OWL.Class))
    written.add((union, OWL.unionOf, members))


def _outcome(written: Triples, outcome: Outcome) -> None:
    if outcome.term is None:
        return
    node, above = PA[outcome.term], predicate("compares-to")
    written.add((node, RDF.type, OWL.ObjectProperty))
    _described(written, node, f"{above.name}: {outcome.name}", outcome.comment)
    written.add((node, RDFS.subPropertyOf, PA[above.term]))
    _ends(written, node, above)
    if outcome.name == "worse":
        written.add((node, OWL.inverseOf, PA[OUTCOMES[0].term or ""]))
    if outcome.name == "comparable":
        written.add((node, RDF.type, OWL.SymmetricProperty))


def _property(written: Triples, entry: Property) -> None:
    node = PA[entry.term]
    kind = OWL.DatatypeProperty if entry.range.startswith("xsd:") else OWL.ObjectProperty
    written.add((node, RDF.type, kind))
    _described(written, node, entry.label, entry.comment)
    written.add((node, RDFS.range, term(entry.range)))
    _union(written, node, RDFS.domain, [term(name) for name in entry.domain])
