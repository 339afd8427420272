"""``/graphs``: the SPARQL 1.1 Graph Store HTTP Protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.responses import Response

from paperatlas.errors import Reason, RequestError
from paperatlas.server.http.content_negotiation import GRAPHS, accepted_formats, is_rdf
from paperatlas.server.http.requests import (
    check_iri,
    media_type,
    parse_parameters,
    read_body,
    request_url,
    single_value,
)
from paperatlas.server.http.responses import job_response, while_connected
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
    """The endpoint that reads and writes whole graphs."""

    def __init__(self, served: ServedStore) -> None:
        self._served = served

    async def respond(self, request: Request) -> Response:
        """Answer one request.

        Raises:
            RequestError: for every failure that the protocol has a status for.
        """
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": "GET, HEAD, PUT, POST, DELETE, OPTIONS"})
        if request.method in {"GET", "HEAD"}:
            return await self._read(request, _graph_iri(request))
        require_writer(request, self._served.settings)
        names_store = not request.path_params.get("path") and not request.scope["query_string"]
        if request.method == "POST" and names_store:
            return await self._create(request)
        return await self._write(request, _graph_iri(request))

    async def _read(self, request: Request, graph: str | None) -> Response:
        return await job_response(request, self._served, ReadGraph(graph, accepted_formats(request.headers)))

    async def _write(self, request: Request, graph: str | None) -> Response:
        delete = request.method == "DELETE"
        documents = () if delete else await self._documents(request)
        job = WriteGraph(graph, documents, graph or request_url(request), keep=request.method == "POST", delete=delete)
        created = await while_connected(request, self._served.run(job))
        return Response(status_code=201 if created else 204)

    async def _create(self, request: Request) -> Response:
        """Write a graph under a new address."""
        graph = f"{request_url(request).rstrip('/')}/{uuid4()}"
        job = WriteGraph(graph, await self._documents(request), graph)
        await while_connected(request, self._served.run(job))
        return Response(status_code=201, headers={"Location": graph})

    async def _documents(self, request: Request) -> tuple[tuple[str, bytes], ...]:
        content_type = request.headers.get("content-type")
        is_form = media_type(content_type) == _FORM
        rdf_type = "" if is_form else _rdf_type(content_type)
        body = await read_body(request, self._served.settings.limits.graph_bytes)
        return await _files(request, body) if is_form else ((rdf_type, body),)


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
        return tuple([(_rdf_type(file.content_type), await file.read()) for file in files])
    finally:
        await form.close()


def _rdf_type(content_type: str | None) -> str:
    """Return the media type of a header, which must be one of RDF."""
    rdf_types = [name for name in GRAPHS if is_rdf(name)]
    if (rdf_type := media_type(content_type)) not in rdf_types:
        raise RequestError(
            Reason.UNSUPPORTED_FORMAT, f"a graph comes as {', '.join(rdf_types)}; say so in Content-Type"
        )
    return rdf_type


def _graph_iri(request: Request) -> str | None:
    """Return the IRI of the graph that a request names; None for the default graph."""
    if request.path_params.get("path"):
        return check_iri(request_url(request))
    parameters = parse_parameters(request.scope["query_string"])
    graph = single_value(parameters, "graph")
    if (graph is None) != ("default" in parameters):
        raise RequestError(
            Reason.INVALID, "name one graph: /graphs?default, /graphs?graph=IRI, or its own address below /graphs/"
        )
    return None if graph is None else check_iri(graph)
