"""The graph as NetworkX has it, for scripts and for the writers of other formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

    from paperatlas.graph.graph import Entity, Evidence, Graph, PaperMetadata, Statement

__all__ = ["edge_attributes", "node_attributes", "to_networkx"]


def to_networkx(graph: Graph) -> nx.MultiDiGraph[str]:
    """The graph as a typed multigraph: a node an entity, a directed edge a statement.

    Nodes have the id of their entity as key (``model/otter7b``) and the attributes ``type``, ``label``, ``iri`` and
    ``aliases`` (a list of texts). Papers have beside these, as far as it is known, ``title``, ``date`` (as XML Schema
    writes it, a text), ``year_inferred``, ``identifiers``, ``categories``, ``urls``, ``code_urls`` (lists of texts),
    ``author_count``, ``has_code``, ``comment_count`` and ``upvotes``.

    Edges have the name of their predicate as key (``trains-on``) and the attributes ``predicate``, ``statement`` (its
    id), ``support`` (papers), ``confidence`` (0 to 1), ``outcomes`` (a list of texts), ``inferred`` (true or false),
    ``inferred_by`` (where inferred: the rule) and ``evidence``: a list with a dictionary a passage, which has
    ``paper`` (the key of its node), ``quote``, ``confidence`` and, for comparisons, ``outcome``.

    The values are those JSON has, and each call gives new lists, which may be changed at will. Nodes and edges come
    in the order of the graph.

    >>> from paperatlas.graph.graph import Entity, Graph, Statement
    >>> small = Graph(
    ...     {key: Entity(key, "Model", name) for key, name in [("model/a", "A"), ("model/b", "B")]},
    ...     (Statement("model/a", "based-on", "model/b"),),
    ... )
    >>> network = to_networkx(small)
    >>> network.nodes["model/a"]["label"], list(network.edges(keys=True))
    ('A', [('model/a', 'model/b', 'based-on')])
    """
    from networkx import MultiDiGraph  # noqa: PLC0415 - the writers of files do without

    network: nx.MultiDiGraph[str] = MultiDiGraph()
    for entity in graph.entities.values():
        network.add_node(entity.id, **node_attributes(graph, entity))
    for statement in graph.statements:
        network.add_edge(statement.subject, statement.object, statement.predicate, **edge_attributes(statement))
    return network


def node_attributes(graph: Graph, entity: Entity) -> dict[str, Any]:
    """What a node tells."""
    attributes: dict[str, Any] = {
        "type": entity.type,
        "label": entity.label,
        "iri": graph.iri(entity.id),
        "aliases": list(entity.aliases),
    }
    facts = graph.papers.get(entity.id)
    return attributes if facts is None else attributes | {"title": entity.label} | _paper_attributes(facts)


def _paper_attributes(facts: PaperMetadata) -> dict[str, Any]:
    """What is known of a paper; what is not known is left out, for XML formats have no null."""
    attributes = {
        "date": str(facts.date) if facts.date else None,
        "year_inferred": facts.date.year_inferred if facts.date and facts.date.year else None,
        "identifiers": list(facts.identifiers),
        "categories": list(facts.categories),
        "urls": list(facts.urls),
        "code_urls": list(facts.code_urls),
        "author_count": facts.author_count,
        "has_code": facts.has_code,
        "comment_count": facts.comment_count,
        "upvotes": facts.upvotes,
    }
    return {name: value for name, value in attributes.items() if value is not None}


def edge_attributes(statement: Statement) -> dict[str, Any]:
    """What an edge tells."""
    attributes: dict[str, Any] = {
        "predicate": statement.predicate,
        "statement": statement.id,
        "support": statement.support,
        "confidence": statement.confidence,
        "outcomes": list(statement.outcomes),
        "inferred": statement.inferred_by is not None,
        "evidence": [_passage(evidence) for evidence in statement.evidence],
    }
    return attributes | ({"inferred_by": statement.inferred_by} if statement.inferred_by else {})


def _passage(evidence: Evidence) -> dict[str, Any]:
    passage: dict[str, Any] = {
        "paper": evidence.paper,
        "quote": evidence.quote,
        "confidence": evidence.confidence,
    }
    return passage | ({"outcome": evidence.outcome} if evidence.outcome else {})
