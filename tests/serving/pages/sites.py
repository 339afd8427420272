"""A site over a graph in memory, and an application that serves its pages under the policy of the real one."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import RdfFormat, Store
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware

from paperatlas.querying import ask
from paperatlas.rdf import serialize
from paperatlas.records import Graph
from paperatlas.serving.pages import routes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.responses import Response

    from paperatlas.querying import Result
    from paperatlas.records import Statement

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class Hit(NamedTuple):
    id: str
    type: str
    label: str
    snippet: str
    score: float


class MemorySite:
    """A site that answers from a graph in memory."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.base = graph.base
        self.asked: list[str] = []
        self._store = Store()
        self._store.load(serialize(graph, "turtle"), format=RdfFormat.TURTLE)

    async def ask(self, sparql: str) -> Result:
        self.asked.append(sparql)
        return ask(self._store, sparql)

    async def search(self, text: str, limit: int = 20) -> list[Hit]:
        words = re.findall(r"\w+", text.casefold())
        hits = [
            Hit(entity.id, entity.type, entity.label, ", ".join(entity.aliases), -len(entity.label))
            for entity in self.graph.entities.values()
            if words and all(word in f"{entity.label} {entity.aliases}".casefold() for word in words)
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))[:limit]

    async def about(self, node_id: str) -> Graph | None:
        if node_id.startswith("statement/"):
            found = [one for one in self.graph.statements if f"statement/{one.id}" == node_id]
            return self._around((), found) if found else None
        return self._around((node_id,), self.graph.about(node_id)) if node_id in self.graph.entities else None

    async def figures(self) -> dict[str, int]:
        types = Counter(entity.type for entity in self.graph.entities.values())
        predicates = Counter(statement.predicate for statement in self.graph.statements)
        return {**types, **predicates, "triples": len(self._store)}

    def _around(self, nodes: Iterable[str], statements: Iterable[Statement]) -> Graph:
        chosen = tuple(statements)
        ends = {end for one in chosen for end in (one.subject, one.object, *one.papers)}
        kept = sorted({*nodes, *ends} & set(self.graph.entities))
        papers = {node: self.graph.papers[node] for node in kept if node in self.graph.papers}
        return Graph({node: self.graph.entities[node] for node in kept}, chosen, papers, base=self.base)


class _Headers(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):  # type: ignore[no-untyped-def]
        response: Response = await call_next(request)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def application(graph: Graph) -> Starlette:
    """The pages of a graph, as the server would serve them."""
    return Starlette(routes=routes(MemorySite(graph)), middleware=[Middleware(_Headers)])
