"""``/sparql``: the SPARQL 1.1 Protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize
from starlette.responses import Response

from paperatlas.errors import Reason, RequestError
from paperatlas.schema import NAMESPACES
from paperatlas.server.http import content_negotiation
from paperatlas.server.http.request_parser import (
    Parameters,
    address,
    body,
    iri,
    media_type,
    parameters,
    too_large,
    utf8,
)
from paperatlas.server.http.responses import entity_tag, matches, not_modified, sent, while_connected
from paperatlas.server.http.security import require_writer
from paperatlas.server.workers.messages import Answer, Dataset, Query, Update

if TYPE_CHECKING:
    from starlette.requests import Request

    from paperatlas.server.served_store import ServedStore

__all__ = ["SparqlProtocol", "describe"]

_FORM: Final = "application/x-www-form-urlencoded"

_QUERY: Final = "application/sparql-query"

_UPDATE: Final = "application/sparql-update"

_METHODS: Final = "GET, HEAD, POST, OPTIONS"


class SparqlProtocol:
    """Answers queries, and takes updates where clients may write."""

    def __init__(self, served: ServedStore) -> None:
        self._served = served

    async def __call__(self, request: Request) -> Response:
        """Answer one request.

        Raises:
            QueryError: if the query has a syntax error.
            RequestError: for all else that the protocol has a status for.
        """
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": _METHODS})
        given = parameters(request.scope["query_string"])
        if request.method == "POST":
            return await self._posted(request, given)
        if "update" in given:
            raise RequestError(Reason.INVALID, "an update comes by POST, a query by GET or POST")
        if not given:
            return self._description(request)
        return await self._query(request, given, given.one("query"))

    async def _posted(self, request: Request, given: Parameters) -> Response:
        kind = media_type(request)
        limits = self._served.settings.limits
        if kind == _QUERY:
            return await self._query(request, given, utf8(await body(request, limits.query_bytes)))
        if kind == _UPDATE:
            require_writer(request, self._served.settings)
            return await self._update(request, given, utf8(await body(request, limits.graph_bytes)))
        if kind == _FORM:
            return await self._form(request, given)
        raise RequestError(
            Reason.UNSUPPORTED_FORMAT,
            f"the body of the request must be {_QUERY}, {_UPDATE} or {_FORM}; say so in Content-Type",
        )

    async def _form(self, request: Request, given: Parameters) -> Response:
        limits = self._served.settings.limits
        # Percent-encoding makes a text up to three times as long.
        form = parameters(await body(request, 3 * max(limits.query_bytes, limits.graph_bytes)))
        given += form
        if "update" not in form:
            return await self._query(request, given, given.one("query"))
        if "query" in given:
            raise RequestError(Reason.INVALID, "the request has a query and an update; send one at a time")
        require_writer(request, self._served.settings)
        return await self._update(request, given, given.one("update") or "")

    async def _query(self, request: Request, given: Parameters, text: str | None) -> Response:
        if text is None:
            raise RequestError(Reason.INVALID, "the request has no query; give it as the parameter query")
        _see_size(text, self._served.settings.limits.query_bytes)
        forms = content_negotiation.forms(request.headers.get("accept", ""), request.headers.get("accept-encoding", ""))
        dataset = _dataset(given, "default-graph-uri", "named-graph-uri")
        job = Query(text, address(request), forms, dataset)
        if matches(request, tag := entity_tag(self._served.state, job)):
            return not_modified(tag)
        answer = await while_connected(request, self._served.run(job))
        stable = answer.stable and answer.version == self._served.version
        return sent(answer, tag if stable else None)

    async def _update(self, request: Request, given: Parameters, text: str) -> Response:
        _see_size(text, self._served.settings.limits.graph_bytes)
        using = _dataset(given, "using-graph-uri", "using-named-graph-uri")
        await while_connected(request, self._served.run(Update(text, address(request), using)))
        return Response(status_code=204)

    def _description(self, request: Request) -> Response:
        forms = content_negotiation.forms(request.headers.get("accept", ""))
        kind = forms.graph or "text/turtle"
        document = describe(address(request), kind, writable=self._served.settings.writable)
        return sent(Answer(document, kind, self._served.version))


def _dataset(given: Parameters, default: str, named: str) -> Dataset:
    return Dataset(tuple(map(iri, given.all(default))), tuple(map(iri, given.all(named))))


def _see_size(text: str, limit: int) -> None:
    if len(text.encode("utf-8", "surrogatepass")) > limit:
        raise too_large(limit)


_SD: Final = "http://www.w3.org/ns/sparql-service-description#"

_FORMATS: Final = "http://www.w3.org/ns/formats/"

_TYPE: Final = NamedNode(f"{NAMESPACES['rdf']}type")

_RESULTS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)


def describe(endpoint: str, media_type: str, *, writable: bool) -> bytes:
    """Describe the endpoint.

    Args:
        endpoint: Its address.
        media_type: The RDF format to write.
        writable: Whether it takes updates.

    >>> print(describe("http://localhost/sparql", "application/n-triples", writable=False).decode().splitlines()[1])
    _:service <http://www.w3.org/ns/sparql-service-description#endpoint> <http://localhost/sparql> .
    """
    service, dataset, graph = BlankNode("service"), BlankNode("dataset"), BlankNode("graph")
    languages = ["SPARQL11Query", *(["SPARQL11Update"] if writable else [])]
    triples = [
        Triple(service, _TYPE, _sd("Service")),
        Triple(service, _sd("endpoint"), NamedNode(endpoint)),
        *(Triple(service, _sd("supportedLanguage"), _sd(language)) for language in languages),
        *(Triple(service, _sd("resultFormat"), NamedNode(_FORMATS + name)) for name in _RESULTS),
        Triple(service, _sd("defaultDataset"), dataset),
        Triple(dataset, _TYPE, _sd("Dataset")),
        Triple(dataset, _sd("defaultGraph"), graph),
        Triple(graph, _TYPE, _sd("Graph")),
        Triple(
            service,
            NamedNode(f"{NAMESPACES['rdfs']}comment"),
            Literal(
                "A graph of papers, models and data sets, with the words of the papers as evidence.", language="en"
            ),
        ),
    ]
    rdf_format = RdfFormat.from_media_type(media_type)
    prefixes = {"sd": _SD, "formats": _FORMATS, "rdfs": NAMESPACES["rdfs"]}
    return serialize(triples, format=rdf_format, prefixes=prefixes) or b""


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
