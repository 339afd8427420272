"""The queries of the pages, beyond the statements around a node."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from paperatlas.graph.graph import Entity, Evidence, Statement
from paperatlas.schema import ARTIFACT_TYPES, NODE_TYPES, PREDICATES, VOCABULARY, predicate
from paperatlas.server.pages.confidence_filter import AS_BUILT, ConfidenceFilter
from paperatlas.server.pages.view_models import NodeLink, PaperCount

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from paperatlas.graph.graph import Graph
    from paperatlas.server.site import Site

__all__ = [
    "MOST",
    "OtherStatement",
    "RelatedFacts",
    "StatedStatement",
    "most_named",
    "other_statements",
    "related_facts",
    "statements_query",
    "with_stated",
]

MOST: Final = 400
"""The rows that an answer may have."""

# ``<NODE>`` stands for the IRI of a node and ``TYPE`` for its class.
_FAMILY: Final = f"""SELECT DISTINCT ?a ?aLabel ?b ?bLabel WHERE {{
  {{ SELECT DISTINCT ?b WHERE {{ <NODE> pa:variantOf* ?top . ?b ^pa:variantOf* ?top }} }}
  ?a pa:variantOf ?b ; rdfs:label ?aLabel . ?b rdfs:label ?bLabel
}} LIMIT {MOST}"""
_LINEAGE: Final = f"""SELECT DISTINCT ?a ?aLabel ?b ?bLabel WHERE {{
  {{ SELECT DISTINCT ?a WHERE {{ <NODE> pa:basedOn* ?a }} }}
  ?a a TYPE ; pa:basedOn ?b ; rdfs:label ?aLabel . ?b a TYPE ; rdfs:label ?bLabel
}} LIMIT {MOST}"""
_TOTALS: Final = """SELECT ?predicate ?end (COUNT(?statement) AS ?count) WHERE {
  { ?statement rdf:subject <NODE> BIND("subject" AS ?end) }
  UNION { ?statement rdf:object <NODE> BIND("object" AS ?end) }
  SHOWN ?statement rdf:predicate ?predicate
} GROUP BY ?predicate ?end"""
_COAUTHORS: Final = f"""SELECT ?a ?aLabel (COUNT(DISTINCT ?paper) AS ?papers) WHERE {{
  ?paper pa:authoredBy <NODE> , ?a . ?a rdfs:label ?aLabel FILTER(?a != <NODE>)
}} GROUP BY ?a ?aLabel ORDER BY DESC(?papers) ?aLabel LIMIT {MOST}"""
_INTRODUCED: Final = f"""SELECT ?a ?aLabel (COUNT(DISTINCT ?paper) AS ?papers) WHERE {{
  {{ SELECT DISTINCT ?a WHERE {{ ?source pa:fromLab <NODE> ; pa:introduces ?a }} }}
  ?paper pa:mentions ?a . ?a rdfs:label ?aLabel
}} GROUP BY ?a ?aLabel ORDER BY DESC(?papers) ?aLabel LIMIT {MOST}"""
_LABS: Final = """SELECT ?b ?a ?aLabel WHERE {
  VALUES ?b { PAPERS } ?b pa:fromLab ?a . ?a rdfs:label ?aLabel
} ORDER BY ?aLabel"""
_STATED: Final = f"""SELECT ?a ?aLabel ?predicate ?b ?bLabel ?support ?confidence ?quote ?outcome ?wording ?class
WHERE {{
  ?evidence prov:wasDerivedFrom <NODE> ; pa:quote ?quote . ?statement pa:evidence ?evidence ; a ?class ;
    rdf:subject ?a ; rdf:predicate ?predicate ; rdf:object ?b ; pa:support ?support ; pa:confidence ?confidence .
  ?a rdfs:label ?aLabel . ?b rdfs:label ?bLabel
  OPTIONAL {{ ?evidence pa:outcome ?outcome }} OPTIONAL {{ ?evidence pa:inWording ?wording }}
  FILTER(?a != <NODE> && ?predicate != pa:affiliatedWith)
}} ORDER BY DESC(?confidence) ?a ?b ?quote LIMIT {MOST}"""
_BESIDE: Final = """SELECT DISTINCT ?statement ?aLabel ?predicate ?bLabel ?support WHERE {
  { VALUES (?a ?b) { ({A} {B}) ({B} {A}) } ?statement rdf:subject ?a ; rdf:object ?b } SHOWN
  ?statement rdf:predicate ?predicate ; pa:support ?support . ?a rdfs:label ?aLabel . ?b rdfs:label ?bLabel
} ORDER BY DESC(?support) ?predicate ?statement LIMIT 60"""
_MOST_NAMED: Final = """SELECT ?a ?aLabel ?papers WHERE {
  { SELECT ?a (COUNT(?paper) AS ?papers) WHERE { ?a a TYPE . ?paper pa:mentions ?a }
    GROUP BY ?a ORDER BY DESC(?papers) ?a LIMIT 8 }
  ?a rdfs:label ?aLabel
} ORDER BY DESC(?papers) ?a"""

_UNSURE: Final = f"{VOCABULARY}UnsureStatement"
_TYPES: Final = {entry.folder: entry.name for entry in NODE_TYPES}
_TERMS: Final = {entry.iri: entry.name for entry in PREDICATES}
_MOST_PAPERS: Final = 60


class StatedStatement(NamedTuple):
    """A statement of a paper about other nodes, with the number of all papers that state it."""

    statement: Statement
    support: int
    sure: bool


@dataclass(frozen=True, slots=True)
class RelatedFacts:
    """The facts about a node beyond the statements around it.

    Attributes:
        labs: The organisations of the papers that introduce the node, by the ids of the papers.
        totals: The number of statements by predicate and the end that the node is, subject or object.
        family: Pairs of a variant and its parent, in the whole family.
        lineage: Pairs of a node and one that it is built from, as far back as the graph goes.
        counts: The coauthors of an author, or what the papers of an organisation introduce.
        stated: The statements of a paper about other nodes.
        entities: The ends of these statements.
    """

    labs: Mapping[str, tuple[NodeLink, ...]]
    totals: Mapping[tuple[str, str], int] = field(default_factory=dict)
    family: tuple[tuple[NodeLink, NodeLink], ...] = ()
    lineage: tuple[tuple[NodeLink, NodeLink], ...] = ()
    counts: tuple[PaperCount, ...] = ()
    stated: tuple[StatedStatement, ...] = ()
    entities: tuple[Entity, ...] = ()


class OtherStatement(NamedTuple):
    """Another statement about the same two nodes, with the labels of its ends and its support."""

    id: str
    subject: str
    predicate: str
    object: str
    support: int


class _RelatedQueries:
    """The queries about one node."""

    def __init__(self, site: Site, node: Entity, confidence: ConfidenceFilter = AS_BUILT) -> None:
        self.site, self.node, self.confidence = site, node, confidence

    async def rows(self, query: str) -> list[dict[str, str]]:
        sparql = query.replace("TYPE", f"pa:{self.node.type}").replace("<NODE>", f"<{self.site.base}{self.node.id}>")
        return await _rows(self.site, sparql)

    def link(self, row: Mapping[str, str], end: str) -> NodeLink:
        node_id = row[end].removeprefix(self.site.base)
        return NodeLink(node_id, _TYPES.get(node_id.partition("/")[0], ""), row.get(f"{end}Label", ""))

    async def pairs(self, query: str, types: tuple[str, ...]) -> tuple[tuple[NodeLink, NodeLink], ...]:
        rows = await self.rows(query) if self.node.type in types else []
        return tuple((self.link(row, "a"), self.link(row, "b")) for row in rows)

    async def counts(self) -> tuple[PaperCount, ...]:
        query = {"Author": _COAUTHORS, "Lab": _INTRODUCED}.get(self.node.type)
        rows = await self.rows(query) if query else []
        return tuple(PaperCount(self.link(row, "a"), int(row["papers"])) for row in rows)

    async def labs(self, papers: Iterable[str]) -> dict[str, tuple[NodeLink, ...]]:
        values = " ".join(f"<{self.site.base}{paper}>" for paper in papers)
        rows = await self.rows(_LABS.replace("PAPERS", values)) if values else []
        labs: dict[str, tuple[NodeLink, ...]] = {}
        for row in rows:
            paper = self.link(row, "b").id
            labs[paper] = (*labs.get(paper, ()), self.link(row, "a"))
        return labs

    async def totals(self) -> dict[tuple[str, str], int]:
        query = _TOTALS.replace("SHOWN", self.confidence.pattern)
        rows = [row for row in await self.rows(query) if row["predicate"] in _TERMS]
        return {(_TERMS[row["predicate"]], row["end"]): int(row["count"]) for row in rows}

    async def stated(self) -> tuple[tuple[StatedStatement, NodeLink, NodeLink], ...]:
        """Return the statements of a paper about other nodes, unsure ones too, a row a quote."""
        rows = await self.rows(_STATED) if self.node.type == "Paper" else []
        return tuple(self._stated(row) for row in rows if row["predicate"] in _TERMS)

    def _stated(self, row: Mapping[str, str]) -> tuple[StatedStatement, NodeLink, NodeLink]:
        confidence = float(row["confidence"])
        evidence = Evidence(
            self.node.id,
            row["quote"],
            row["wording"] or None,
            outcome=row["outcome"] or None,
            confidence=confidence,
        )
        subject, target = self.link(row, "a"), self.link(row, "b")
        statement = Statement(subject.id, _TERMS[row["predicate"]], target.id, (evidence,), confidence)
        return StatedStatement(statement, int(row["support"]), row["class"] != _UNSURE), subject, target


async def _rows(site: Site, sparql: str) -> list[dict[str, str]]:
    """Return the rows of an answer, with an empty text for an unbound variable."""
    return [{key: value or "" for key, value in row.items()} for row in await site.ask(sparql)]


async def related_facts(
    site: Site, node: Entity, graph: Graph, confidence: ConfidenceFilter = AS_BUILT
) -> RelatedFacts:
    """Ask at once for all that the page of a node needs beyond the statements around it.

    Args:
        site: The served graph.
        node: The node.
        graph: All statements around it, with the unsure ones.
        confidence: The filter of the page.
    """
    queries = _RelatedQueries(site, node, confidence)
    around = confidence.divide(graph).statements_of(node.id)
    introducing = [statement.subject for statement in around if statement.predicate == "introduces"][:_MOST_PAPERS]
    totals, labs, family, lineage, counts, stated = await asyncio.gather(
        queries.totals(),
        queries.labs(introducing if node.type != "Paper" else ()),
        queries.pairs(_FAMILY, ("Model", "Dataset")),
        queries.pairs(_LINEAGE, ARTIFACT_TYPES),
        queries.counts(),
        queries.stated(),
    )
    ends = {link.id: Entity(link.id, link.type, link.label) for row in stated for link in row[1:]}
    return RelatedFacts(labs, totals, family, lineage, counts, _merged(stated), tuple(ends.values()))


def _merged(rows: Iterable[tuple[StatedStatement, NodeLink, NodeLink]]) -> tuple[StatedStatement, ...]:
    """Return each statement once, with all its evidence."""
    merged: dict[str, StatedStatement] = {}
    for stated, *_ in rows:
        statement = stated.statement
        former = merged[statement.id].statement.evidence if statement.id in merged else ()
        merged[statement.id] = stated._replace(statement=replace(statement, evidence=(*former, *statement.evidence)))
    return tuple(merged.values())


def with_stated(graph: Graph, facts: RelatedFacts) -> Graph:
    """Return the graph with the statements of its paper about other nodes."""
    known = {statement.id for statement in (*graph.statements, *graph.unsure)}
    added = [stated for stated in facts.stated if stated.statement.id not in known]
    entities = {entity.id: entity for entity in facts.entities} | dict(graph.entities)
    sure, unsure = ([stated.statement for stated in added if stated.sure is flag] for flag in (True, False))
    return replace(
        graph,
        entities=entities,
        statements=(*graph.statements, *sure),
        unsure=(*graph.unsure, *unsure),
    )


async def most_named(site: Site, type_name: str) -> tuple[PaperCount, ...]:
    """Return the nodes of a type that most papers mention."""
    queries = _RelatedQueries(site, Entity("", type_name, ""))
    rows = await queries.rows(_MOST_NAMED)
    return tuple(PaperCount(queries.link(row, "a"), int(row["papers"])) for row in rows)


async def other_statements(
    site: Site, statement: Statement, confidence: ConfidenceFilter = AS_BUILT
) -> list[OtherStatement]:
    """Return the other statements about the ends of a statement, in both directions, the best supported first."""
    query = _BESIDE.replace("SHOWN", confidence.pattern)
    ends = {"A": f"<{site.base}{statement.subject}>", "B": f"<{site.base}{statement.object}>"}
    prefix = f"{site.base}statement/"
    return [
        OtherStatement(
            row["statement"].removeprefix(prefix),
            row["aLabel"],
            _TERMS[row["predicate"]],
            row["bLabel"],
            int(row["support"]),
        )
        for row in await _rows(site, query.replace("{A}", ends["A"]).replace("{B}", ends["B"]))
        if row["predicate"] in _TERMS and row["statement"] != f"{prefix}{statement.id}"
    ]


def statements_query(iri: str, name: str, end: str, confidence: ConfidenceFilter = AS_BUILT) -> str:
    """Return the query for all statements of one predicate around a node.

    Args:
        iri: The IRI of the node.
        name: The predicate.
        end: The end of the statements that the node is: ``subject``, ``object`` or ``either``.
        confidence: The filter of the page.
    """
    node_ends = ("subject", "object") if end == "either" else (end,)
    opposite = {"subject": "object", "object": "subject"}
    patterns = [f"{{ ?statement rdf:{end} <{iri}> ; rdf:{opposite[end]} ?other }}" for end in node_ends]
    return f"""SELECT ?other ?name ?support ?confidence ?statement WHERE {{
  {" UNION ".join(patterns)}
  {confidence.pattern}
  ?statement rdf:predicate pa:{predicate(name).term} ; pa:support ?support ; pa:confidence ?confidence .
  ?other rdfs:label ?name
}}
ORDER BY DESC(?support) DESC(?confidence) ?name"""
