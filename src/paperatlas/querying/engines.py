"""What a question can be asked of: anything that takes SPARQL and gives a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, cast, runtime_checkable

from pyoxigraph import DefaultGraph, Quad, QueryResultsFormat, QueryTriples, Store

from paperatlas.errors import QueryError
from paperatlas.querying.results import Result, result_of
from paperatlas.schema import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import QuerySolutions, Triple

__all__ = ["Engine", "StoreEngine", "as_rows"]

_TRIPLES: Final = """
SELECT ?subject ?predicate ?object WHERE { ?subject ?predicate ?object }
ORDER BY STR(?subject) STR(?predicate) STR(?object) STR(DATATYPE(?object)) LANG(?object)
"""


@runtime_checkable
class Engine(Protocol):
    """Answers queries that :func:`paperatlas.querying.check` has let through."""

    def run(self, sparql: str) -> Result:
        """Answer a query; prefixes of :data:`paperatlas.schema.NAMESPACES` need no PREFIX line.

        Raises:
            QueryError: if it cannot be answered.
        """
        ...


class StoreEngine:
    """Asks an Oxigraph store in this process.

    >>> StoreEngine(Store()).run("ASK { ?paper a pa:Paper }").answer
    False
    """

    def __init__(self, store: Store) -> None:
        """Ask this store."""
        self._store = store

    def run(self, sparql: str) -> Result:
        """Answer a query.

        Raises:
            QueryError: if it asks for what Oxigraph lacks.
        """
        try:
            found = self._store.query(sparql, prefixes=NAMESPACES)
            if isinstance(found, QueryTriples):
                return as_rows(found)
            return result_of(found.serialize(format=QueryResultsFormat.JSON) or b"")
        except (OSError, RuntimeError) as error:
            raise QueryError(f"the query cannot be answered: {error}") from error


def as_rows(triples: Iterable[Triple]) -> Result:
    """Triples as rows of subject, predicate and object, sorted, so that one form serves all results."""
    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object, DefaultGraph()) for triple in triples)
    rows = cast("QuerySolutions", store.query(_TRIPLES))
    return result_of(rows.serialize(format=QueryResultsFormat.JSON) or b"")
