"""The triples of a graph, one subject after another, so that no writer holds them all.

Each subject and each triple comes once. Their order follows the graph alone: the same graph gives the same triples in
the same order.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pyoxigraph as ox

from paperatlas._version import __version__
from paperatlas.rdf.prefixes import expand
from paperatlas.schema import OUTCOMES, PREDICATES, VOCABULARY, predicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperatlas.graph.graph import Entity, Evidence, Graph, PaperMetadata, PaperVersion, Statement
    from paperatlas.graph.papers import Date, SourceFile, SourceLocation

__all__ = [
    "DESCRIPTION",
    "LICENCE",
    "Pair",
    "SubjectTriples",
    "Term",
    "evidence_id",
    "evidence_pairs",
    "statement_pairs",
    "term",
    "triples",
    "triples_by_subject",
    "version_id",
]

LICENCE: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
"""The licence of the statements of a graph; quotes stay their authors'."""

DESCRIPTION: Final = "graph"
"""The id of the node that describes the graph itself."""

Term = ox.NamedNode | ox.Literal
"""The object of a triple."""

Pair = tuple[ox.NamedNode, Term]
"""A property and its value."""

SubjectTriples = tuple[ox.NamedNode, list[Pair]]
"""A subject with its properties and their values."""

_FINE_TUNED = re.compile(r"\bfine-?\s?tun(?:e|ed|es|ing)\b", re.IGNORECASE)
_DATATYPES: Final = {10: "xsd:date", 7: "xsd:gYearMonth", 4: "xsd:gYear"}


@cache
def term(name: str) -> ox.NamedNode:
    """Return the node of a prefixed name.

    >>> term("dcterms:title")
    <NamedNode value=http://purl.org/dc/terms/title>
    """
    return ox.NamedNode(expand(name))


def triples_by_subject(graph: Graph) -> Iterator[SubjectTriples]:
    """Yield the subjects of a graph: nodes with edges, paper versions, statements, evidence, pages, the description.

    An unsure statement is a node of the class ``pa:UnsureStatement`` with its evidence, and no edge.
    """
    count = 0
    for subject, pairs in _body(graph):
        distinct = list(dict.fromkeys(pairs))
        count += len(distinct)
        yield ox.NamedNode(graph.iri(subject)), distinct
    yield from _description(graph, count)


def triples(graph: Graph) -> Iterator[ox.Triple]:
    """Yield all triples of a graph, those of a subject together."""
    return (ox.Triple(subject, *pair) for subject, pairs in triples_by_subject(graph) for pair in pairs)


def _body(graph: Graph) -> Iterator[tuple[str, Iterable[Pair]]]:
    """Yield the id of each subject with its pairs, some of them twice."""
    edges: dict[str, list[Statement]] = defaultdict(list)
    for statement in graph.statements:
        edges[statement.subject].append(statement)
    for entity in graph.entities.values():
        yield entity.id, _node(graph, entity, edges[entity.id])
    for paper, metadata in graph.papers.items():
        for version in metadata.versions:
            yield version_id(paper, version.id), _paper_version(graph, version)
    for location in sorted({location for metadata in graph.papers.values() for location in metadata.locations}):
        yield _location_id(location), _location(graph, location)
    yield from _statements(graph, graph.statements, sure=True)
    yield from _statements(graph, graph.unsure, sure=False)
    for page in graph.pages:
        yield _page_id(page.name), _page(page)
    statements = (*graph.statements, *graph.unsure)
    for name in sorted({evidence.extractor for statement in statements for evidence in statement.evidence}):
        label = ox.Literal(name)
        yield _extractor_id(name), [(term("rdf:type"), term("prov:SoftwareAgent")), (term("rdfs:label"), label)]


def _statements(graph: Graph, statements: Iterable[Statement], *, sure: bool) -> Iterator[tuple[str, Iterable[Pair]]]:
    for statement in statements:
        yield f"statement/{statement.id}", statement_pairs(graph, statement, sure=sure)
        for evidence in statement.evidence:
            yield evidence_id(statement, evidence), evidence_pairs(graph, evidence)


def version_id(paper: str, version: str) -> str:
    """Return the id of a version of a paper, which depends on both: another paper may have the same words."""
    return f"wording/{hashlib.sha256(f'{paper} {version}'.encode()).hexdigest()[:16]}"


def evidence_id(statement: Statement, evidence: Evidence) -> str:
    """Return the id of the evidence of a statement, which depends on both alone."""
    parts = "\x00".join(map(str, (statement.id, *evidence.sort_key)))
    return f"evidence/{hashlib.sha256(parts.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _extractor_id(name: str) -> str:
    return f"extractor/{quote(name, safe='+')}"


