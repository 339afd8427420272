"""The graph as RDF, in several syntaxes; the same graph gives the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from paperatlas.errors import OutputError
from paperatlas.rdf.annotations import write_annotated
from paperatlas.rdf.blocks import blocks
from paperatlas.rdf.json_ld import write_json_ld
from paperatlas.rdf.named_graphs import quads_by_graph
from paperatlas.rdf.nanopublications import nanopublications
from paperatlas.schema import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from paperatlas.records import Graph

__all__ = ["SYNTAXES", "Syntax", "serialize", "write_rdf"]


@dataclass(frozen=True, slots=True)
class Syntax:
    """A way to write RDF.

    Attributes:
        suffix: How its files end.
        purpose: What it is for, in a few words.
        write: Writes a graph to a binary stream.
    """

    suffix: str
    purpose: str
    write: Callable[[Graph, IO[bytes]], None]


def _triples(graph: Graph) -> Iterator[ox.Triple]:
    return (ox.Triple(subject, relation, value) for subject, pairs in blocks(graph) for relation, value in pairs)


def _plain(syntax: ox.RdfFormat) -> Callable[[Graph, IO[bytes]], None]:
    """Writes the triples."""

    def write(graph: Graph, stream: IO[bytes]) -> None:
        ox.serialize(_triples(graph), stream, syntax, prefixes=NAMESPACES)

    return write


def _named(make: Callable[[Graph], Iterator[ox.Quad]], syntax: ox.RdfFormat) -> Callable[[Graph, IO[bytes]], None]:
    """Writes quads."""

    def write(graph: Graph, stream: IO[bytes]) -> None:
        ox.serialize(make(graph), stream, syntax, prefixes=NAMESPACES)

    return write


SYNTAXES: Final[dict[str, Syntax]] = {
    "turtle": Syntax(".ttl", "Turtle 1.1, to read and to load anywhere", _plain(ox.RdfFormat.TURTLE)),
    "turtle12": Syntax(".ttl", "Turtle 1.2, where each edge carries its statement", write_annotated),
    "ntriples": Syntax(".nt", "N-Triples, a triple a line", _plain(ox.RdfFormat.N_TRIPLES)),
    "trig": Syntax(".trig", "TriG, with a named graph a paper", _named(quads_by_graph, ox.RdfFormat.TRIG)),
    "nquads": Syntax(".nq", "N-Quads, with a named graph a paper", _named(quads_by_graph, ox.RdfFormat.N_QUADS)),
    "nanopubs": Syntax(
        ".trig", "nanopublications in TriG, one a statement", _named(nanopublications, ox.RdfFormat.TRIG)
    ),
    "jsonld": Syntax(".jsonld", "JSON-LD that reads as plain JSON", write_json_ld),
    "rdfxml": Syntax(".rdf", "RDF/XML", _plain(ox.RdfFormat.RDF_XML)),
}
"""All syntaxes by their names."""


def write_rdf(graph: Graph, stream: IO[bytes], syntax: str = "turtle") -> None:
    """Write a graph in one syntax; memory does not grow with the graph.

    Args:
        graph: Any graph.
        stream: Takes UTF-8.
        syntax: A key of :data:`SYNTAXES`.

    Raises:
        OutputError: if there is no such syntax.
    """
    if syntax not in SYNTAXES:
        raise OutputError(f"no RDF syntax {syntax!r}; choose one of {', '.join(SYNTAXES)}")
    SYNTAXES[syntax].write(graph, stream)


def serialize(graph: Graph, syntax: str = "turtle") -> bytes:
    """The graph in one syntax, as UTF-8; see :func:`write_rdf`."""
    stream = BytesIO()
    write_rdf(graph, stream, syntax)
    return stream.getvalue()
