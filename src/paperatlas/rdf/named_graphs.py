"""The triples of a graph with those of each paper in a graph of its own.

The default graph holds everything. The graph that is named as a paper is named holds copies: what is said of the paper,
and the statements that it makes, with the passages that make them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from paperatlas.rdf.triples import term, triples_by_subject, wording_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperatlas.graph.graph import Graph, Statement
    from paperatlas.rdf.triples import Pair

__all__ = ["quads", "quads_by_graph"]


def quads(graph: Graph) -> Iterator[ox.Quad]:
    """All quads, those of a subject together; memory does not grow with them."""
    papers = _Papers(graph)
    for subject, pairs in triples_by_subject(graph):
        named = papers.of(subject, pairs).items()
        for relation, value in pairs:
            yield ox.Quad(subject, relation, value)
            yield from (
                ox.Quad(subject, relation, value, paper) for paper, objects in named if not objects or value in objects
            )


def quads_by_graph(graph: Graph) -> Iterator[ox.Quad]:
    """The same quads: the default graph, then the graph of each paper, in the order of their ids."""
    copies: dict[ox.NamedNode, list[ox.Quad]] = {ox.NamedNode(graph.iri(paper)): [] for paper in graph.papers}
    for quad in quads(graph):
        if isinstance(quad.graph_name, ox.NamedNode):
            copies[quad.graph_name].append(quad)
        else:
            yield quad
    for of_paper in copies.values():
        yield from of_paper


class _Papers:
    """Tells in the graphs of which papers what is said of a subject is."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._wordings = {
            wording_id(paper, wording.id): paper for paper, facts in graph.papers.items() for wording in facts.versions
        }
        self._edges: dict[str, list[Statement]] = defaultdict(list)
        self._statements: dict[str, Statement] = {}
        for statement in graph.statements:
            self._edges[statement.subject].append(statement)
            self._statements[f"statement/{statement.id}"] = statement

    def of(self, subject: ox.NamedNode, pairs: Iterable[Pair]) -> dict[ox.NamedNode, set[ox.NamedNode]]:
        """Each paper, with the objects that count there; with none where all count."""
        node = subject.value.removeprefix(self._graph.base)
        if node.startswith("evidence/"):
            source = term("prov:wasDerivedFrom")
            return {value: set() for relation, value in pairs if relation == source and isinstance(value, ox.NamedNode)}
        if node in self._statements:
            return {self._name(evidence.paper): set() for evidence in self._statements[node].evidence}
        if node in self._wordings:
            return {self._name(self._wordings[node]): set()}
        found: dict[ox.NamedNode, set[ox.NamedNode]] = defaultdict(set)
        for statement in self._edges.get(node, ()):
            for evidence in statement.evidence:
                found[self._name(evidence.paper)].add(self._name(statement.object))
        if node in self._graph.papers:
            found[subject] = set()
        return found

    def _name(self, node: str) -> ox.NamedNode:
        return ox.NamedNode(self._graph.iri(node))
