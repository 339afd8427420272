"""The quads of a graph: all triples in the default graph, and copies of those of each paper in a named graph.

The named graph has the IRI of its paper. It holds the triples about the paper, and the statements that the paper makes
with their evidence; of the unsure ones too.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from paperatlas.rdf.triples import term, triples_by_subject, version_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperatlas.graph.graph import Graph, Statement
    from paperatlas.rdf.triples import Pair

__all__ = ["quads", "quads_by_graph"]


def quads(graph: Graph) -> Iterator[ox.Quad]:
    """Yield all quads, those of a subject together; memory does not grow with their number."""
    index = _PaperIndex(graph)
    for subject, pairs in triples_by_subject(graph):
        papers = index.papers(subject, pairs).items()
        for relation, value in pairs:
            yield ox.Quad(subject, relation, value)
            yield from (
                ox.Quad(subject, relation, value, paper) for paper, objects in papers if not objects or value in objects
            )


def quads_by_graph(graph: Graph) -> Iterator[ox.Quad]:
    """Yield the same quads: the default graph, then the graph of each paper, in the order of the papers' ids."""
    copies: dict[ox.NamedNode, list[ox.Quad]] = {ox.NamedNode(graph.iri(paper)): [] for paper in graph.papers}
    for quad in quads(graph):
        if isinstance(quad.graph_name, ox.NamedNode):
            copies[quad.graph_name].append(quad)
        else:
            yield quad
    for paper_quads in copies.values():
        yield from paper_quads


class _PaperIndex:
    """The papers whose named graphs hold triples of a subject."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._versions = {
            version_id(paper, version.id): paper
            for paper, metadata in graph.papers.items()
            for version in metadata.versions
        }
        self._edges: dict[str, list[Statement]] = defaultdict(list)
        self._statements: dict[str, Statement] = {}
        for statement in graph.statements:
            self._edges[statement.subject].append(statement)
        for statement in (*graph.statements, *graph.unsure):
            self._statements[f"statement/{statement.id}"] = statement

    def papers(self, subject: ox.NamedNode, pairs: Iterable[Pair]) -> dict[ox.NamedNode, set[ox.NamedNode]]:
        """Return each paper with the objects of the triples that its graph holds; with none if it holds all."""
        node = subject.value.removeprefix(self._graph.base)
        if node.startswith("evidence/"):
            source = term("prov:wasDerivedFrom")
            return {value: set() for relation, value in pairs if relation == source and isinstance(value, ox.NamedNode)}
        if node in self._statements:
            return {self._iri(evidence.paper): set() for evidence in self._statements[node].evidence}
        if node in self._versions:
            return {self._iri(self._versions[node]): set()}
        papers: dict[ox.NamedNode, set[ox.NamedNode]] = defaultdict(set)
        for statement in self._edges.get(node, ()):
            for evidence in statement.evidence:
                papers[self._iri(evidence.paper)].add(self._iri(statement.object))
        if node in self._graph.papers:
            papers[subject] = set()
        return papers

    def _iri(self, node: str) -> ox.NamedNode:
        return ox.NamedNode(self._graph.iri(node))
