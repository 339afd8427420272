"""What pages see of the server."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol, cast

from pyoxigraph import RdfFormat, parse

from paperatlas.errors import QueryError
from paperatlas.querying.asking import bound
from paperatlas.querying.engines import as_rows
from paperatlas.querying.results import Result, result_of
from paperatlas.schema import NODE_TYPES, PREDICATES, VOCABULARY
from paperatlas.serving.jobs import About, Answer, Failure, Forms, Job, Query, Search, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paperatlas.querying import Question
    from paperatlas.querying.binding import Values
    from paperatlas.records import Graph
    from paperatlas.serving.builds import Served
    from paperatlas.store import Hit

__all__ = ["RefusedError", "ServedSite", "Site"]

_TRIPLES = "application/n-triples"
_FORMS = Forms("application/sparql-results+json", _TRIPLES)
_COUNTS = """
SELECT ?term (COUNT(*) AS ?count) {{ VALUES ?term {{ {terms} }} {pattern} }} GROUP BY ?term
"""


class RefusedError(QueryError):
    """A question that the server does not answer.

    Attributes:
        status: The status of HTTP that tells why: for instance 400 where it is broken, 503 where the server is busy.
    """

    def __init__(self, text: str, status: int, line: int | None = None, column: int | None = None) -> None:
        super().__init__(text, line, column)
        self.status = status


class Site(Protocol):
    """The graph that is served, as pages see it; every method awaits a worker and keeps to the limits of the server."""

    @property
    def base(self) -> str:
        """What node ids are put behind to make IRIs."""

    async def ask(self, sparql: str) -> Result:
        """The answer to a query; triples come as rows of subject, predicate and object.

        Raises:
            QueryError: if the query is broken, refused or takes too long; the message tells which.
        """

    async def bound(self, question: Question, params: Mapping[str, Values]) -> str:
        """The SPARQL of a question with its parameters bound to what the graph calls by these names.

        Raises:
            QueryError: if the graph has no such thing, a value does not fit, or the server is busy.
        """

    async def search(self, text: str, limit: int = 20) -> list[Hit]:
        """What fits the words, best first.

        Raises:
            QueryError: if the server is busy.
        """

    async def about(self, node_id: str) -> Graph | None:
        """What the graph holds about a node; nothing where there is no such node.

        Raises:
            QueryError: if the server is busy.
        """

    async def figures(self) -> dict[str, int]:
        """How many nodes there are by type, statements by predicate, and ``triples`` in all.

        Raises:
            QueryError: if the server is busy.
        """


class _Waiting:
    """Asks a site from a thread, which waits for the answer."""

    def __init__(self, site: ServedSite, loop: asyncio.AbstractEventLoop) -> None:
        self._site = site
        self._loop = loop

    def run(self, sparql: str) -> Result:
        return asyncio.run_coroutine_threadsafe(self._site.ask(sparql), self._loop).result()


class ServedSite:
    """The site of a server."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self._figures: tuple[str, dict[str, int]] = ("", {})

    @property
    def base(self) -> str:
        """As :class:`Site` has it."""
        return self._served.base

    async def ask(self, sparql: str) -> Result:
        """As :class:`Site` has it."""
        answer = cast("Answer", await self._run(Query(sparql, self.base, _FORMS)))
        if answer.media_type.startswith(_TRIPLES):
            return as_rows(quad.triple for quad in parse(answer.body, RdfFormat.N_TRIPLES))
        return result_of(answer.body)

    async def bound(self, question: Question, params: Mapping[str, Values]) -> str:
        """As :class:`Site` has it."""
        engine = _Waiting(self, asyncio.get_running_loop())
        return await asyncio.to_thread(bound, engine, question, params)

    async def search(self, text: str, limit: int = 20) -> list[Hit]:
        """As :class:`Site` has it."""
        return cast("list[Hit]", cast("Value", await self._run(Search(text, limit))).value)

    async def about(self, node_id: str) -> Graph | None:
        """As :class:`Site` has it."""
        return cast("Graph | None", cast("Value", await self._run(About(node_id))).value)

    async def figures(self) -> dict[str, int]:
        """As :class:`Site` has it; counted once a build."""
        version = self._served.version
        if self._figures[0] != version:
            self._figures = (version, await self._count())
        return dict(self._figures[1])

    async def _count(self) -> dict[str, int]:
        types = {node.name: node.name for node in NODE_TYPES}
        predicates = {rule.term: rule.name for rule in PREDICATES}
        triples = await self.ask("SELECT (COUNT(*) AS ?count) { ?s ?p ?o }")
        return {
            **await self._by_term(types, "?thing a ?term"),
            **await self._by_term(predicates, "?subject ?term ?object"),
            "triples": int(next(iter(triples))["count"] or 0),
        }

    async def _by_term(self, names: dict[str, str], pattern: str) -> dict[str, int]:
        terms = " ".join(f"<{VOCABULARY}{term}>" for term in names)
        rows = await self.ask(_COUNTS.format(terms=terms, pattern=pattern))
        counts = {str(row["term"]).removeprefix(VOCABULARY): int(row["count"] or 0) for row in rows}
        return {name: counts.get(term, 0) for term, name in names.items()}

    async def _run(self, job: Job) -> Answer | Value:
        try:
            return await self._served.run(job)
        except Failure as failure:
            raise RefusedError(failure.text, failure.status, *failure.position) from failure
