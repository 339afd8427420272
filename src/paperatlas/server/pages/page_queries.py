"""What a page asks the graph beyond the statements around its own thing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from paperatlas.graph.graph import Entity, Evidence, Statement
from paperatlas.schema import ARTIFACT_TYPES, NODE_TYPES, PREDICATES
from paperatlas.server.pages.view_models import NodeLink, PaperCount
from paperatlas.server.query_texts import (
    BESIDE,
    COAUTHORS,
    FAMILY,
    INTRODUCED,
    LABS,
    LINEAGE,
    MOST_NAMED,
    STATED,
    TOTALS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from paperatlas.graph.graph import Graph
    from paperatlas.server.site import Site

__all__ = ["OtherStatement", "RelatedFacts", "beside", "most_named", "related_facts", "with_stated"]

_TYPES: Final = {entry.folder: entry.name for entry in NODE_TYPES}
_TERMS: Final = {rule.iri: rule.name for rule in PREDICATES}
_PAPERS: Final = 60


@dataclass(frozen=True, slots=True)
class RelatedFacts:
    """What lies beyond the statements around a thing.

    Attributes:
        labs: The organisations of the papers that introduce it.
        totals: How many statements there are of each predicate and with the thing at which end, subject or object.
        family: Pairs of a variant and what it is a variant of, in the whole family.
        lineage: Pairs of a thing and what it is built from, as far back as the graph goes.
        counted: Coauthors of an author, or what the papers of an organisation introduce.
        stated: What a paper states of other things, each with the number of papers that do.
        entities: The ends of these.
    """

    labs: Mapping[str, tuple[NodeLink, ...]]
    totals: Mapping[tuple[str, str], int] = field(default_factory=dict)
    family: tuple[tuple[NodeLink, NodeLink], ...] = ()
    lineage: tuple[tuple[NodeLink, NodeLink], ...] = ()
    counted: tuple[PaperCount, ...] = ()
    stated: tuple[tuple[Statement, int], ...] = ()
    entities: tuple[Entity, ...] = ()


class OtherStatement(NamedTuple):
    """A statement of the same two things: id, labels of the ends, predicate, number of papers that state it."""

    id: str
    subject: str
    predicate: str
    object: str
    support: int


class _RelatedQueries:
    """Asks about one node, and reads nodes from the answers."""

    def __init__(self, site: Site, own: Entity) -> None:
        self.site, self.own = site, own

    async def rows(self, query: str) -> list[dict[str, str]]:
        sparql = query.replace("TYPE", f"pa:{self.own.type}").replace("<NODE>", f"<{self.site.base}{self.own.id}>")
        return [{key: value or "" for key, value in row.items()} for row in await self.site.ask(sparql)]

    def thing(self, row: Mapping[str, str], end: str) -> NodeLink:
        node_id = row[end].removeprefix(self.site.base)
        return NodeLink(node_id, _TYPES.get(node_id.partition("/")[0], ""), row.get(f"{end}Label", ""))

    async def pairs(self, query: str, types: tuple[str, ...]) -> tuple[tuple[NodeLink, NodeLink], ...]:
        rows = await self.rows(query) if self.own.type in types else []
        return tuple((self.thing(row, "a"), self.thing(row, "b")) for row in rows)

    async def counted(self) -> tuple[PaperCount, ...]:
        query = {"Author": COAUTHORS, "Lab": INTRODUCED}.get(self.own.type)
        rows = await self.rows(query) if query else []
        return tuple(PaperCount(self.thing(row, "a"), int(row["papers"])) for row in rows)

    async def labs(self, papers: Iterable[str]) -> dict[str, tuple[NodeLink, ...]]:
        values = " ".join(f"<{self.site.base}{paper}>" for paper in papers)
        rows = await self.rows(LABS.replace("PAPERS", values)) if values else []
        found: dict[str, tuple[NodeLink, ...]] = {}
        for row in rows:
            paper = self.thing(row, "b").id
            found[paper] = (*found.get(paper, ()), self.thing(row, "a"))
        return found

    async def totals(self) -> dict[tuple[str, str], int]:
        rows = [row for row in await self.rows(TOTALS) if row["predicate"] in _TERMS]
        return {(_TERMS[row["predicate"]], row["end"]): int(row["count"]) for row in rows}

    async def stated(self) -> tuple[tuple[Statement, int, NodeLink, NodeLink], ...]:
        """What a paper states of other things, a row a quote."""
        rows = await self.rows(STATED) if self.own.type == "Paper" else []
        return tuple(self._stated(row) for row in rows if row["predicate"] in _TERMS)

    def _stated(self, row: Mapping[str, str]) -> tuple[Statement, int, NodeLink, NodeLink]:
        confidence = float(row["confidence"])
        evidence = Evidence(self.own.id, row["quote"], outcome=row["outcome"] or None, confidence=confidence)
        subject, target = self.thing(row, "a"), self.thing(row, "b")
        statement = Statement(subject.id, _TERMS[row["predicate"]], target.id, (evidence,), confidence)
        return statement, int(row["support"]), subject, target


async def related_facts(site: Site, own: Entity, graph: Graph) -> RelatedFacts:
    """Ask all that the page of a thing needs beside its partial graph, at once.

    Args:
        site: Where to ask.
        own: The thing that the page is about.
        graph: The statements around it.
    """
    asker = _RelatedQueries(site, own)
    introducing = [
        statement.subject for statement in graph.statements_of(own.id) if statement.predicate == "introduces"
    ][:_PAPERS]
    totals, labs, family, lineage, counted, stated = await asyncio.gather(
        asker.totals(),
        asker.labs(introducing if own.type != "Paper" else ()),
        asker.pairs(FAMILY, ("Model", "Dataset")),
        asker.pairs(LINEAGE, ARTIFACT_TYPES),
        asker.counted(),
        asker.stated(),
    )
    ends = {thing.id: Entity(thing.id, thing.type, thing.label) for row in stated for thing in row[2:]}
    return RelatedFacts(labs, totals, family, lineage, counted, _joined(stated), tuple(ends.values()))


def _joined(rows: Iterable[tuple[Statement, int, NodeLink, NodeLink]]) -> tuple[tuple[Statement, int], ...]:
    """The statements, each once with all its evidence."""
    found: dict[str, tuple[Statement, int]] = {}
    for statement, support, *_ in rows:
        known = found.get(statement.id)
        evidence = (*(known[0].evidence if known else ()), *statement.evidence)
        found[statement.id] = (replace(statement, evidence=evidence), support)
    return tuple(found.values())


def with_stated(graph: Graph, beyond: RelatedFacts) -> Graph:
    """The graph with what its paper states of other things."""
    known = {statement.id for statement in graph.statements}
    more = (statement for statement, _ in beyond.stated if statement.id not in known)
    entities = {entity.id: entity for entity in beyond.entities} | dict(graph.entities)
    return replace(graph, entities=entities, statements=(*graph.statements, *more))


async def most_named(site: Site, type_name: str) -> tuple[PaperCount, ...]:
    """The things of a type that most papers name.

    Args:
        site: Where to ask.
        type_name: A node type that is found in texts.
    """
    asker = _RelatedQueries(site, Entity("", type_name, ""))
    rows = await asker.rows(MOST_NAMED)
    return tuple(PaperCount(asker.thing(row, "a"), int(row["papers"])) for row in rows)


async def beside(site: Site, statement: Statement) -> list[OtherStatement]:
    """Return the other statements of the two things of a statement, whichever way round, the best supported first."""
    ends = {"A": f"<{site.base}{statement.subject}>", "B": f"<{site.base}{statement.object}>"}
    found = await site.ask(BESIDE.replace("{A}", ends["A"]).replace("{B}", ends["B"]))
    rows = [{key: value or "" for key, value in row.items()} for row in found]
    return [
        OtherStatement(
            row["statement"].removeprefix(f"{site.base}statement/"),
            row["aLabel"],
            _TERMS[row["predicate"]],
            row["bLabel"],
            int(row["support"]),
        )
        for row in rows
        if row["predicate"] in _TERMS and row["statement"] != f"{site.base}statement/{statement.id}"
    ]
