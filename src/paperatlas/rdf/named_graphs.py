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

__all__ = ["quads"]


def quads(graph: Graph) -> Iterator[ox.Quad]:
    """All triples in the default graph, then the graph of each paper, in the order of their ids."""
    of_papers = _papers(graph)
    copies: dict[str, list[ox.Triple]] = {paper: [] for paper in graph.papers}
    for subject, pairs in blocks(graph):
        triples = [ox.Triple(subject, relation, value) for relation, value in pairs]
        for triple in triples:
            yield ox.Quad(triple.subject, triple.predicate, triple.object)
        for paper, objects in of_papers.get(subject.value, {}).items():
            copies[paper] += [triple for triple in triples if not objects or triple.object in objects]
    for paper, triples in copies.items():
        name = ox.NamedNode(graph.iri(paper))
        yield from (ox.Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples)


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
