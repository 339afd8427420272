"""``/graphs``: the SPARQL 1.1 Graph Store HTTP Protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.responses import Response

from paperatlas.errors import Reason, RequestError
from paperatlas.server.http import content_negotiation
from paperatlas.server.http.request_parser import address, body, iri, media_type, parameters
from paperatlas.server.http.responses import entity_tag, matches, not_modified, sent, while_connected
from paperatlas.server.http.security import require_writer
from paperatlas.server.settings import MOST_FILES
from paperatlas.server.workers.messages import ReadGraph, WriteGraph

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from starlette.requests import Request

    from paperatlas.server.served_store import ServedStore

__all__ = ["GraphStore"]

_FORM: Final = "multipart/form-data"


class GraphStore:
    """Gives and takes whole graphs."""

    def __init__(self, served: ServedStore) -> None:
        self._served = served

    async def __call__(self, request: Request) -> Response:
        """Answer one request.

        Raises:
            QueryError: if the query has a syntax error.
            RequestError: for all else that the protocol has a status for.
        """
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": "GET, HEAD, PUT, POST, DELETE, OPTIONS"})
        if request.method in {"GET", "HEAD"}:
            return await self._read(request, _graph(request))
        require_writer(request, self._served.settings)
        if request.method == "POST" and _is_store(request):
            return await self._create(request)
        return await self._write(request, _graph(request))

    async def _read(self, request: Request, graph: str | None) -> Response:
        forms = content_negotiation.forms(request.headers.get("accept", ""), request.headers.get("accept-encoding", ""))
        job = ReadGraph(graph, forms)
        if matches(request, tag := entity_tag(self._served.state, job)):
            return not_modified(tag)
        answer = await while_connected(request, self._served.run(job))
        return sent(answer, tag if answer.version == self._served.version else None)

    async def _write(self, request: Request, graph: str | None) -> Response:
        delete = request.method == "DELETE"
        documents = () if delete else await self._documents(request)
        job = WriteGraph(graph, documents, graph or address(request), keep=request.method == "POST", delete=delete)
        created = await while_connected(request, self._served.run(job))
        return Response(status_code=201 if created else 204)

    async def _create(self, request: Request) -> Response:
        """Put a graph under an address that the server makes up."""
        graph = f"{address(request).rstrip('/')}/{uuid4()}"
        job = WriteGraph(graph, await self._documents(request), graph)
        await while_connected(request, self._served.run(job))
        return Response(status_code=201, headers={"Location": graph})

    async def _documents(self, request: Request) -> tuple[tuple[str, bytes], ...]:
        limit = self._served.settings.limits.graph_bytes
        kind = media_type(request)
        if kind != _FORM:
            return ((_rdf(kind), await body(request, limit)),)
        return await _files(request, await body(request, limit))


async def _files(request: Request, content: bytes) -> tuple[tuple[str, bytes], ...]:
    async def stream() -> AsyncGenerator[bytes, None]:
        yield content

    try:
        # The body has been read, and is within its limit.
        parser = MultiPartParser(request.headers, stream(), max_files=MOST_FILES, max_fields=MOST_FILES)
        form = await parser.parse()
    except (MultiPartException, KeyError) as error:
        raise RequestError(Reason.INVALID, f"the form is broken: {error}") from error
    try:
        files = [value for _, value in form.multi_items() if not isinstance(value, str)]
        if not files:
            raise RequestError(Reason.INVALID, "the form has no file; send each graph as a file of its own")
        return tuple([(_rdf(_plain(file.content_type)), await file.read()) for file in files])
    finally:
        await form.close()


def _plain(content_type: str | None) -> str:
    return (content_type or "").partition(";")[0].strip().lower()


def _rdf(kind: str) -> str:
    known = [name for name in content_negotiation.GRAPHS if content_negotiation.is_rdf(name)]
    if kind not in known:
        raise RequestError(Reason.UNSUPPORTED_FORMAT, f"a graph comes as {', '.join(known)}; say so in Content-Type")
    return kind


def _is_store(request: Request) -> bool:
    """Whether a request names the graph store itself, no graph in it."""
    return not request.path_params.get("path") and not request.scope["query_string"]


def _graph(request: Request) -> str | None:
    """The IRI of the graph that a request names; None for the default graph."""
    if request.path_params.get("path"):
        return iri(address(request))
    given = parameters(request.scope["query_string"])
    named = given.one("graph")
    if (named is None) != ("default" in given):
        raise RequestError(
            Reason.INVALID, "name one graph: /graphs?default, /graphs?graph=IRI, or its own address below /graphs/"
        )
    return None if named is None else iri(named)
