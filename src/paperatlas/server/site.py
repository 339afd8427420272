"""The server's graph as its pages see it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Protocol

from pyoxigraph import RdfFormat, parse

from paperatlas.schema import NODE_TYPES, PREDICATES, VOCABULARY
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
_FORMATS: Final = AcceptedFormats("application/sparql-results+json", _TRIPLES)
_COUNT_TRIPLES: Final = "SELECT (COUNT(*) AS ?count) { ?s ?p ?o }"
_COUNT_UNSURE: Final = "SELECT (COUNT(*) AS ?count) { ?statement a pa:UnsureStatement }"
_COUNT_BY_TERM: Final = "SELECT ?term (COUNT(*) AS ?count) {{ VALUES ?term {{ {terms} }} {pattern} }} GROUP BY ?term"


class Site(Protocol):
    """The interface of a served graph; every method keeps to the limits of the server.

    Every method may raise a RequestError: the request exceeds a limit, or the server is busy.
    """

    @property
    def base(self) -> str:
        """The start of the IRIs of nodes."""

    async def ask(self, sparql: str) -> Result:
        """Return the result of a query; triples are rows of subject, predicate and object.

        Raises:
            QueryError: if the query has a syntax error.
        """

    async def bound(self, question: Question, params: Mapping[str, Values]) -> str:
        """Return the SPARQL of a question, with its parameters bound to the nodes that they name.

        Raises:
            QueryError: if no node has a name, or a value does not fit its parameter.
        """

    async def search(self, text: str, limit: int = 20) -> list[SearchHit]:
        """Return what the full-text index finds, best first."""

    async def about(self, node_id: str) -> Graph | None:
        """Return the part of the graph about a node, with its unsure statements; None if there is no such node."""

    async def figures(self) -> dict[str, int]:
        """Return the numbers of nodes by type, of statements by predicate, of ``unsure`` ones and of ``triples``."""


class _BlockingEngine:
    """An engine that asks a site from another thread and blocks that thread until the result is there."""

    def __init__(self, site: ServedSite, loop: asyncio.AbstractEventLoop) -> None:
        self._site = site
        self._loop = loop

    def run(self, sparql: str) -> Result:
        return asyncio.run_coroutine_threadsafe(self._site.ask(sparql), self._loop).result()


class ServedSite:
    """The site of a server, whose workers answer."""

    def __init__(self, served: ServedStore) -> None:
        self._served = served
        self._figures: tuple[str, dict[str, int]] = ("", {})

    @property
    def base(self) -> str:
        """The start of the IRIs of nodes."""
        return self._served.base

    async def ask(self, sparql: str) -> Result:
        """Return the result of a query; triples are sorted."""
        answer = await self._served.run(Query(sparql, self.base, _FORMATS))
        if answer.media_type.startswith(_TRIPLES):
            return as_rows(quad.triple for quad in parse(answer.body, RdfFormat.N_TRIPLES))
        return result_of(answer.body)

    async def bound(self, question: Question, params: Mapping[str, Values]) -> str:
        """Return the SPARQL of a question; a thread binds it, since binding waits for queries itself."""
        engine = _BlockingEngine(self, asyncio.get_running_loop())
        return await asyncio.to_thread(bound, engine, question, params)

    async def search(self, text: str, limit: int = 20) -> list[SearchHit]:
        """Return what the full-text index of the build finds."""
        return await self._served.run(Search(text, limit))

    async def about(self, node_id: str) -> Graph | None:
        """Return the part of the graph about a node, with its unsure statements."""
        return await self._served.run(About(node_id))

    async def figures(self) -> dict[str, int]:
        """Return the figures, which are counted once a build."""
        version = self._served.version
        if self._figures[0] != version:
            self._figures = (version, await self._count())
        return dict(self._figures[1])

    async def _count(self) -> dict[str, int]:
        types = {entry.name: entry.name for entry in NODE_TYPES}
        predicates = {entry.term: entry.name for entry in PREDICATES}
        return {
            **await self._count_by_term(types, "?node a ?term"),
            **await self._count_by_term(predicates, "?subject ?term ?object"),
            "unsure": await self._count_rows(_COUNT_UNSURE),
            "triples": await self._count_rows(_COUNT_TRIPLES),
        }

    async def _count_rows(self, query: str) -> int:
        return int(next(iter(await self.ask(query)))["count"] or 0)

    async def _count_by_term(self, names: dict[str, str], pattern: str) -> dict[str, int]:
        terms = " ".join(f"<{VOCABULARY}{term}>" for term in names)
        rows = await self.ask(_COUNT_BY_TERM.format(terms=terms, pattern=pattern))
        counts = {str(row["term"]).removeprefix(VOCABULARY): int(row["count"] or 0) for row in rows}
        return {name: counts.get(term, 0) for term, name in names.items()}