def _page_id(name: str) -> str:
    return f"page/{quote(name, safe='')}"


def _location_id(location: SourceLocation) -> str:
    return f"listing/{quote(location.page, safe='')}/{location.line}"


def _iri(graph: Graph, node_id: str) -> ox.NamedNode:
    return ox.NamedNode(graph.iri(node_id))


def _node(graph: Graph, entity: Entity, edges: Iterable[Statement]) -> Iterator[Pair]:
    yield term("rdf:type"), term(f"pa:{entity.type}")
    yield term("rdfs:label"), ox.Literal(entity.label)
    for alias in entity.aliases:
        yield term("skos:altLabel"), ox.Literal(alias)
    if entity.id in graph.papers:
        yield from _paper(graph, entity.id, graph.papers[entity.id])
    for statement in edges:
        yield from _edge(graph, statement)


def _paper(graph: Graph, paper: str, metadata: PaperMetadata) -> Iterator[Pair]:
    for version in metadata.versions:
        yield term("dcterms:title"), ox.Literal(version.title)
        if version.abstract:
            yield term("dcterms:abstract"), ox.Literal(version.abstract)
        yield term("pa:wording"), _iri(graph, version_id(paper, version.id))
    for identifier in metadata.identifiers:
        yield term("dcterms:identifier"), ox.Literal(identifier)
    if metadata.date is not None:
        yield term("schema:datePublished"), _date(metadata.date)
        if metadata.date.year_inferred:
            yield term("pa:yearInferred"), ox.Literal(True)
    for relation, urls in (("schema:url", metadata.urls), ("schema:codeRepository", metadata.code_urls)):
        for url in urls:
            yield term(relation), ox.Literal(url, datatype=term("xsd:anyURI"))
    for category in metadata.categories:
        yield term("pa:category"), ox.Literal(category)
    yield from _counts_and_flags(metadata)


def _counts_and_flags(metadata: PaperMetadata) -> Iterator[Pair]:
    values = {
        "pa:authorsComplete": metadata.authors_complete,
        "pa:authorCount": metadata.author_count,
        "pa:commentCount": metadata.comment_count,
        "pa:upvotes": metadata.upvotes,
        "pa:hasCode": metadata.has_code,
    }
    for relation, value in values.items():
        if value is not None:
            yield term(relation), ox.Literal(value)


def _date(date: Date) -> ox.Literal:
    text = str(date)
    return ox.Literal(text, datatype=term("xsd:gMonthDay" if date.year is None else _DATATYPES[len(text)]))


def _paper_version(graph: Graph, version: PaperVersion) -> Iterator[Pair]:
    yield term("rdf:type"), term("pa:Wording")
    yield term("dcterms:title"), ox.Literal(version.title)
    yield term("dcterms:abstract"), ox.Literal(version.abstract)
    for location in version.locations:
        yield term("pa:listing"), _iri(graph, _location_id(location))


def _location(graph: Graph, location: SourceLocation) -> Iterator[Pair]:
    yield term("rdf:type"), term("pa:Listing")
    yield term("pa:page"), _iri(graph, _page_id(location.page))
    yield term("pa:line"), ox.Literal(location.line)


def _edge(graph: Graph, statement: Statement) -> Iterator[Pair]:
    """Yield the plain edge, and the edges of the properties beside and below its predicate."""
    target = _iri(graph, statement.object)
    rule = predicate(statement.predicate)
    yield term(f"pa:{rule.term}"), target
    subject_type, target_type = (graph.entities[end].type for end in (statement.subject, statement.object))
    if rule.beside is not None and subject_type in rule.beside_subjects:
        yield term(rule.beside), target
    for outcome in OUTCOMES:
        if outcome.term is not None and outcome.name in statement.outcomes:
            yield term(f"pa:{outcome.term}"), target
    if rule.name == "based-on" and (subject_type, target_type) == ("Model", "Model") and _is_fine_tuning(statement):
        yield term("fair4ml:fineTunedFrom"), target


def _is_fine_tuning(statement: Statement) -> bool:
    return any(_FINE_TUNED.search(evidence.quote) for evidence in statement.evidence)


