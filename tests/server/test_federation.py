"""Nothing is fetched from elsewhere."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from paperatlas.errors import QueryError
from paperatlas.sparql.syntax import is_federated, parse_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx2 as httpx

BASE = "http://localhost/sparql"

HARMLESS_QUERIES = [
    "ASK { ?s ?p 'SERVICE <http://x>' }",
    'ASK { ?s <urn:SERVICE> """x"SERVICE" <u:x> {""" } # SERVICE <http://x> {}',
    "PREFIX service: <urn:service> ASK { service:a service:service ?SERVICE }",
    "PREFIX load: <urn:load> SELECT ?load { load:a load:load ?load }",
    "ASK { ?s ?p '\\u0053ERVICE' }",
]
BROKEN_QUERY = "ASK { ?s ?p 'it''s' }"
HARMLESS_UPDATES = [
    "INSERT DATA { <urn:LOAD> <urn:load> 'LOAD <http://x>' } # LOAD <http://x>",
    "PREFIX LOAD: <urn:x> INSERT DATA { LOAD:a LOAD:LOAD 'x' }",
    "PREFIX : <urn:x> INSERT DATA { :LOAD :SERVICE '''\n;LOAD <http://x>\n''' } ; CLEAR ALL",
    "DELETE { ?load ?p ?service } WHERE { ?load ?p ?service }",
]
FETCHING_QUERIES = [
    "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SeRvIcE SILENT <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE<{url}>{{?s ?p ?o}} }}",
    "SELECT * {{ SERVICE # <x>\n<{url}> {{ ?s ?p ?o }} }}",
    "PREFIX : <{url}> SELECT * {{ SERVICE: {{ ?s ?p ?o }} }}",
    "PREFIX : <{url}> PREFIX SERVICE: <urn:x> SELECT * {{ SERVICE: {{ ?s ?p ?o }} }}",
    "PREFIX : <{url}> PREFIX SERVIC_: <urn:x> SELECT * {{ SERVICE: {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?x {{ <{url}> }} SERVICE?x {{ ?s ?p ?o }} }}",
    "ASK {{ FILTER EXISTS {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ {{ SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }} }}",
    "SELECT * {{ ?s ?p 'x'SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p 1.SERVICE <{url}> {{ ?s ?p ?o }} }}",
    'SELECT * {{ ?s ?p """"""SERVICE <{url}> {{ ?s ?p ?o }} }}',
]
FROM = "SELECT * FROM <{url}> {{ ?s ?p ?o }}"
FETCHING_UPDATES = [
    "LOAD <{url}>",
    "LOAD SILENT <{url}>",
    "load silent <{url}> INTO GRAPH <urn:g>",
    "LoAd<{url}>",
    "CLEAR ALL;LOAD <{url}>",
    "CLEAR ALL ; # ;\nLOAD SILENT <{url}> ; CLEAR ALL",
    "PREFIX : <{url}> LOAD:",
    "PREFIX LOAD: <{url}> PREFIX : <{url}> LOAD LOAD:",
    "INSERT DATA {{ <urn:a> <urn:b> '''x''' }} ; LOAD <{url}>",
    "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
]


@contextmanager
def listener() -> Iterator[tuple[str, list[object]]]:
    """An address that notes who connects."""
    seen: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as last:
        last.bind(("127.0.0.1", 0))

        def listen() -> None:
            while True:
                connection, address = server.accept()
                connection.close()
                if address == last.getsockname():
                    return
                seen.append(address)

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/", seen
        finally:
            # Connections are accepted in the order in which they come, so this one comes after all others.
            last.connect(server.getsockname())
            thread.join()


def test_no_connection_leaves(client: httpx.Client, writer: httpx.Client) -> None:
    with listener() as (address, seen):
        for query in FETCHING_QUERIES:
            for each in (client, writer):
                answer = each.post("/sparql", data={"query": query.format(url=address)})
                assert answer.status_code == 403, query
        for update in FETCHING_UPDATES:
            for each in (client, writer):
                answer = each.post("/sparql", data={"update": update.format(url=address)})
                assert answer.status_code == 403, update
        for query in (*HARMLESS_QUERIES, FROM.format(url=address)):
            assert client.post("/sparql", data={"query": query}).status_code == 200, query
        assert client.post("/sparql", data={"query": BROKEN_QUERY}).status_code == 400
        client.get("/sparql", params={"query": "ASK {}", "default-graph-uri": address})
        client.get("/graphs", params={"graph": address})
        writer.put(
            "/graphs?graph=urn:ld",
            content=f'{{"@context": "{address}", "a": "b"}}',
            headers={"Content-Type": "application/ld+json"},
        )
        xml = f'<!DOCTYPE r SYSTEM "{address}"><r/>'
        writer.put("/graphs?graph=urn:x", content=xml, headers={"Content-Type": "application/rdf+xml"})
    assert seen == []


def test_the_listener_would_see_a_connection() -> None:
    from pyoxigraph import Store

    with listener() as (address, seen), pytest.raises((OSError, RuntimeError)):
        Store().update(f"LOAD <{address}>")
    assert len(seen) == 1


@pytest.mark.parametrize("query", FETCHING_QUERIES)
def test_service_is_found(query: str) -> None:
    assert is_federated(query.format(url="http://127.0.0.1:1/"), BASE)


@pytest.mark.parametrize("update", FETCHING_UPDATES)
def test_load_is_found(update: str) -> None:
    assert is_federated(update.format(url="http://127.0.0.1:1/"), BASE, update=True)


@pytest.mark.parametrize("query", HARMLESS_QUERIES)
def test_the_word_alone_does_no_harm(query: str) -> None:
    assert not is_federated(query, BASE)
    assert parse_error(query, BASE, update=False) == ""


@pytest.mark.parametrize("update", HARMLESS_UPDATES)
def test_the_word_alone_does_no_harm_in_updates(update: str) -> None:
    assert not is_federated(update, BASE, update=True)
    assert parse_error(update, BASE, update=True) == ""


def test_a_broken_text_that_has_the_word_in_a_string_has_the_place_of_its_error() -> None:
    with pytest.raises(QueryError) as caught:
        is_federated("ASK {\n 'SERVICE' ] }", BASE)
    assert (caught.value.line, caught.value.column) == (2, 12)


@pytest.mark.parametrize("text", ["LOA", "}!", "CLEAR ALL; }!", "ASK {} ]"])
def test_what_is_no_sparql_has_an_error(text: str) -> None:
    assert parse_error(text, BASE, update=False)
    assert parse_error(text, BASE, update=True)
