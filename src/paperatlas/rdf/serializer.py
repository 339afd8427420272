"""The serializations of a graph as RDF; the same graph gives the same bytes, and memory does not grow with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from paperatlas.rdf.json_ld import write_json_ld
from paperatlas.rdf.named_graphs import quads_by_graph
from paperatlas.rdf.nanopublications import nanopublications
from paperatlas.rdf.prefixes import compact
from paperatlas.rdf.triples import statement_pairs, term, triples, triples_by_subject
from paperatlas.schema import NAMESPACES, predicate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import IO, TypeAlias

    from paperatlas.graph.graph import Graph, Statement
    from paperatlas.rdf.triples import Pair, Term

    Writer: TypeAlias = Callable[[Graph, IO[bytes]], None]

__all__ = [
    "write_json_ld",
    "write_nanopublications",
    "write_nquads",
    "write_ntriples",
    "write_rdfxml",
    "write_trig",
    "write_turtle",
    "write_turtle12",
]

_STATEMENT: Final = term("rdf:Statement")
_IMPLIED: Final = {term(f"rdf:{name}") for name in ("type", "subject", "predicate", "object")}
"""The properties of a statement that its place at an edge implies."""

_Edge = tuple[str, ox.NamedNode, "Term"]


def _writer(make: Callable[[Graph], Iterable[ox.Triple] | Iterable[ox.Quad]], syntax: ox.RdfFormat) -> Writer:
    """Return a function that writes the triples or quads of a graph to a stream of UTF-8."""

    def write(graph: Graph, stream: IO[bytes]) -> None:
        ox.serialize(make(graph), stream, syntax, prefixes=NAMESPACES)

    return write


write_turtle: Final = _writer(triples, ox.RdfFormat.TURTLE)
write_ntriples: Final = _writer(triples, ox.RdfFormat.N_TRIPLES)
write_rdfxml: Final = _writer(triples, ox.RdfFormat.RDF_XML)
write_trig: Final = _writer(quads_by_graph, ox.RdfFormat.TRIG)
write_nquads: Final = _writer(quads_by_graph, ox.RdfFormat.N_QUADS)
write_nanopublications: Final = _writer(nanopublications, ox.RdfFormat.TRIG)


def write_turtle12(graph: Graph, stream: IO[bytes]) -> None:
    """Write a graph in Turtle 1.2, an edge with its statement: ``a pa:trainsOn b ~ <statement> {| pa:support 2 |}``.

    The statement has the IRI that it has in RDF 1.1, but stands at the edge instead of having ``rdf:subject``,
    ``rdf:predicate`` and ``rdf:object`` (W3C, RDF 1.2 Turtle, section 2.11). An unsure statement has no edge, so it is
    written as in RDF 1.1.

    Args:
        graph: Any graph.
        stream: Takes UTF-8.
    """
    for prefix, namespace in NAMESPACES.items():
        stream.write(f"@prefix {prefix}: <{namespace}> .\n".encode())
    statements = {_edge(graph, statement): statement for statement in graph.statements}
    for subject, pairs in triples_by_subject(graph):
        if (term("rdf:type"), _STATEMENT) not in pairs:
            predicates = " ;\n\t".join(_annotated_pair(graph, subject, pair, statements) for pair in pairs)
            stream.write(f"\n{subject} {predicates} .\n".encode())


def _edge(graph: Graph, statement: Statement) -> _Edge:
    relation = term(f"pa:{predicate(statement.predicate).term}")
    return graph.iri(statement.subject), relation, ox.NamedNode(graph.iri(statement.object))


def _annotated_pair(graph: Graph, subject: ox.NamedNode, pair: Pair, statements: dict[_Edge, Statement]) -> str:
    """Return a property and its value; of an edge also its statement."""
    statement = statements.get((subject.value, *pair))
    if statement is None:
        return _pair(pair)
    node = ox.NamedNode(graph.iri(f"statement/{statement.id}"))
    annotation = " ; ".join(_pair(entry) for entry in statement_pairs(graph, statement) if entry[0] not in _IMPLIED)
    return f"{_pair(pair)} ~ {node} {{| {annotation} |}}"


def _pair(pair: Pair) -> str:
    return " ".join(map(_term, pair))


def _term(value: Term) -> str:
    """Return a term of a vocabulary as a prefixed name, any other in full."""
    return (compact(value.value) if isinstance(value, ox.NamedNode) else None) or str(value)
