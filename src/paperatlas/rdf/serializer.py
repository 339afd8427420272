"""The graph as RDF; the same graph gives the same bytes, and memory does not grow with the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from paperatlas.rdf.json_ld import write_json_ld
from paperatlas.rdf.named_graphs import quads_by_graph
from paperatlas.rdf.nanopublications import nanopublications
from paperatlas.rdf.triples import triples
from paperatlas.rdf.turtle12 import write_turtle12
from paperatlas.schema import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import IO, TypeAlias

    from paperatlas.graph.graph import Graph

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


def _writer(make: Callable[[Graph], Iterable[ox.Triple] | Iterable[ox.Quad]], syntax: ox.RdfFormat) -> Writer:
    """Return what writes the triples or quads of a graph to a stream that takes UTF-8."""

    def write(graph: Graph, stream: IO[bytes]) -> None:
        ox.serialize(make(graph), stream, syntax, prefixes=NAMESPACES)

    return write


write_turtle: Final = _writer(triples, ox.RdfFormat.TURTLE)
write_ntriples: Final = _writer(triples, ox.RdfFormat.N_TRIPLES)
write_rdfxml: Final = _writer(triples, ox.RdfFormat.RDF_XML)
write_trig: Final = _writer(quads_by_graph, ox.RdfFormat.TRIG)
write_nquads: Final = _writer(quads_by_graph, ox.RdfFormat.N_QUADS)
write_nanopublications: Final = _writer(nanopublications, ox.RdfFormat.TRIG)
