"""Assemble papers and their extractions, in any order, into one graph."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from paperatlas.assembly.evidence import combined_confidence, listed_passages, stated_passages
from paperatlas.assembly.paper_metadata import author_pages, authored_paper, merge_metadata
from paperatlas.errors import SchemaError
from paperatlas.graph.graph import Entity, Graph, Statement
from paperatlas.resolution.artifacts import NO_CORRECTIONS
from paperatlas.resolution.authors import resolve_authors
from paperatlas.resolution.homonyms import PaperFacts
from paperatlas.resolution.record_linkage import ListedPaper, paper_ids
from paperatlas.resolution.resolve import Resolver
from paperatlas.resolution.variant_families import closest_families
from paperatlas.schema import DEFAULT_BASE, check_edge
from paperatlas.text.keys import title_key
from paperatlas.text.markup import plain_name
from paperatlas.text.person_names import person_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from paperatlas.assembly.evidence import Passage
    from paperatlas.curation.corrections import Corrections
    from paperatlas.curation.registry import KnownEntity
    from paperatlas.graph.extractions import ExtractedEntity, Extraction
    from paperatlas.graph.graph import Evidence, PaperMetadata
    from paperatlas.graph.papers import Paper, SourceFile
    from paperatlas.resolution.authors import Authors
    from paperatlas.resolution.organisations import ResolvedOrganisations
    from paperatlas.resolution.resolve import ResolvedNames

__all__ = ["Assembler"]


class _NamedEntity(NamedTuple):
    """The names of an entity in a record, with the confidence that its paper introduces it."""

    type: str
    forms: tuple[str, ...]
    introduction: float


class _Record(NamedTuple):
    paper: Paper
    code: tuple[str, ...]
    passages: tuple[Passage, ...]
    entities: tuple[_NamedEntity, ...]


class Assembler:
    """The builder of a graph, which takes papers one by one.

    >>> Assembler().graph([]).statements
    ()
    """

    def __init__(self, known: Iterable[KnownEntity] = (), corrections: Corrections = NO_CORRECTIONS) -> None:
        """Start with no papers.

        Args:
            known: Entities of a registry, which keep the names that it gives them.
            corrections: Corrections of entities, authors and statements.
        """
        self._records: list[_Record] = []
        self._extractors: set[str] = set()
        self._corrections = corrections
        self._known = tuple(known)

    def add(self, paper: Paper, extraction: Extraction) -> None:
        """Add one record of a page and the extraction of its text.

        Args:
            paper: The record.
            extraction: The extraction of the same title and abstract.
        """
        passages = (*listed_passages(paper), *stated_passages(extraction))
        entities = tuple(_named_entity(entity) for entity in extraction.entities)
        self._records.append(_Record(paper, _code_links(extraction), passages, entities))
        self._extractors.add(extraction.extractor)

    def graph(
        self,
        pages: Iterable[SourceFile],
        base: str = DEFAULT_BASE,
        *,
        min_confidence: float | None = None,
        inferred: bool = True,
    ) -> Graph:
        """Return the graph of all papers that were added.

        Args:
            pages: The pages that were read.
            base: The prefix that makes IRIs of node ids.
            min_confidence: The least confidence of an edge, see :meth:`Graph.with_min_confidence`.
            inferred: Whether to add the statements that follow from names.
        """
        groups = self._groups()
        papers = {
            node: merge_metadata([record.paper for record in group], {url for record in group for url in record.code})
            for node, group in groups.items()
        }
        resolver = self._resolver(groups)
        names = resolver.resolve()
        authors = self._authors(groups, names.organisations)
        nodes = {entity.id: entity for resolved in (names, authors) for entity in resolved.entities()}
        nodes |= {node: _paper_node(node, metadata) for node, metadata in papers.items()}
        statements = [
            statement
            for statement in self._statements(groups, _Nodes(names, authors), nodes)
            if not self._corrections.forbids(statement, nodes[statement.subject], nodes[statement.object])
        ]
        used = {end for statement in statements for end in (statement.subject, statement.object)} | papers.keys()
        entities = {node: nodes[node] for node in sorted(used)}
        if inferred:
            statements += [
                Statement(variant, "variant-of", family.id, confidence=1.0, inferred_by=family.rule)
                for variant, family in closest_families(entities.values(), resolver.lines).items()
            ]
        extractor = ", ".join(sorted(self._extractors))
        graph = Graph(entities, tuple(statements), papers, tuple(sorted(pages)), base, extractor)
        return graph.with_min_confidence(min_confidence)

    def _groups(self) -> dict[str, list[_Record]]:
        """Return the records of each paper, by the id of its node."""
        listed = [ListedPaper.of(record.paper) for record in self._records]
        ids = paper_ids(listed)
        groups: dict[str, list[_Record]] = defaultdict(list)
        for listed_paper, record in zip(listed, self._records, strict=True):
            groups[ids[listed_paper]].append(record)
        return dict(sorted(groups.items()))

    def _resolver(self, groups: Mapping[str, Sequence[_Record]]) -> Resolver:
        """Return the names of all records, ready to be resolved."""
        resolver = Resolver(self._known, self._corrections)
        for node, group in groups.items():
            resolver.describe(_key(node), _facts(group))
            for record in group:
                for lab in record.paper.labs:
                    resolver.add("Lab", [lab.name, lab.short] if lab.short else [lab.name])
                for _, lab_name in record.paper.affiliations:
                    resolver.add("Lab", [lab_name])
                for entity in record.entities:
                    resolver.add(entity.type, entity.forms, _key(node), entity.introduction)
        return resolver

    def _authors(self, groups: Mapping[str, Sequence[_Record]], labs: ResolvedOrganisations) -> Authors:
        pages = author_pages(record.paper for record in self._records)
        papers = (
            authored_paper(node, [record.paper for record in group], labs, pages) for node, group in groups.items()
        )
        return resolve_authors(papers, self._corrections.same_authors, self._corrections.different_authors)

    @staticmethod
    def _statements(
        groups: Mapping[str, Sequence[_Record]], ends: _Nodes, nodes: Mapping[str, Entity]
    ) -> list[Statement]:
        evidence: dict[tuple[str, str, str], set[Evidence]] = defaultdict(set)
        for node, group in groups.items():
            for passage in (passage for record in group for passage in record.passages):
                subject, target = (ends.node(end, node) for end in (passage.subject, passage.object))
                if _fits(nodes[subject], passage.predicate, nodes[target]):
                    evidence[subject, passage.predicate, target].add(passage.evidence(node))
        return [_statement(*triple, passages) for triple, passages in evidence.items()]


class _Nodes(NamedTuple):
    """The nodes of the ends of passages."""

    names: ResolvedNames
    authors: Authors

    def node(self, end: tuple[str, str], paper: str) -> str:
        """Return the node id of a type and name in a paper; of the paper itself if the type is Paper."""
        type_name, name = end
        if type_name == "Paper":
            return paper
        if type_name == "Author":
            return self.authors.entity(paper, name).id
        return self.names.entity(type_name, name, _key(paper)).id


def _named_entity(entity: ExtractedEntity) -> _NamedEntity:
    own = entity.introduction_confidence
    confidence = entity.confidence if own is None else own
    forms = tuple(dict.fromkeys(map(plain_name, entity.forms)))
    return _NamedEntity(entity.type, forms, confidence if entity.introduced else 0.0)


def _key(node: str) -> str:
    """Return the key of a paper in resolution, by the id of its node."""
    return unquote(node.removeprefix("paper/"))


def _facts(group: Sequence[_Record]) -> PaperFacts:
    """Return what tells whether two papers mean one thing by one name; of several titles and dates, the first."""
    names = (person_name(author) for record in group for author in record.paper.authors)
    dates = [str(record.paper.date) for record in group if record.paper.date and record.paper.date.year is not None]
    authors = frozenset(f"{name.given} {name.family}" for name in names if name.given)
    return PaperFacts(min(record.paper.title for record in group), authors, min(dates, default=""))


def _code_links(extraction: Extraction) -> tuple[str, ...]:
    hosts = ("https://github.com/", "http://github.com/", "https://gitlab.com/")
    return tuple(link.url for link in extraction.links if link.url.startswith(hosts))


def _paper_node(node: str, metadata: PaperMetadata) -> Entity:
    titles = sorted({version.title for version in metadata.versions}, key=lambda title: (title_key(title), title))
    return Entity(node, "Paper", titles[0], tuple(titles[1:]))


def _fits(subject: Entity, predicate: str, target: Entity) -> bool:
    """Return whether the schema allows an edge; two names of one entity give none."""
    try:
        check_edge(subject.type, predicate, target.type)
    except SchemaError:
        return False
    return subject.id != target.id


def _statement(subject: str, predicate: str, target: str, passages: Iterable[Evidence]) -> Statement:
    # Two names of one entity in a sentence give the same passage twice; the higher confidence holds.
    distinct = {passage.sort_key: passage for passage in sorted(passages, key=lambda passage: passage.confidence)}
    ordered = tuple(passage for _, passage in sorted(distinct.items()))
    return Statement(subject, predicate, target, ordered, combined_confidence(ordered))
