"""What pages see of the server."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Protocol

from pyoxigraph import RdfFormat, parse

from paperatlas.schema import NODE_TYPES, PREDICATES, VOCABULARY
from paperatlas.server.query_texts import COUNT_BY_TERM, COUNT_TRIPLES
from paperatlas.server.workers.messages import About, AcceptedFormats, Query, Search
from paperatlas.sparql.engine import as_rows
from paperatlas.sparql.execution import bound
from paperatlas.sparql.results import Result, result_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paperatlas.graph.graph import Graph
    from paperatlas.server.served_store import ServedStore
    from paperatlas.sparql import Question
    from paperatlas.sparql.parameters import Values
    from paperatlas.store import SearchHit

__all__ = ["ServedSite", "Site"]

_TRIPLES: Final = "application/n-triples"
_FORMS: Final = AcceptedFormats("application/sparql-results+json", _TRIPLES)


class Site(Protocol):
    """The graph that is served, as pages see it; every method awaits a worker and keeps to the limits of the server."""

    @property
    def base(self) -> str:
        """What node ids are put behind to make IRIs."""

    async def ask(self, sparql: str) -> Result:
        """The answer to a query; triples come as rows of subject, predicate and object.

        Raises:
            QueryError: if the query has a syntax error.
            RequestError: if it is refused or takes too long; the message tells which.
        """

    async def bound(self, question: Question, params: Mapping[str, Values]) -> str:
        """The SPARQL of a question with its parameters bound to what the graph calls by these names.

        Raises:
            QueryError: if the graph has no such thing, or a value does not fit.
            RequestError: if the server is busy.
        """

    async def search(self, text: str, limit: int = 20) -> list[SearchHit]:
        """What fits the words, best first.

        Raises:
            RequestError: if the server is busy.
        """

    async def about(self, node_id: str) -> Graph | None:
        """What the graph holds about a node; None if there is no such node.

        Raises:
            RequestError: if the server is busy.
        """

    async def figures(self) -> dict[str, int]:
        """How many nodes there are by type, statements by predicate, and ``triples`` in all.

        Raises:
            RequestError: if the server is busy.
        """


class _Waiting:
    """Asks a site from a thread, which waits for the answer."""

    def __init__(self, site: ServedSite, loop: asyncio.AbstractEventLoop) -> None:
        self._site = site
        self._loop = loop

    def run(self, sparql: str) -> Result:
        return asyncio.run_coroutine_threadsafe(self._site.ask(sparql), self._loop).result()


class ServedSite:
    """The site of a server: each method asks one of its workers."""

    def __init__(self, served: ServedStore) -> None:
        self._served = served
        self._figures: tuple[str, dict[str, int]] = ("", {})

    @property
    def base(self) -> str:
        """The base of the build that is served."""
        return self._served.base

    async def ask(self, sparql: str) -> Result:
        """Return the result of a query; triples are sorted and have a row each."""
        answer = await self._served.run(Query(sparql, self.base, _FORMS))
        if answer.media_type.startswith(_TRIPLES):
            return as_rows(quad.triple for quad in parse(answer.body, RdfFormat.N_TRIPLES))
        return result_of(answer.body)

    async def bound(self, question: Question, params: Mapping[str, Values]) -> str:
        """Return the SPARQL of a question; a thread binds it, since binding waits for queries of its own."""
        engine = _Waiting(self, asyncio.get_running_loop())
        return await asyncio.to_thread(bound, engine, question, params)

    async def search(self, text: str, limit: int = 20) -> list[SearchHit]:
        """Return what the full-text index of the build finds."""
        return await self._served.run(Search(text, limit))

    async def about(self, node_id: str) -> Graph | None:
        """Return the part of the graph around a node."""
        return await self._served.run(About(node_id))

    async def figures(self) -> dict[str, int]:
        """Return the figures, which are counted once a build."""
        version = self._served.version
        if self._figures[0] != version:
            self._figures = (version, await self._count())
        return dict(self._figures[1])

    async def _count(self) -> dict[str, int]:
        types = {node.name: node.name for node in NODE_TYPES}
        predicates = {rule.term: rule.name for rule in PREDICATES}
        triples = await self.ask(COUNT_TRIPLES)
        return {
            **await self._by_term(types, "?thing a ?term"),
            **await self._by_term(predicates, "?subject ?term ?object"),
            "triples": int(next(iter(triples))["count"] or 0),
        }

    async def _by_term(self, names: dict[str, str], pattern: str) -> dict[str, int]:
        terms = " ".join(f"<{VOCABULARY}{term}>" for term in names)
        rows = await self.ask(COUNT_BY_TERM.format(terms=terms, pattern=pattern))
        counts = {str(row["term"]).removeprefix(VOCABULARY): int(row["count"] or 0) for row in rows}
        return {name: counts.get(term, 0) for term, name in names.items()}
