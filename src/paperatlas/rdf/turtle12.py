"""The graph in Turtle 1.2, where an edge carries its statement: ``a pa:trainsOn b ~ <statement> {| pa:support 2 |}``.

What RDF 1.1 says by a node with ``rdf:subject``, ``rdf:predicate`` and ``rdf:object`` stands here at the edge itself
(W3C, RDF 1.2 Turtle, section 2.11); the statement has the same IRI.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

import pyoxigraph as ox

from paperatlas.rdf.prefixes import compact
from paperatlas.rdf.triples import statement_pairs, term, triples_by_subject
from paperatlas.schema import NAMESPACES, predicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperatlas.graph.graph import Graph, Statement
    from paperatlas.rdf.triples import Pair, Term

__all__ = ["write_turtle12"]

_STATEMENT: Final = term("rdf:Statement")
_SAID_BY_PLACE: Final = {term(f"rdf:{name}") for name in ("type", "subject", "predicate", "object")}

_Edge = tuple[str, ox.NamedNode, "Term"]


def write_turtle12(graph: Graph, stream: IO[bytes]) -> None:
    """Write a graph.

    Args:
        graph: Any graph.
        stream: Takes UTF-8.
    """
    for prefix, namespace in NAMESPACES.items():
        stream.write(f"@prefix {prefix}: <{namespace}> .\n".encode())
    statements = {_edge(graph, statement): statement for statement in graph.statements}
    for subject, pairs in triples_by_subject(graph):
        if (term("rdf:type"), _STATEMENT) not in pairs:
            predicates = " ;\n\t".join(_annotated_pairs(graph, subject, pair, statements) for pair in pairs)
            stream.write(f"\n{subject} {predicates} .\n".encode())


def _edge(graph: Graph, statement: Statement) -> _Edge:
    relation = term(f"pa:{predicate(statement.predicate).term}")
    return graph.iri(statement.subject), relation, ox.NamedNode(graph.iri(statement.object))


def _annotated_pairs(graph: Graph, subject: ox.NamedNode, pair: Pair, statements: dict[_Edge, Statement]) -> str:
    """A property and its value; an edge with its statement."""
    statement = statements.get((subject.value, *pair))
    plain = f"{_short(pair[0])} {_short(pair[1])}"
    if statement is None:
        return plain
    node = ox.NamedNode(graph.iri(f"statement/{statement.id}"))
    return f"{plain} ~ {node} {{| {' ; '.join(_annotation(statement_pairs(graph, statement)))} |}}"


def _annotation(pairs: Iterable[Pair]) -> Iterator[str]:
    return (f"{_short(relation)} {_short(value)}" for relation, value in pairs if relation not in _SAID_BY_PLACE)


def _short(value: Term) -> str:
    """A term of a vocabulary by its prefix, anything else in full."""
    return (compact(value.value) if isinstance(value, ox.NamedNode) else None) or str(value)
