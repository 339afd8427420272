"""What a store knows of one node, as a small graph of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import pyoxigraph as ox

from paperatlas.graph.lookup import unknown_name
from paperatlas.rdf.parser import graph_of
from paperatlas.rdf.triples import DESCRIPTION, term
from paperatlas.schema import NAMESPACES, NODE_TYPES, PREDICATES
from paperatlas.store.folder import open_store
from paperatlas.store.full_text_search import SearchIndex
from paperatlas.store.manifest import read_manifest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from paperatlas.graph.graph import Graph

__all__ = ["about_named", "count_statements", "node_graph"]

_AROUND: Final = """
    VALUES ?end {{ rdf:subject rdf:object }} ?statement ?end {node} ; rdf:predicate ?predicate ; pa:support ?support .
"""
_STATEMENTS: Final = f"""
SELECT DISTINCT ?statement ?predicate ?support WHERE {{{{ {_AROUND} }}}}
ORDER BY (?predicate = pa:mentions) DESC(?support) ?statement
"""
_COUNTS: Final = f"""
SELECT ?predicate (COUNT(DISTINCT ?statement) AS ?count) WHERE {{{{ {_AROUND} }}}} GROUP BY ?predicate
"""
_TYPES: Final = " ".join(("rdf:Statement", *(f"pa:{entry.name}" for entry in NODE_TYPES)))
_IS_NODE: Final = f"ASK {{{{ VALUES ?t {{{{ {_TYPES} }}}} {{node}} a ?t }}}}"
_TOLD: Final = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {subjects} }} ?s ?p ?o {condition} }}"
_OF_DESCRIPTION: Final = ("rdf:type", "prov:wasAttributedTo")
_OF_NODE: Final = (
    *("rdf:type", "rdfs:label", "skos:altLabel", "pa:wording", "dcterms:identifier", "schema:datePublished"),
    *("pa:yearInferred", "schema:url", "schema:codeRepository", "pa:category", "pa:authorsComplete"),
    *("pa:authorCount", "pa:commentCount", "pa:upvotes", "pa:hasCode"),
)
"""What is read of a node; not its edges, of which one that many papers know has thousands."""


def node_graph(store: ox.Store, base: str, node_id: str, *, limit: int | None = None) -> Graph | None:
    """The part of a graph that is about one node, or of one statement.

    Args:
        store: Holds a graph.
        base: What ids are put behind to make IRIs.
        node_id: The id of the node or the statement; any text may be given.
        limit: How many statements to give at most, those that the most papers support, and mentions last;
            :func:`count_statements` tells how many there are.

    Returns:
        The statements that the node is an end of, or the one, with their evidence; the node, the other ends and the
        papers of the evidence; what listings tell of these papers; the pages that list them. Nothing where there is no
        such node.

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
    reader.read([ox.NamedNode(base + DESCRIPTION)], _OF_DESCRIPTION)
    nodes, statements = ([], [node]) if node_id.startswith("statement/") else ([node], _around(store, node)[:limit])
    reader.read(statements)
    ends = reader.objects("rdf:subject", "rdf:object")
    reader.read(reader.objects("pa:evidence"))
    reader.read([*nodes, *ends, *reader.objects("prov:wasDerivedFrom")], _OF_NODE)
    for relation in ("pa:wording", "pa:listing", "pa:page"):
        reader.read(reader.objects(relation))
    return graph_of(reader.triples)


def about_named(output: Path, name: str) -> list[tuple[str, Graph]]:
    """Return the nodes that a person means in a folder of outputs, each with the part of the graph that is about it.

    Raises:
        GraphError: if the folder holds no graph, or nothing in it has that name; the message holds names that are near.
    """
    manifest = read_manifest(output)
    store = open_store(output)
    with SearchIndex(manifest) as index:
        found = index.find_by_name(name)
        if not found:
            raise unknown_name(name, index.near(name))
    parts = ((node, node_graph(store, manifest.base, node)) for node in found)
    return [(node, part) for node, part in parts if part]


def _around(store: ox.Store, node: ox.NamedNode) -> list[ox.NamedNode]:
    """The statements that a node is an end of."""
    found = cast("ox.QuerySolutions", store.query(_STATEMENTS.format(node=node), prefixes=NAMESPACES))
    return [cast("ox.NamedNode", row[0]) for row in found]


def count_statements(store: ox.Store, base: str, node_id: str) -> dict[str, int]:
    """How many statements of each predicate a node is an end of, in the order of the schema; none have no entry."""
    node = _node(base, node_id)
    if node is None:
        return {}
    rows = cast("ox.QuerySolutions", store.query(_COUNTS.format(node=node), prefixes=NAMESPACES))
    counts = {row["predicate"].value: int(row["count"].value) for row in rows}
    return {rule.name: counts[rule.iri] for rule in PREDICATES if rule.iri in counts}


def _node(base: str, node_id: str) -> ox.NamedNode | None:
    """The IRI of a node, or nothing where a text cannot be part of one."""
    try:
        return ox.NamedNode(base + node_id)
    except (ValueError, UnicodeEncodeError):
        return None


class _Reader:
    """Reads from a store what is told of many subjects at once."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._objects: dict[str, dict[Any, None]] = {}
        self.triples: list[ox.Triple] = []

    def read(self, subjects: Iterable[ox.NamedNode], properties: Iterable[str] = ()) -> None:
        """Read all that is told of subjects, or their values of some properties."""
        condition = f"FILTER (?p IN ({', '.join(properties)}))" if properties else ""
        text = _TOLD.format(subjects=" ".join(dict.fromkeys(map(str, subjects))), condition=condition)
        found = list(cast("ox.QueryTriples", self._store.query(text, prefixes=NAMESPACES)))
        self.triples += found
        for triple in found:
            self._objects.setdefault(triple.predicate.value, {})[triple.object] = None

    def objects(self, *properties: str) -> list[Any]:
        """The values of properties among what was read, each once."""
        return list(dict.fromkeys(value for name in properties for value in self._objects.get(term(name).value, ())))
