"""The graph as RDF 1.1, in four syntaxes; the same graph gives the same bytes."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from rdflib import RDF, RDFS, XSD, Literal, URIRef

from paperatlas._version import __version__
from paperatlas.errors import OutputError
from paperatlas.rdf.terms import DESCRIPTION, LICENCE, PA, empty_triples, extractor_id, listing_id, page_id, term
from paperatlas.schema import NAMESPACES, OUTCOMES, PREDICATES, VOCABULARY, predicate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib import Graph as Triples
    from rdflib.term import Node

    from paperatlas.records import Date, Evidence, Graph, Page, PaperFacts, Statement, Wording

__all__ = ["FORMATS", "serialize", "triples"]

FORMATS: Final[dict[str, tuple[str, str]]] = {
    "turtle": ("turtle", ".ttl"),
    "ntriples": ("nt11", ".nt"),
    "jsonld": ("json-ld", ".jsonld"),
    "rdfxml": ("xml", ".rdf"),
}
"""The syntaxes: what we call each, what rdflib calls it, and how its files end."""

Triple = tuple[URIRef, URIRef, "Node"]

for _prefix, _namespace in NAMESPACES.items():
    ET.register_namespace(_prefix, _namespace)

_FINE_TUNED = re.compile(r"\bfine-?\s?tun(?:e|ed|es|ing)\b", re.IGNORECASE)
_DATATYPES = {10: XSD.date, 7: XSD.gYearMonth, 4: XSD.gYear}


def serialize(graph: Graph, syntax: str = "turtle") -> bytes:
    """The graph in one syntax, as UTF-8.

    Args:
        graph: Any graph.
        syntax: A key of :data:`FORMATS`.

    Raises:
        OutputError: if there is no such syntax.
    """
    if syntax not in FORMATS:
        raise OutputError(f"no RDF syntax {syntax!r}; choose one of {', '.join(FORMATS)}")
    filled = _filled(graph)
    if syntax == "ntriples":
        lines = sorted(filled.serialize(format="nt11", encoding="utf-8").splitlines(keepends=True))
        return b"".join(line for line in lines if line.strip())
    if syntax == "jsonld":
        document = json.loads(filled.serialize(format="json-ld", context=dict(NAMESPACES)))
        return f"{json.dumps(_sorted(document), ensure_ascii=False, indent=1, sort_keys=True)}\n".encode()
    data: bytes = filled.serialize(format=FORMATS[syntax][0], encoding="utf-8")
    return _sorted_xml(data) if syntax == "rdfxml" else data


def _sorted_xml(data: bytes) -> bytes:
    """RDF/XML with subjects and their properties in order; rdflib writes them in one that chance makes."""
    root = ET.fromstring(data)  # noqa: S314 (written a moment ago, by ourselves)
    for node in root:
        node[:] = sorted(node, key=ET.tostring)
    root[:] = sorted(root, key=lambda node: node.get(f"{{{NAMESPACES['rdf']}}}about", ""))
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _sorted(value: Any) -> Any:
    """JSON-LD with its arrays sorted: they are sets, and rdflib writes them in an order that chance makes."""
    if isinstance(value, dict):
        return {key: _sorted(member) for key, member in value.items()}
    if isinstance(value, list):
        return sorted(map(_sorted, value), key=lambda member: json.dumps(member, sort_keys=True))
    return value


def _filled(graph: Graph) -> Triples:
    """The triples in an rdflib graph, put in sorted: some of its writers follow the order of insertion."""
    filled = empty_triples()
    for triple in sorted(set(triples(graph)), key=_order):
        filled.add(triple)
    return filled


def _order(triple: Triple) -> tuple[str, str, str]:
    subject, relation, value = triple
    return subject, relation, value.n3()


def triples(graph: Graph) -> Iterator[Triple]:
    """All triples of a graph: nodes, edges, statements with evidence, pages, and what describes the graph itself."""
    body = list(_body(graph))
    yield from body
    yield from _description(graph, body)


def _body(graph: Graph) -> Iterator[Triple]:
    for entity in graph.entities.values():
        node = URIRef(graph.iri(entity.id))
        yield node, RDF.type, PA[entity.type]
        yield node, RDFS.label, Literal(entity.label)
        for alias in entity.aliases:
            yield node, term("skos:altLabel"), Literal(alias)
    for node_id, facts in graph.papers.items():
        yield from _paper(graph, node_id, facts)
    for statement in graph.statements:
        yield from _edge(graph, statement)
        yield from _statement(graph, statement)
    for page in graph.pages:
        yield from _page(graph, page)


def _paper(graph: Graph, node_id: str, facts: PaperFacts) -> Iterator[Triple]:
    node = URIRef(graph.iri(node_id))
    for wording in facts.wordings:
        yield from _wording(graph, node_id, wording)
    for identifier in facts.identifiers:
        yield node, term("dcterms:identifier"), Literal(identifier)
    if facts.date is not None:
        yield node, term("schema:datePublished"), _date(facts.date)
        if facts.date.year_inferred:
            yield node, PA.yearInferred, Literal(True)
    addresses = {term("schema:url"): facts.urls, term("schema:codeRepository"): facts.code_urls}
    for relation, urls in addresses.items():
        for url in urls:
            yield node, relation, Literal(url, datatype=XSD.anyURI)
    for category in facts.categories:
        yield node, PA.category, Literal(category)
    yield from _counts_and_flags(node, facts)


def _counts_and_flags(node: URIRef, facts: PaperFacts) -> Iterator[Triple]:
    values = {
        PA.authorsComplete: facts.authors_complete,
        PA.authorCount: facts.author_count,
        PA.commentCount: facts.comment_count,
        PA.upvotes: facts.upvotes,
        PA.hasCode: facts.has_code,
    }
    for relation, value in values.items():
        if value is not None:
            yield node, relation, Literal(value)


def _wording(graph: Graph, node_id: str, wording: Wording) -> Iterator[Triple]:
    paper = URIRef(graph.iri(node_id))
    node = URIRef(graph.iri(f"wording/{wording.id}"))
    yield paper, PA.wording, node
    yield node, RDF.type, PA.Wording
    for subject in (paper, node):
        yield subject, term("dcterms:title"), Literal(wording.title)
        if wording.abstract or subject == node:
            yield subject, term("dcterms:abstract"), Literal(wording.abstract)
    for listing in wording.listings:
        place = URIRef(graph.iri(listing_id(listing)))
        yield node, PA.listing, place
        yield place, RDF.type, PA.Listing
        yield place, PA.page, URIRef(graph.iri(page_id(listing.page)))
        yield place, PA.line, Literal(listing.line)


def _date(date: Date) -> Literal:
    text = str(date)
    return Literal(text, datatype=XSD.gMonthDay if date.year is None else _DATATYPES[len(text)], normalize=False)


def _edge(graph: Graph, statement: Statement) -> Iterator[Triple]:
    """The plain triple, and those beside and below it."""
    subject, target = URIRef(graph.iri(statement.subject)), URIRef(graph.iri(statement.object))
    rule = predicate(statement.predicate)
    yield subject, PA[rule.term], target
    subject_type, target_type = (graph.entities[end].type for end in (statement.subject, statement.object))
    if rule.beside is not None and subject_type in rule.beside_subjects:
        yield subject, term(rule.beside), target
    for outcome in OUTCOMES:
        if outcome.term is not None and outcome.name in statement.outcomes:
            yield subject, PA[outcome.term], target
    if rule.name == "based-on" and (subject_type, target_type) == ("Model", "Model") and _says_fine_tuned(statement):
        yield subject, term("fair4ml:fineTunedFrom"), target


def _says_fine_tuned(statement: Statement) -> bool:
    return any(_FINE_TUNED.search(evidence.quote) for evidence in statement.evidence)


def _statement(graph: Graph, statement: Statement) -> Iterator[Triple]:
    node = URIRef(graph.iri(f"statement/{statement.id}"))
    yield node, RDF.type, RDF.Statement
    yield node, RDF.subject, URIRef(graph.iri(statement.subject))
    yield node, RDF.predicate, PA[predicate(statement.predicate).term]
    yield node, RDF.object, URIRef(graph.iri(statement.object))
    yield node, PA.support, Literal(statement.support)
    yield node, PA.confidence, _decimal(statement.confidence)
    if statement.inferred_by is not None:
        yield node, PA.inferredBy, Literal(statement.inferred_by)
    for premise in statement.premises:
        yield node, PA.premise, URIRef(graph.iri(f"statement/{premise}"))
    for evidence in statement.evidence:
        yield from _evidence(graph, node, evidence)


def _evidence(graph: Graph, statement: URIRef, evidence: Evidence) -> Iterator[Triple]:
    parts = "\x00".join(map(str, (statement, *evidence.order)))
    node = URIRef(graph.iri(f"evidence/{hashlib.sha256(parts.encode()).hexdigest()[:16]}"))
    yield statement, PA.evidence, node
    yield node, RDF.type, PA.Evidence
    yield node, PA.quote, Literal(evidence.quote)
    yield node, term("prov:wasDerivedFrom"), URIRef(graph.iri(evidence.paper))
    yield node, PA.confidence, _decimal(evidence.confidence)
    agent = URIRef(graph.iri(extractor_id(evidence.extractor)))
    yield node, term("prov:wasAttributedTo"), agent
    yield agent, RDF.type, term("prov:SoftwareAgent")
    yield agent, RDFS.label, Literal(evidence.extractor)
    if evidence.wording is not None and evidence.start is not None and evidence.end is not None:
        yield node, PA.inWording, URIRef(graph.iri(f"wording/{evidence.wording}"))
        yield node, PA.start, Literal(evidence.start)
        yield node, PA.end, Literal(evidence.end)
    if evidence.listing is not None:
        yield node, PA.listing, URIRef(graph.iri(listing_id(evidence.listing)))
    if evidence.outcome is not None:
        yield node, PA.outcome, Literal(evidence.outcome)


def _decimal(value: float) -> Literal:
    return Literal(f"{value:.3f}", datatype=XSD.decimal, normalize=False)


def _page(graph: Graph, page: Page) -> Iterator[Triple]:
    node = URIRef(graph.iri(page_id(page.name)))
    yield node, RDF.type, PA.Page
    yield node, RDFS.label, Literal(page.name)
    yield node, PA.layout, Literal(page.layout)
    yield node, PA.sha256, Literal(page.sha256)
    yield node, PA.records, Literal(page.records)


def _description(graph: Graph, body: list[Triple]) -> Iterator[Triple]:
    """What VoID says of a data set (W3C Interest Group Note of 3 March 2011); the counts leave out these triples."""
    node = URIRef(graph.iri(DESCRIPTION))
    distinct = set(body)
    yield node, RDF.type, term("void:Dataset")
    yield node, term("dcterms:title"), Literal("A knowledge graph of machine-learning papers")
    yield node, term("dcterms:license"), URIRef(LICENCE)
    yield node, term("owl:versionInfo"), Literal(f"paperatlas {__version__}")
    yield node, term("void:vocabulary"), URIRef(VOCABULARY)
    yield node, term("void:uriSpace"), Literal(graph.base)
    yield node, term("void:triples"), Literal(len(distinct))
    yield node, term("void:entities"), Literal(len(graph.entities))
    for page in graph.pages:
        yield node, term("dcterms:source"), URIRef(graph.iri(page_id(page.name)))
    for name in filter(None, graph.extractor.split(", ")):
        yield node, term("prov:wasAttributedTo"), URIRef(graph.iri(extractor_id(name)))
    yield from _partitions(graph, node)


def _partitions(graph: Graph, node: URIRef) -> Iterator[Triple]:
    """How many nodes there are of each type, and how many edges of each predicate."""
    types = Counter(entity.type for entity in graph.entities.values())
    for name, count in sorted(types.items()):
        part = URIRef(graph.iri(f"{DESCRIPTION}#{name}"))
        yield node, term("void:classPartition"), part
        yield part, term("void:class"), PA[name]
        yield part, term("void:entities"), Literal(count)
    edges = Counter(statement.predicate for statement in graph.statements)
    for rule in PREDICATES:
        if edges[rule.name]:
            part = URIRef(graph.iri(f"{DESCRIPTION}#{rule.term}"))
            yield node, term("void:propertyPartition"), part
            yield part, term("void:property"), PA[rule.term]
            yield part, term("void:triples"), Literal(edges[rule.name])
