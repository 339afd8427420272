"""Assemble papers and their extractions, in any order, into one graph."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from paperatlas.assembly.evidence import combined_confidence, listed_passages, stated_passages
from paperatlas.assembly.paper_metadata import author_pages, authored_paper, merge_metadata
from paperatlas.errors import SchemaError
from paperatlas.graph.graph import Entity, Graph, Statement
from paperatlas.resolution.artifacts import NO_CORRECTIONS
from paperatlas.resolution.authors import resolve_authors
from paperatlas.resolution.record_linkage import ListedPaper, paper_ids
from paperatlas.resolution.resolve import Resolver
from paperatlas.resolution.variant_families import closest_families
from paperatlas.schema import DEFAULT_BASE, check_edge
from paperatlas.text.keys import title_key
from paperatlas.text.markup import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from paperatlas.assembly.evidence import Passage
    from paperatlas.curation.corrections import Corrections
    from paperatlas.curation.registry import KnownEntity
    from paperatlas.graph.extractions import Extraction
    from paperatlas.graph.graph import Evidence, PaperMetadata
    from paperatlas.graph.papers import Paper, SourceFile
    from paperatlas.resolution.authors import Authors
    from paperatlas.resolution.organisations import ResolvedOrganisations
    from paperatlas.resolution.resolve import ResolvedNames

__all__ = ["Assembler"]


class _Record(NamedTuple):
    paper: Paper
    code: tuple[str, ...]
    passages: tuple[Passage, ...]

    @property
    def key(self) -> str:
        """The key of the record's paper in resolution: the normal form of its title."""
        return title_key(self.paper.title)


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
        self._names = Resolver(known, corrections)

    def add(self, paper: Paper, extraction: Extraction) -> None:
        """Add one record of a page and the extraction of its text.

        Args:
            paper: The record.
            extraction: The extraction of the same title and abstract.
        """
        passages = (*listed_passages(paper), *stated_passages(extraction))
        self._records.append(_Record(paper, _code_links(extraction), passages))
        self._extractors.add(extraction.extractor)
        for lab in paper.labs:
            self._names.add("Lab", [lab.name, lab.short] if lab.short else [lab.name])
        for _, lab_name in paper.affiliations:
            self._names.add("Lab", [lab_name])
        for entity in extraction.entities:
            forms = tuple(dict.fromkeys(map(plain_name, entity.forms)))
            self._names.add(entity.type, forms, self._records[-1].key)

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
        names = self._names.resolve()
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
                for variant, family in closest_families(entities.values(), self._names.lines).items()
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
            for key, passage in ((record.key, passage) for record in group for passage in record.passages):
                subject, target = (ends.node(end, node, key) for end in (passage.subject, passage.object))
                if _fits(nodes[subject], passage.predicate, nodes[target]):
                    evidence[subject, passage.predicate, target].add(passage.evidence(node))
        return [_statement(*triple, passages) for triple, passages in evidence.items()]


class _Nodes(NamedTuple):
    """The nodes of the ends of passages."""

    names: ResolvedNames
    authors: Authors

    def node(self, end: tuple[str, str], paper: str, key: str) -> str:
        """Return the node id of a type and name in a record with that key; of the paper if the type is Paper."""
        type_name, name = end
        if type_name == "Paper":
            return paper
        if type_name == "Author":
            return self.authors.entity(paper, name).id
        return self.names.entity(type_name, name, key).id


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
