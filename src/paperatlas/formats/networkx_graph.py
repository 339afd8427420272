"""The graph as a NetworkX graph, and the attributes of its nodes and edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

    from paperatlas.graph.graph import Entity, Evidence, Graph, PaperMetadata, Statement

__all__ = ["edge_attributes", "node_attributes", "to_networkx"]


def to_networkx(graph: Graph) -> nx.MultiDiGraph[str]:
    """Return the graph as a multigraph with a node per entity and a directed edge per statement.

    Nodes have the id of their entity as key (``model/otter7b``) and the attributes ``type``, ``label``, ``iri`` and
    ``aliases`` (a list of texts). Papers also have, if known, ``title``, ``date`` (a text as in XML Schema),
    ``year_inferred``, ``identifiers``, ``categories``, ``urls``, ``code_urls`` (lists of texts), ``author_count``,
    ``has_code``, ``comment_count`` and ``upvotes``.

    Edges have the name of their predicate as key (``trains-on``) and the attributes ``predicate``, ``statement`` (the
    id), ``support`` (papers), ``confidence`` (0 to 1), ``outcomes`` (a list of texts), ``inferred`` (true or false),
    ``inferred_by`` (the rule, of an inferred edge) and ``evidence``: a list of dictionaries with ``paper`` (the key of
    its node), ``quote``, ``confidence`` and, for comparisons, ``outcome``.

    The values are those of JSON, and the lists are new in each call. Nodes and edges have the order of the graph.

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
    """Return the attributes of a node."""
    attributes: dict[str, Any] = {
        "type": entity.type,
        "label": entity.label,
        "iri": graph.iri(entity.id),
        "aliases": list(entity.aliases),
    }
    metadata = graph.papers.get(entity.id)
    return attributes if metadata is None else attributes | {"title": entity.label} | _paper_attributes(metadata)


def _paper_attributes(metadata: PaperMetadata) -> dict[str, Any]:
    """Return the known attributes of a paper; unknown ones are left out, as XML formats have no null."""
    date = metadata.date
    attributes = {
        "date": str(date) if date else None,
        "year_inferred": date.year_inferred if date and date.year else None,
        "identifiers": list(metadata.identifiers),
        "categories": list(metadata.categories),
        "urls": list(metadata.urls),
        "code_urls": list(metadata.code_urls),
        "author_count": metadata.author_count,
        "has_code": metadata.has_code,
        "comment_count": metadata.comment_count,
        "upvotes": metadata.upvotes,
    }
    return {name: value for name, value in attributes.items() if value is not None}


def edge_attributes(statement: Statement) -> dict[str, Any]:
    """Return the attributes of an edge."""
    attributes: dict[str, Any] = {
        "predicate": statement.predicate,
        "statement": statement.id,
        "support": statement.support,
        "confidence": statement.confidence,
        "outcomes": list(statement.outcomes),
        "inferred": statement.inferred_by is not None,
        "evidence": [_evidence_attributes(evidence) for evidence in statement.evidence],
    }
    return attributes | ({"inferred_by": statement.inferred_by} if statement.inferred_by else {})


def _evidence_attributes(evidence: Evidence) -> dict[str, Any]:
    attributes = {"paper": evidence.paper, "quote": evidence.quote, "confidence": evidence.confidence}
    return attributes | ({"outcome": evidence.outcome} if evidence.outcome else {})
