"""The engines that answer queries: a protocol, and a store in this process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, cast, runtime_checkable

from pyoxigraph import Quad, QueryResultsFormat, QueryTriples, RdfFormat, Store

from paperatlas.errors import GraphError, QueryError
from paperatlas.graph.graph import Graph
from paperatlas.rdf.triples import triples
from paperatlas.schema import NAMESPACES
from paperatlas.sparql.results import Result, result_of
from paperatlas.store.folder import open_store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import QuerySolutions, Triple

__all__ = ["Engine", "Source", "StoreEngine", "as_rows", "engine_of", "open_graph"]

_TRIPLES: Final = """
SELECT ?subject ?predicate ?object WHERE { ?subject ?predicate ?object }
ORDER BY STR(?subject) STR(?predicate) STR(?object) STR(DATATYPE(?object)) LANG(?object)
"""


@runtime_checkable
class Engine(Protocol):
    """An engine that answers queries which :func:`paperatlas.sparql.check` accepts."""

    def run(self, sparql: str) -> Result:
        """Answer a query; prefixes of :data:`paperatlas.schema.NAMESPACES` need no PREFIX line.

        Raises:
            QueryError: if it cannot be answered.
        """
        ...


Source: TypeAlias = Graph | Path | str | Store | Engine
"""A source that answers questions."""


class StoreEngine:
    """An engine over an Oxigraph store in this process.

    >>> StoreEngine(Store()).run("ASK { ?paper a pa:Paper }").answer
    False
    """

    def __init__(self, store: Store) -> None:
        """Take a store."""
        self._store = store

    def run(self, sparql: str) -> Result:
        """Answer a query.

        Raises:
            QueryError: if it needs a feature that Oxigraph lacks.
        """
        try:
            answer = self._store.query(sparql, prefixes=NAMESPACES)
            if isinstance(answer, QueryTriples):
                return as_rows(answer)
            return result_of(answer.serialize(format=QueryResultsFormat.JSON) or b"")
        except (OSError, RuntimeError) as error:
            raise QueryError(f"the query cannot be answered: {error}") from error


def as_rows(answer: Iterable[Triple]) -> Result:
    """Return triples as a result with rows of subject, predicate and object, sorted."""
    rows = cast("QuerySolutions", _stored(answer).query(_TRIPLES))
    return result_of(rows.serialize(format=QueryResultsFormat.JSON) or b"")


def engine_of(source: Source) -> Engine:
    """Return the engine of a graph, a folder or file, a store, or an engine itself.

    Raises:
        GraphError: if a file is missing or is no RDF.
    """
    if isinstance(source, Engine):
        return source
    if isinstance(source, Graph):
        return StoreEngine(_stored(triples(source)))
    return StoreEngine(source if isinstance(source, Store) else open_graph(source))


def _stored(statements: Iterable[Triple]) -> Store:
    store = Store()
    store.bulk_extend(Quad(triple.subject, triple.predicate, triple.object) for triple in statements)
    return store


def open_graph(path: Path | str) -> Store:
    """Open the graph of a folder of outputs, to read only, or load an RDF file into a store in memory.

    Args:
        path: A folder that a build wrote, or a file that ends in ``.ttl``, ``.nt``, ``.jsonld`` or ``.rdf``.

    Raises:
        GraphError: if it is missing, or holds no graph.

    >>> open_graph("nowhere/graph.ttl")
    Traceback (most recent call last):
        ...
    paperatlas.errors.GraphError: there is no graph nowhere/graph.ttl; make one with `paperatlas build`
    """
    path = Path(path)
    if path.is_dir():
        return open_store(path)
    if not path.exists():
        raise GraphError(f"there is no graph {path}; make one with `paperatlas build`")
    rdf_format = RdfFormat.from_extension(path.suffix.removeprefix("."))
    if rdf_format is None:
        raise GraphError(
            f"{path} is no RDF file; name one that ends in .ttl, .nt, .jsonld or .rdf, or a folder that a build wrote"
        )
    store = Store()
    try:
        store.bulk_load(path=path, format=rdf_format)
    except (SyntaxError, OSError) as error:
        raise GraphError(f"{path} cannot be loaded, make it anew with `paperatlas build`: {error}") from error
    return store
