"""The triples of a graph with those of each paper in a graph of its own.

The default graph holds everything. The graph that is named as a paper is named holds copies: what is said of the paper,
and the statements that it makes, with the passages that make them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from paperatlas.rdf.blocks import blocks, evidence_id, wording_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperatlas.records import Graph

__all__ = ["quads", "quads_by_graph"]


def quads(graph: Graph) -> Iterator[ox.Quad]:
    """All quads, those of a subject together; memory does not grow with them."""
    names = {paper: ox.NamedNode(graph.iri(paper)) for paper in graph.papers}
    of_papers = _papers(graph)
    for subject, pairs in blocks(graph):
        papers = of_papers.get(subject.value, {}).items()
        for relation, value in pairs:
            yield ox.Quad(subject, relation, value)
            yield from (
                ox.Quad(subject, relation, value, names[paper])
                for paper, objects in papers
                if not objects or value in objects
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


def _papers(graph: Graph) -> dict[str, dict[str, set[ox.NamedNode]]]:
    """In the graphs of which papers each subject is; with which objects, or with all where none are named."""
    found: dict[str, dict[str, set[ox.NamedNode]]] = defaultdict(dict)
    for paper, facts in graph.papers.items():
        found[graph.iri(paper)][paper] = set()
        for wording in facts.wordings:
            found[graph.iri(wording_id(paper, wording.id))][paper] = set()
    for statement in graph.statements:
        for evidence in statement.evidence:
            found[graph.iri(evidence_id(statement, evidence))][evidence.paper] = set()
            found[graph.iri(f"statement/{statement.id}")][evidence.paper] = set()
            if statement.subject != evidence.paper:
                objects = found[graph.iri(statement.subject)].setdefault(evidence.paper, set())
                objects.add(ox.NamedNode(graph.iri(statement.object)))
    return found
