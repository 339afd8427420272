"""Papers with their extractions, put together into one graph; the order in which they come does not count."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from paperatlas.assembly.confidence import combined
from paperatlas.assembly.facts import gather_facts
from paperatlas.assembly.inferring import variants
from paperatlas.assembly.quoting import listed_passages, stated_passages
from paperatlas.errors import SchemaError
from paperatlas.records import Entity, Graph, Statement
from paperatlas.resolution.entities import Names
from paperatlas.resolution.normal_forms import title_key
from paperatlas.resolution.papers import paper_ids
from paperatlas.resolution.things import Things
from paperatlas.schema import DEFAULT_BASE, check_edge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from paperatlas.assembly.quoting import Passage
    from paperatlas.records import Evidence, Extraction, Page, Paper, PaperFacts
    from paperatlas.resolution.things import Known

__all__ = ["Assembler"]


class _Record(NamedTuple):
    paper: Paper
    code: tuple[str, ...]
    passages: tuple[Passage, ...]


class Assembler:
    """Takes papers one by one and gives the graph of all.

    >>> Assembler().graph([]).statements
    ()
    """

    def __init__(self, known: Iterable[Known] = (), lines: Mapping[str, str] | None = None) -> None:
        """Start with no papers.

        Args:
            known: Things that keep the names that a registry gives them.
            lines: For names of such things, the name of the family or model whose line they continue.
        """
        known = list(known)
        self._records: list[_Record] = []
        self._things = Things(known)
        self._lines = dict(lines or {})
        self._names = {"Author": Names("Author"), "Lab": Names("Lab")}
        self._extractors: set[str] = set()
        for thing in known:
            if thing.type in self._names:
                self._names[thing.type].register(thing.name, thing.aliases)

    def add(self, paper: Paper, extraction: Extraction) -> None:
        """Add one record of a page and what was found in its text.

        Args:
            paper: The record.
            extraction: What an extractor found in the same title and abstract.
        """
        passages = (*listed_passages(paper), *stated_passages(extraction))
        self._records.append(_Record(paper, _code_links(extraction), passages))
        self._extractors.add(extraction.extractor)
        for author in paper.authors:
            self._names["Author"].add([author])
        for lab in paper.labs:
            self._names["Lab"].add([lab.name, lab.short] if lab.short else [lab.name])
        for author, lab_name in paper.affiliations:
            self._names["Author"].add([author])
            self._names["Lab"].add([lab_name])
        for entity in extraction.entities:
            if entity.type in self._names:
                self._names[entity.type].add(entity.forms)
            else:
                self._things.add(entity.type, entity.forms, title_key(paper.title))

    def graph(
        self, pages: Iterable[Page], base: str = DEFAULT_BASE, *, min_confidence: float = 0.0, inferred: bool = True
    ) -> Graph:
        """The graph of all that was added.

        Args:
            pages: The pages that were read.
            base: What node ids are put behind to make IRIs.
            min_confidence: Statements that are less sure are left out, 0 to 1.
            inferred: Whether statements that no paper makes, but names or statements imply, are added.
        """
        ids = paper_ids({(record.paper.title, record.paper.identifier) for record in self._records})
        papers = self._papers(ids)
        resolved = _Resolved(self._things, self._names)
        nodes = {entity.id: entity for entity in resolved.entities()}
        nodes |= {node: _paper_node(node, facts) for node, facts in papers.items()}
        statements = self._statements(ids, resolved, nodes, min_confidence)
        used = {end for statement in statements for end in (statement.subject, statement.object)} | papers.keys()
        entities = {node: nodes[node] for node in sorted(used)}
        if inferred:
            statements += variants(entities.values(), self._lines)
        statements.sort(key=lambda statement: (statement.subject, statement.predicate, statement.object))
        extractor = ", ".join(sorted(self._extractors))
        return Graph(entities, tuple(statements), papers, tuple(sorted(pages)), base, extractor)

    def _papers(self, ids: Mapping[tuple[str, str | None], str]) -> dict[str, PaperFacts]:
        groups: dict[str, list[_Record]] = defaultdict(list)
        for record in self._records:
            groups[ids[record.paper.title, record.paper.identifier]].append(record)
        return {
            node: gather_facts([record.paper for record in group], {url for record in group for url in record.code})
            for node, group in sorted(groups.items())
        }

    def _statements(
        self,
        ids: Mapping[tuple[str, str | None], str],
        resolved: _Resolved,
        nodes: Mapping[str, Entity],
        min_confidence: float,
    ) -> list[Statement]:
        evidence: dict[tuple[str, str, str], set[Evidence]] = defaultdict(set)
        for record in self._records:
            node = ids[record.paper.title, record.paper.identifier]
            for passage in record.passages:
                subject, target = (_node(end, node, resolved) for end in (passage.subject, passage.object))
                if _fits(nodes[subject], passage.predicate, nodes[target]):
                    evidence[subject, passage.predicate, target].add(passage.evidence(node))
        statements = (_statement(*triple, passages) for triple, passages in evidence.items())
        return [statement for statement in statements if statement.confidence >= min_confidence]


def _code_links(extraction: Extraction) -> tuple[str, ...]:
    hosts = ("https://github.com/", "http://github.com/", "https://gitlab.com/")
    return tuple(link.url for link in extraction.links if link.url.startswith(hosts))


def _paper_node(node: str, facts: PaperFacts) -> Entity:
    titles = sorted({wording.title for wording in facts.wordings}, key=lambda title: (title_key(title), title))
    return Entity(node, "Paper", titles[0], tuple(titles[1:]))


class _Resolved:
    """The nodes of all names: of things, and of people and organisations."""

    def __init__(self, things: Things, names: Mapping[str, Names]) -> None:
        self._things = things.resolve()
        self._names = {type_name: each.resolve() for type_name, each in names.items()}

    def entity(self, type_name: str, name: str) -> Entity:
        own = self._names.get(type_name)
        return own.entity(name) if own else self._things.entity(type_name, name)

    def entities(self) -> Iterator[Entity]:
        yield from self._things.entities()
        for names in self._names.values():
            yield from names.entities()


def _node(end: tuple[str, str], paper: str, resolved: _Resolved) -> str:
    type_name, name = end
    return paper if type_name == "Paper" else resolved.entity(type_name, name).id


def _fits(subject: Entity, predicate: str, target: Entity) -> bool:
    """Whether the schema has such an edge; a thing is never joined to itself, as two of its names may make it seem."""
    try:
        check_edge(subject.type, predicate, target.type)
    except SchemaError:
        return False
    return subject.id != target.id


def _statement(subject: str, predicate: str, target: str, passages: Iterable[Evidence]) -> Statement:
    # Two names of one thing in a sentence give the same passage twice, with a confidence for each: the surer one holds.
    surest = {passage.order: passage for passage in sorted(passages, key=lambda passage: passage.confidence)}
    ordered = tuple(passage for _, passage in sorted(surest.items()))
    return Statement(subject, predicate, target, ordered, combined(ordered))