def statement_pairs(graph: Graph, statement: Statement, *, sure: bool = True) -> Iterator[Pair]:
    """Yield the properties of a statement; one that is not sure is a ``pa:UnsureStatement``."""
    yield term("rdf:type"), term("rdf:Statement" if sure else "pa:UnsureStatement")
    yield term("rdf:subject"), _iri(graph, statement.subject)
    yield term("rdf:predicate"), term(f"pa:{predicate(statement.predicate).term}")
    yield term("rdf:object"), _iri(graph, statement.object)
    yield term("pa:support"), ox.Literal(statement.support)
    yield term("pa:confidence"), _decimal(statement.confidence)
    if statement.inferred_by is not None:
        yield term("pa:inferredBy"), ox.Literal(statement.inferred_by)
    for premise in statement.premises:
        yield term("pa:premise"), _iri(graph, f"statement/{premise}")
    for evidence in statement.evidence:
        yield term("pa:evidence"), _iri(graph, evidence_id(statement, evidence))


def evidence_pairs(graph: Graph, evidence: Evidence) -> Iterator[Pair]:
    """Yield the properties of a piece of evidence."""
    yield term("rdf:type"), term("pa:Evidence")
    yield term("pa:quote"), ox.Literal(evidence.quote)
    yield term("prov:wasDerivedFrom"), _iri(graph, evidence.paper)
    yield term("pa:confidence"), _decimal(evidence.confidence)
    yield term("prov:wasAttributedTo"), _iri(graph, _extractor_id(evidence.extractor))
    if evidence.version is not None and evidence.start is not None and evidence.end is not None:
        yield term("pa:inWording"), _iri(graph, version_id(evidence.paper, evidence.version))
        yield term("pa:start"), ox.Literal(evidence.start)
        yield term("pa:end"), ox.Literal(evidence.end)
    if evidence.location is not None:
        yield term("pa:listing"), _iri(graph, _location_id(evidence.location))
    if evidence.outcome is not None:
        yield term("pa:outcome"), ox.Literal(evidence.outcome)


def _decimal(value: float) -> ox.Literal:
    return ox.Literal(f"{value:.3f}", datatype=term("xsd:decimal"))


def _page(page: SourceFile) -> Iterator[Pair]:
    yield term("rdf:type"), term("pa:Page")
    yield term("rdfs:label"), ox.Literal(page.name)
    yield term("pa:layout"), ox.Literal(page.layout)
    yield term("pa:sha256"), ox.Literal(page.sha256)
    yield term("pa:records"), ox.Literal(page.records)


def _description(graph: Graph, count: int) -> Iterator[SubjectTriples]:
    """Yield the description of a graph in VoID (W3C Interest Group Note of 3 March 2011).

    The partitions count the nodes of each type, the edges of each predicate, and the statements that are unsure.

    Args:
        graph: Any graph.
        count: The number of its triples without those of the description.
    """
    entities = Counter(entity.type for entity in graph.entities.values())
    entities.update({"UnsureStatement": len(graph.unsure)} if graph.unsure else {})
    edges = Counter(statement.predicate for statement in graph.statements)
    partitions = [
        *(("class", name, "entities", entities[name]) for name in sorted(entities)),
        *(("property", rule.term, "triples", edges[rule.name]) for rule in PREDICATES if edges[rule.name]),
    ]
    nodes = [(term(f"void:{kind}Partition"), _iri(graph, f"{DESCRIPTION}/{name}")) for kind, name, _, _ in partitions]
    yield _iri(graph, DESCRIPTION), [*_dataset(graph, count), *nodes]
    for (_, node), (kind, name, unit, number) in zip(nodes, partitions, strict=True):
        yield node, [(term(f"void:{kind}"), term(f"pa:{name}")), (term(f"void:{unit}"), ox.Literal(number))]


def _dataset(graph: Graph, count: int) -> Iterator[Pair]:
    yield term("rdf:type"), term("void:Dataset")
    yield term("dcterms:title"), ox.Literal("A knowledge graph of machine-learning papers")
    yield term("dcterms:license"), ox.NamedNode(LICENCE)
    yield term("owl:versionInfo"), ox.Literal(f"paperatlas {__version__}")
    yield term("void:vocabulary"), ox.NamedNode(VOCABULARY)
    yield term("void:uriSpace"), ox.Literal(graph.base)
    yield term("void:triples"), ox.Literal(count)
    yield term("void:entities"), ox.Literal(len(graph.entities))
    for page in graph.pages:
        yield term("dcterms:source"), _iri(graph, _page_id(page.name))
    for name in filter(None, graph.extractor.split(", ")):
        yield term("prov:wasAttributedTo"), _iri(graph, _extractor_id(name))
