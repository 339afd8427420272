"""Tests that are requests and the replies wanted, as the manifests write them in the HTTP vocabulary.

The vocabulary is https://www.w3.org/TR/HTTP-in-RDF10/; the suite adds mf:expectedStatus, mf:expectedBoolean,
mf:expectedFormat and mf:expectedLocation to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from w3c.answers import CSV, GRAPHS, TABLES, isomorphic, parse_answer
from w3c.checks import Dataset, DeviationError, media_type_of
from w3c.facts import in_graph, local_name, triples_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from w3c.checks import Reply
    from w3c.endpoint import Endpoint
    from w3c.facts import Facts, Term
    from w3c.manifest import Entry

_STATUSES = {"OK": "200", "Created": "201", "NoContent": "204", "NotFound": "404"}
_BOOLEANS = frozenset({"application/sparql-results+xml", "application/sparql-results+json"})
_FORMATS = {
    "boolean": _BOOLEANS,
    "tabular": frozenset({*TABLES, CSV}),
    "RDF": frozenset(GRAPHS),
}


@dataclass(frozen=True)
class Wanted:
    """What a reply must be like; None where anything will do.

    Attributes:
        statuses: codes such as "201", and classes such as "2xx".
        boolean: the answer of an ASK.
        format: "boolean", "tabular" or "RDF".
        location: the name under which later requests speak of the reply's Location.
        media_type: the type of the body.
        turtle: the graph in the body.
    """

    statuses: frozenset[str]
    boolean: bool | None = None
    format: str | None = None
    location: str | None = None
    media_type: str | None = None
    turtle: str | None = None


@dataclass(frozen=True)
class Exchange:
    """One request and the reply that it wants; the path begins with that of the manifest's endpoint."""

    method: str
    path: str
    wanted: Wanted
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None
    encoding: str = "utf-8"


def check_protocol(entry: Entry, endpoint: Endpoint) -> None:
    """A test of the SPARQL Protocol or the Graph Store Protocol: every reply is as wanted.

    Raises:
        DeviationError: at the first that is not.
    """
    endpoint.load(_graphs(entry))
    play(read_exchanges(entry), endpoint)


def play(exchanges: Iterable[Exchange], endpoint: Endpoint) -> None:
    """Sends the requests one after another.

    Raises:
        DeviationError: at the first reply that is not as wanted.
    """
    names: dict[str, str] = {}
    for exchange in exchanges:
        path = endpoint.path_of(_filled(exchange.path, names))
        body = None if exchange.body is None else _filled(exchange.body, names).encode(exchange.encoding)
        reply = endpoint.send(exchange.method, path, exchange.headers, body)
        problem = next(_problems(exchange.wanted, reply, names), None)
        if problem:
            raise DeviationError(f"{problem}: {exchange.method} {path} {body or b''!r} gave {reply}")
        if exchange.wanted.location:
            names[exchange.wanted.location] = endpoint.absolute(reply.location)


def read_exchanges(entry: Entry) -> list[Exchange]:
    """The requests of an entry in their order."""
    facts = entry.facts
    return [_exchange(facts, node) for node in facts.members(facts.value(entry.action, "ht:requests"))]


def _exchange(facts: Facts, node: Term) -> Exchange:
    response = facts.value(node, "ht:resp")
    if response is None:
        raise LookupError(f"a request without a response: {node}")
    body = facts.value(node, "ht:body")
    return Exchange(
        facts.text(node, "ht:methodName") or "GET",
        facts.text(node, "ht:absolutePath") or "/",
        _wanted(facts, response),
        _headers(facts, node),
        None if body is None else facts.text(body, "cnt:chars"),
        "utf-8" if body is None else facts.text(body, "cnt:characterEncoding") or "utf-8",
    )


def _wanted(facts: Facts, node: Term) -> Wanted:
    names = [local_name(status) for status in facts.values(node, "mf:expectedStatus")]
    truth, body = facts.text(node, "mf:expectedBoolean"), facts.value(node, "ht:body")
    return Wanted(
        frozenset(_STATUSES.get(name) or name.removeprefix("StatusCode") for name in names),
        None if truth is None else truth == "true",
        facts.text(node, "mf:expectedFormat"),
        facts.text(node, "mf:expectedLocation"),
        media_type_of(_headers(facts, node).get("content-type")),
        None if body is None else facts.text(body, "cnt:chars"),
    )


def _headers(facts: Facts, node: Term) -> dict[str, str]:
    fields = list(facts.members(facts.value(node, "ht:headers")))
    return {facts.text(one, "ht:fieldName") or "": facts.text(one, "ht:fieldValue") or "" for one in fields}


def _graphs(entry: Entry) -> Dataset:
    graphs: dict[ox.NamedNode, list[ox.Triple]] = {}
    for data in entry.facts.values(entry.node, "ut:graphData"):
        file, label = entry.facts.value(data, "ut:graph"), entry.facts.text(data, "rdfs:label")
        if file is not None and label is not None:
            graphs[ox.NamedNode(label)] = triples_of(entry.path(file))
    quads = tuple(in_graph(triple, name) for name, triples in graphs.items() for triple in triples)
    return Dataset(quads, tuple(graphs))


def _filled(text: str, names: Mapping[str, str]) -> str:
    for name, value in names.items():
        text = text.replace(name, value)
    return text


def _problems(wanted: Wanted, reply: Reply, names: Mapping[str, str]) -> Iterator[str]:
    if reply.status in {401, 403}:
        # No test is about who may do what: to be shut out would pass those that want any 4xx.
        yield "leave to do it was expected"
    if not wanted.statuses & {str(reply.status), f"{reply.status // 100}xx"}:
        yield f"{' or '.join(sorted(wanted.statuses))} was expected"
    if wanted.location and not reply.location:
        yield "a Location was expected"
    if wanted.media_type and reply.media_type != wanted.media_type:
        yield f"{wanted.media_type} was expected"
    if wanted.format and reply.media_type not in _FORMATS[wanted.format]:
        yield f"a {wanted.format} format was expected"
    if wanted.boolean is not None and _read(reply) != wanted.boolean:
        yield f"{wanted.boolean} was expected"
    if wanted.turtle is not None and not _holds(reply, _filled(wanted.turtle, names)):
        yield "another graph was expected"


def _read(reply: Reply) -> object:
    try:
        return parse_answer(reply.body, reply.media_type)
    except (SyntaxError, ValueError, LookupError) as error:
        raise DeviationError(f"{error}: {reply}") from None


def _holds(reply: Reply, turtle: str) -> bool:
    found = _read(reply)
    if not isinstance(found, frozenset):
        return False
    return isomorphic(ox.parse(turtle, ox.RdfFormat.TURTLE), (in_graph(triple) for triple in found))
