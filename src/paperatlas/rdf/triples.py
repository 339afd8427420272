"""The triples of a graph, one subject after another, so that a writer need never hold them all.

Each subject comes once, with its properties in the order in which a person would tell them, and each triple once. The
order follows the graph alone, so the same graph gives the same triples in the same order.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from paperatlas._version import __version__
from paperatlas.rdf.prefixes import expand
from paperatlas.rdf.vocabulary import DESCRIPTION, LICENCE, extractor_id, listing_id, page_id
from paperatlas.schema import OUTCOMES, PREDICATES, VOCABULARY, predicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperatlas.graph.graph import Entity, Evidence, Graph, PaperMetadata, PaperVersion, Statement
    from paperatlas.graph.papers import Date, SourceFile, SourceLocation

__all__ = [
    "Pair",
    "SubjectTriples",
    "Term",
    "evidence_id",
    "evidence_pairs",
    "statement_pairs",
    "term",
    "triples",
    "triples_by_subject",
    "wording_id",
]

Term = ox.NamedNode | ox.Literal
"""What stands behind a property."""

Pair = tuple[ox.NamedNode, Term]
"""A property and its value."""

SubjectTriples = tuple[ox.NamedNode, list[Pair]]
"""A subject and all that is said of it."""

_FINE_TUNED = re.compile(r"\bfine-?\s?tun(?:e|ed|es|ing)\b", re.IGNORECASE)
_DATATYPES: Final = {10: "xsd:date", 7: "xsd:gYearMonth", 4: "xsd:gYear"}


@cache
def term(name: str) -> ox.NamedNode:
    """The term of a prefixed name.

    >>> term("dcterms:title")
    <NamedNode value=http://purl.org/dc/terms/title>
    """
    return ox.NamedNode(expand(name))


def triples_by_subject(graph: Graph) -> Iterator[SubjectTriples]:
    """All triples of a graph: nodes with edges, wordings, statements with evidence, pages, and what describes it."""
    count = 0
    for subject, pairs in _body(graph):
        distinct = list(dict.fromkeys(pairs))
        count += len(distinct)
        yield ox.NamedNode(graph.iri(subject)), distinct
    yield from _description(graph, count)


def triples(graph: Graph) -> Iterator[ox.Triple]:
    """All triples of a graph, those of a subject together."""
    return (
        ox.Triple(subject, relation, value) for subject, pairs in triples_by_subject(graph) for relation, value in pairs
    )


def _body(graph: Graph) -> Iterator[tuple[str, Iterable[Pair]]]:
    """The id of each subject and all that is said of it, maybe twice."""
    edges: dict[str, list[Statement]] = defaultdict(list)
    for statement in graph.statements:
        edges[statement.subject].append(statement)
    for entity in graph.entities.values():
        yield entity.id, _node(graph, entity, edges[entity.id])
    for paper, facts in graph.papers.items():
        for wording in facts.versions:
            yield wording_id(paper, wording.id), _wording(graph, wording)
    for listing in sorted(_listings(graph)):
        yield listing_id(listing), _listing(graph, listing)
    for statement in graph.statements:
        yield f"statement/{statement.id}", statement_pairs(graph, statement)
        for evidence in statement.evidence:
            yield evidence_id(statement, evidence), evidence_pairs(graph, evidence)
    for page in graph.pages:
        yield page_id(page.name), _page(page)
    for name in sorted({evidence.extractor for statement in graph.statements for evidence in statement.evidence}):
        yield extractor_id(name), [(term("rdf:type"), term("prov:SoftwareAgent")), (term("rdfs:label"), _text(name))]


def _listings(graph: Graph) -> set[SourceLocation]:
    return {listing for facts in graph.papers.values() for listing in facts.locations}


def _text(value: str) -> ox.Literal:
    return ox.Literal(value)


def _iri(graph: Graph, node_id: str) -> ox.NamedNode:
    return ox.NamedNode(graph.iri(node_id))


def _node(graph: Graph, entity: Entity, edges: Iterable[Statement]) -> Iterator[Pair]:
    yield term("rdf:type"), term(f"pa:{entity.type}")
    yield term("rdfs:label"), _text(entity.label)
    for alias in entity.aliases:
        yield term("skos:altLabel"), _text(alias)
    if entity.id in graph.papers:
        yield from _paper(graph, entity.id, graph.papers[entity.id])
    for statement in edges:
        yield from _edge(graph, statement)


def _paper(graph: Graph, paper: str, facts: PaperMetadata) -> Iterator[Pair]:
    for wording in facts.versions:
        yield term("dcterms:title"), _text(wording.title)
        if wording.abstract:
            yield term("dcterms:abstract"), _text(wording.abstract)
        yield term("pa:wording"), _iri(graph, wording_id(paper, wording.id))
    for identifier in facts.identifiers:
        yield term("dcterms:identifier"), _text(identifier)
    if facts.date is not None:
        yield term("schema:datePublished"), _date(facts.date)
        if facts.date.year_inferred:
            yield term("pa:yearInferred"), ox.Literal(True)
    for relation, urls in (("schema:url", facts.urls), ("schema:codeRepository", facts.code_urls)):
        for url in urls:
            yield term(relation), ox.Literal(url, datatype=term("xsd:anyURI"))
    for category in facts.categories:
        yield term("pa:category"), _text(category)
    yield from _counts_and_flags(facts)


def _counts_and_flags(facts: PaperMetadata) -> Iterator[Pair]:
    values = {
        "pa:authorsComplete": facts.authors_complete,
        "pa:authorCount": facts.author_count,
        "pa:commentCount": facts.comment_count,
        "pa:upvotes": facts.upvotes,
        "pa:hasCode": facts.has_code,
    }
    for relation, value in values.items():
        if value is not None:
            yield term(relation), ox.Literal(value)


def _date(date: Date) -> ox.Literal:
    text = str(date)
    return ox.Literal(text, datatype=term("xsd:gMonthDay" if date.year is None else _DATATYPES[len(text)]))


def _wording(graph: Graph, wording: PaperVersion) -> Iterator[Pair]:
    yield term("rdf:type"), term("pa:Wording")
    yield term("dcterms:title"), _text(wording.title)
    yield term("dcterms:abstract"), _text(wording.abstract)
    for listing in wording.locations:
        yield term("pa:listing"), _iri(graph, listing_id(listing))


def _listing(graph: Graph, listing: SourceLocation) -> Iterator[Pair]:
    yield term("rdf:type"), term("pa:Listing")
    yield term("pa:page"), _iri(graph, page_id(listing.page))
    yield term("pa:line"), ox.Literal(listing.line)


def _edge(graph: Graph, statement: Statement) -> Iterator[Pair]:
    """The plain edge, and those beside and below it."""
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


def statement_pairs(graph: Graph, statement: Statement) -> Iterator[Pair]:
    """What is said of a statement."""
    yield term("rdf:type"), term("rdf:Statement")
    yield term("rdf:subject"), _iri(graph, statement.subject)
    yield term("rdf:predicate"), term(f"pa:{predicate(statement.predicate).term}")
    yield term("rdf:object"), _iri(graph, statement.object)
    yield term("pa:support"), ox.Literal(statement.support)
    yield term("pa:confidence"), _decimal(statement.confidence)
    if statement.inferred_by is not None:
        yield term("pa:inferredBy"), _text(statement.inferred_by)
    for premise in statement.premises:
        yield term("pa:premise"), _iri(graph, f"statement/{premise}")
    for evidence in statement.evidence:
        yield term("pa:evidence"), _iri(graph, evidence_id(statement, evidence))


def wording_id(paper: str, wording: str) -> str:
    """The id of a wording of a paper; another paper may be worded alike."""
    return f"wording/{hashlib.sha256(f'{paper} {wording}'.encode()).hexdigest()[:16]}"


def evidence_id(statement: Statement, evidence: Evidence) -> str:
    """The id of a passage that states a statement; it depends on both alone."""
    parts = "\x00".join(map(str, (statement.id, *evidence.sort_key)))
    return f"evidence/{hashlib.sha256(parts.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def evidence_pairs(graph: Graph, evidence: Evidence) -> Iterator[Pair]:
    """What is said of a passage that states something."""
    yield term("rdf:type"), term("pa:Evidence")
    yield term("pa:quote"), _text(evidence.quote)
    yield term("prov:wasDerivedFrom"), _iri(graph, evidence.paper)
    yield term("pa:confidence"), _decimal(evidence.confidence)
    yield term("prov:wasAttributedTo"), _iri(graph, extractor_id(evidence.extractor))
    if evidence.version is not None and evidence.start is not None and evidence.end is not None:
        yield term("pa:inWording"), _iri(graph, wording_id(evidence.paper, evidence.version))
        yield term("pa:start"), ox.Literal(evidence.start)
        yield term("pa:end"), ox.Literal(evidence.end)
    if evidence.location is not None:
        yield term("pa:listing"), _iri(graph, listing_id(evidence.location))
    if evidence.outcome is not None:
        yield term("pa:outcome"), _text(evidence.outcome)


def _decimal(value: float) -> ox.Literal:
    return ox.Literal(f"{value:.3f}", datatype=term("xsd:decimal"))


def _page(page: SourceFile) -> Iterator[Pair]:
    yield term("rdf:type"), term("pa:Page")
    yield term("rdfs:label"), _text(page.name)
    yield term("pa:layout"), _text(page.layout)
    yield term("pa:sha256"), _text(page.sha256)
    yield term("pa:records"), ox.Literal(page.records)


def _description(graph: Graph, count: int) -> Iterator[SubjectTriples]:
    """What VoID says of a data set (W3C Interest Group Note of 3 March 2011); ``count`` triples are not of these."""
    types = Counter(entity.type for entity in graph.entities.values())
    edges = Counter(statement.predicate for statement in graph.statements)
    used = [rule for rule in PREDICATES if edges[rule.name]]
    parts = {name: _iri(graph, f"{DESCRIPTION}/{name}") for name in (*sorted(types), *(rule.term for rule in used))}
    yield _iri(graph, DESCRIPTION), [*_described(graph, count), *(
        (term("void:classPartition" if name in types else "void:propertyPartition"), part)
        for name, part in parts.items()
    )]  # fmt: skip
    for name in sorted(types):
        yield parts[name], [(term("void:class"), term(f"pa:{name}")), (term("void:entities"), ox.Literal(types[name]))]
    for rule in used:
        yield (
            parts[rule.term],
            [
                (term("void:property"), term(f"pa:{rule.term}")),
                (term("void:triples"), ox.Literal(edges[rule.name])),
            ],
        )


def _described(graph: Graph, count: int) -> Iterator[Pair]:
    yield term("rdf:type"), term("void:Dataset")
    yield term("dcterms:title"), _text("A knowledge graph of machine-learning papers")
    yield term("dcterms:license"), ox.NamedNode(LICENCE)
    yield term("owl:versionInfo"), _text(f"paperatlas {__version__}")
    yield term("void:vocabulary"), ox.NamedNode(VOCABULARY)
    yield term("void:uriSpace"), _text(graph.base)
    yield term("void:triples"), ox.Literal(count)
    yield term("void:entities"), ox.Literal(len(graph.entities))
    for page in graph.pages:
        yield term("dcterms:source"), _iri(graph, page_id(page.name))
    for name in filter(None, graph.extractor.split(", ")):
        yield term("prov:wasAttributedTo"), _iri(graph, extractor_id(name))
