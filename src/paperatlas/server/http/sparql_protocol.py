"""``/sparql``: the SPARQL 1.1 Protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize
from starlette.responses import Response

from paperatlas.errors import Reason, RequestError
from paperatlas.schema import NAMESPACES
from paperatlas.server.http.content_negotiation import accepted_formats
from paperatlas.server.http.requests import (
    Parameters,
    check_iri,
    decode_utf8,
    media_type,
    parse_parameters,
    read_body,
    request_url,
    single_value,
    size_error,
)
from paperatlas.server.http.responses import answer_response, job_response, while_connected
from paperatlas.server.http.security import require_writer
from paperatlas.server.workers.messages import Answer, Dataset, Query, Update

if TYPE_CHECKING:
    from starlette.requests import Request

    from paperatlas.server.served_store import ServedStore

__all__ = ["SparqlProtocol", "describe"]

_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"


class SparqlProtocol:
    """The endpoint for queries, and for updates if clients may write."""

    def __init__(self, served: ServedStore) -> None:
        self._served = served

    async def respond(self, request: Request) -> Response:
        """Answer one request.

        Raises:
            QueryError: if the query has a syntax error.
            RequestError: for every other failure that the protocol has a status for.
        """
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
        parameters = parse_parameters(request.scope["query_string"])
        if request.method == "POST":
            return await self._post(request, parameters)
        if "update" in parameters:
            raise RequestError(Reason.INVALID, "an update comes by POST, a query by GET or POST")
        if not parameters:
            return self._description(request)
        return await self._query(request, parameters, single_value(parameters, "query"))

    async def _post(self, request: Request, parameters: Parameters) -> Response:
        body_type = media_type(request.headers.get("content-type"))
        limits = self._served.settings.limits
        if body_type == _QUERY:
            return await self._query(request, parameters, decode_utf8(await read_body(request, limits.query_bytes)))
        if body_type == _UPDATE:
            require_writer(request, self._served.settings)
            return await self._update(request, parameters, decode_utf8(await read_body(request, limits.graph_bytes)))
        if body_type == _FORM:
            return await self._form(request, parameters)
        raise RequestError(
            Reason.UNSUPPORTED_FORMAT,
            f"the body of the request must be {_QUERY}, {_UPDATE} or {_FORM}; say so in Content-Type",
        )

    async def _form(self, request: Request, address_parameters: Parameters) -> Response:
        limits = self._served.settings.limits
        # Percent-encoding makes a text up to three times as long.
        form = parse_parameters(await read_body(request, 3 * max(limits.query_bytes, limits.graph_bytes)))
        parameters = Parameters([*address_parameters.multi_items(), *form.multi_items()])
        if "update" not in form:
            return await self._query(request, parameters, single_value(parameters, "query"))
        if "query" in parameters:
            raise RequestError(Reason.INVALID, "the request has a query and an update; send one at a time")
        require_writer(request, self._served.settings)
        return await self._update(request, parameters, single_value(parameters, "update") or "")

    async def _query(self, request: Request, parameters: Parameters, text: str | None) -> Response:
        if text is None:
            raise RequestError(Reason.INVALID, "the request has no query; give it as the parameter query")
        _check_size(text, self._served.settings.limits.query_bytes)
        dataset = _dataset(parameters, "default-graph-uri", "named-graph-uri")
        job = Query(text, request_url(request), accepted_formats(request.headers), dataset)
        return await job_response(request, self._served, job)

    async def _update(self, request: Request, parameters: Parameters, text: str) -> Response:
        _check_size(text, self._served.settings.limits.graph_bytes)
        using = _dataset(parameters, "using-graph-uri", "using-named-graph-uri")
        await while_connected(request, self._served.run(Update(text, request_url(request), using)))
        return Response(status_code=204)

    def _description(self, request: Request) -> Response:
        rdf_type = accepted_formats(request.headers).graph or "text/turtle"
        document = describe(request_url(request), rdf_type, writable=self._served.settings.writable)
        return answer_response(Answer(document, rdf_type, self._served.version))


def _dataset(parameters: Parameters, default: str, named: str) -> Dataset:
    return Dataset(tuple(map(check_iri, parameters.getlist(default))), tuple(map(check_iri, parameters.getlist(named))))


def _check_size(text: str, limit: int) -> None:
    if len(text.encode("utf-8", "surrogatepass")) > limit:
        raise size_error(limit)


_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_TYPE: Final = NamedNode(f"{NAMESPACES['rdf']}type")
_RESULT_FORMATS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)


def describe(endpoint: str, rdf_type: str, *, writable: bool) -> bytes:
    """Return the SPARQL 1.1 service description of the endpoint.

    Args:
        endpoint: The address of the endpoint.
        rdf_type: The media type of the description.
        writable: Whether the endpoint takes updates.

    >>> print(describe("http://localhost/sparql", "application/n-triples", writable=False).decode().splitlines()[1])
    _:service <http://www.w3.org/ns/sparql-service-description#endpoint> <http://localhost/sparql> .
    """
    service, dataset, graph = BlankNode("service"), BlankNode("dataset"), BlankNode("graph")
    languages = ["SPARQL11Query", *(["SPARQL11Update"] if writable else [])]
    comment = "A graph of papers, models and data sets, with the words of the papers as evidence."
    triples = [
        Triple(service, _TYPE, _sd("Service")),
        Triple(service, _sd("endpoint"), NamedNode(endpoint)),
        *(Triple(service, _sd("supportedLanguage"), _sd(language)) for language in languages),
        *(Triple(service, _sd("resultFormat"), NamedNode(_FORMATS + name)) for name in _RESULT_FORMATS),
        Triple(service, _sd("defaultDataset"), dataset),
        Triple(dataset, _TYPE, _sd("Dataset")),
        Triple(dataset, _sd("defaultGraph"), graph),
        Triple(graph, _TYPE, _sd("Graph")),
        Triple(service, NamedNode(f"{NAMESPACES['rdfs']}comment"), Literal(comment, language="en")),
    ]
    prefixes = {"sd": _SD, "formats": _FORMATS, "rdfs": NAMESPACES["rdfs"]}
    return serialize(triples, format=RdfFormat.from_media_type(rdf_type), prefixes=prefixes) or b""


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
