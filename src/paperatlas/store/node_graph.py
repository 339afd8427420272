"""The part of a store that is about one node, as a small graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import pyoxigraph as ox

from paperatlas.graph.lookup import unknown_name
from paperatlas.rdf.parser import graph_of
from paperatlas.rdf.triples import DESCRIPTION, term
from paperatlas.schema import NAMESPACES, NODE_TYPES, PREDICATES
from paperatlas.store.folder import open_store, read_manifest
from paperatlas.store.full_text_search import SearchIndex

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from paperatlas.graph.graph import Graph

__all__ = ["about_named", "count_statements", "node_graph"]

_INCIDENT: Final = """
    VALUES ?end {{ rdf:subject rdf:object }} ?statement ?end {node} ; rdf:predicate ?predicate ; pa:support ?support .
    FILTER EXISTS {{ ?statement a {kind} }}
"""
_STATEMENTS: Final = f"""
SELECT DISTINCT ?statement ?predicate ?support WHERE {{{{ {_INCIDENT} }}}}
ORDER BY (?predicate = pa:mentions) DESC(?support) ?statement
"""
_COUNTS: Final = f"""
SELECT ?predicate (COUNT(DISTINCT ?statement) AS ?count) WHERE {{{{ {_INCIDENT} }}}} GROUP BY ?predicate
"""
_SURE: Final = "rdf:Statement"
_UNSURE: Final = "pa:UnsureStatement"
_TYPES: Final = " ".join((_SURE, _UNSURE, *(f"pa:{entry.name}" for entry in NODE_TYPES)))
_IS_NODE: Final = f"ASK {{{{ VALUES ?t {{{{ {_TYPES} }}}} {{node}} a ?t }}}}"
_TRIPLES: Final = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {subjects} }} ?s ?p ?o {condition} }}"
_DESCRIPTION_PROPERTIES: Final = ("rdf:type", "prov:wasAttributedTo")
_NODE_PROPERTIES: Final = (
    *("rdf:type", "rdfs:label", "skos:altLabel", "pa:wording", "dcterms:identifier", "schema:datePublished"),
    *("pa:yearInferred", "schema:url", "schema:codeRepository", "pa:category", "pa:authorsComplete"),
    *("pa:authorCount", "pa:commentCount", "pa:upvotes", "pa:hasCode"),
)
"""The properties of a node to read; not its edges, of which a well-known node has thousands."""


def node_graph(
    store: ox.Store, base: str, node_id: str, *, limit: int | None = None, unsure: bool = False
) -> Graph | None:
    """Return the part of a graph that is about one node, or one statement.

    Args:
        store: A store that holds a graph.
        base: The start of the IRIs of nodes, before their ids.
        node_id: The id of the node or the statement; any text may be given.
        limit: The largest number of statements; those that most papers support come first, and mentions last.
            :func:`count_statements` counts them all.
        unsure: Whether to read the unsure statements too, as many at most.

    Returns:
        The statements that the node is an end of, or the one statement, with their evidence; the node, the other ends
        and the papers of the evidence with their metadata; the pages that list them. None if there is no such node.
        An unsure statement that is asked for by its id is in ``unsure``.

    >>> from pathlib import Path; from tempfile import mkdtemp
    >>> from paperatlas.graph.graph import Entity, Graph; from paperatlas.store import open_store, write_store
    >>> folder = Path(mkdtemp()); otter = Entity("model/otter", "Model", "Otter-7B")
    >>> _ = write_store(Graph({otter.id: otter}), folder, folder)
    >>> node_graph(open_store(folder), Graph().base, "model/otter").entities["model/otter"].label
    'Otter-7B'
    """
    node = _node(base, node_id)
    if node is None or not store.query(_IS_NODE.format(node=node), prefixes=NAMESPACES):
        return None
    reader = _Reader(store)
    reader.read([ox.NamedNode(base + DESCRIPTION)], _DESCRIPTION_PROPERTIES)
    if node_id.startswith("statement/"):
        nodes, statements = [], [node]
    else:
        kinds = (_SURE, _UNSURE) if unsure else (_SURE,)
        nodes, statements = [node], [each for kind in kinds for each in _statements(store, node, kind)[:limit]]
    reader.read(statements)
    ends = reader.objects("rdf:subject", "rdf:object")
    reader.read(reader.objects("pa:evidence"))
    reader.read([*nodes, *ends, *reader.objects("prov:wasDerivedFrom")], _NODE_PROPERTIES)
    for relation in ("pa:wording", "pa:listing", "pa:page"):
        reader.read(reader.objects(relation))
    return graph_of(reader.triples)


def about_named(output: Path, name: str) -> list[tuple[str, Graph]]:
    """Return the ids of the nodes that a name stands for in a folder of outputs, each with the graph about it.

    The unsure statements are in it.

    Raises:
        GraphError: if the folder holds no graph, or no node in it has that name; the message holds similar names.
    """
    manifest = read_manifest(output)
    store = open_store(output)
    with SearchIndex(manifest) as index:
        nodes = index.find_by_name(name)
        if not nodes:
            raise unknown_name(name, index.near(name))
    graphs = ((node, node_graph(store, manifest.base, node, unsure=True)) for node in nodes)
    return [(node, graph) for node, graph in graphs if graph]


def _statements(store: ox.Store, node: ox.NamedNode, kind: str) -> list[ox.NamedNode]:
    """Return the statements of a class that a node is an end of."""
    rows = cast("ox.QuerySolutions", store.query(_STATEMENTS.format(node=node, kind=kind), prefixes=NAMESPACES))
    return [cast("ox.NamedNode", row[0]) for row in rows]


def count_statements(store: ox.Store, base: str, node_id: str, *, unsure: bool = False) -> dict[str, int]:
    """Return the number of statements of each predicate that a node is an end of, in the order of the schema.

    Args:
        store: A store that holds a graph.
        base: The start of the IRIs of nodes, before their ids.
        node_id: The id of the node; any text may be given.
        unsure: Whether to count the unsure statements, instead of the others.
    """
    node = _node(base, node_id)
    if node is None:
        return {}
    rows = cast(
        "ox.QuerySolutions",
        store.query(_COUNTS.format(node=node, kind=_UNSURE if unsure else _SURE), prefixes=NAMESPACES),
    )
    counts = {row["predicate"].value: int(row["count"].value) for row in rows}
    return {rule.name: counts[rule.iri] for rule in PREDICATES if rule.iri in counts}


def _node(base: str, node_id: str) -> ox.NamedNode | None:
    """Return the IRI of a node; None if the id cannot be part of an IRI."""
    try:
        return ox.NamedNode(base + node_id)
    except (ValueError, UnicodeEncodeError):
        return None


class _Reader:
    """A reader of the triples of many subjects at once."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._objects: dict[str, dict[Any, None]] = {}
        self.triples: list[ox.Triple] = []

    def read(self, subjects: Iterable[ox.NamedNode], properties: Iterable[str] = ()) -> None:
        """Read the triples of subjects, all or those of some properties."""
        condition = f"FILTER (?p IN ({', '.join(properties)}))" if properties else ""
        text = _TRIPLES.format(subjects=" ".join(dict.fromkeys(map(str, subjects))), condition=condition)
        triples = list(cast("ox.QueryTriples", self._store.query(text, prefixes=NAMESPACES)))
        self.triples += triples
        for triple in triples:
            self._objects.setdefault(triple.predicate.value, {})[triple.object] = None

    def objects(self, *properties: str) -> list[Any]:
        """Return the values of properties in the triples that were read, each once."""
        return list(dict.fromkeys(value for name in properties for value in self._objects.get(term(name).value, ())))
