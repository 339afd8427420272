"""The SPARQL Protocol, against a running server."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Graph, URIRef

if TYPE_CHECKING:
    import httpx2 as httpx

ASK = "ASK {}"
SELECT = "SELECT ?label { ?model a pa:Model ; rdfs:label ?label } ORDER BY ?label"
CONSTRUCT = "CONSTRUCT { ?model rdfs:label ?label } { ?model a pa:Model ; rdfs:label ?label }"
QUERY = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}


def test_a_query_comes_in_three_ways(client: httpx.Client) -> None:
    answers = [
        client.get("/sparql", params={"query": SELECT}),
        client.post("/sparql", data={"query": SELECT}),
        client.post("/sparql", content=SELECT, headers=QUERY),
    ]
    labels = [[row["label"]["value"] for row in answer.json()["results"]["bindings"]] for answer in answers]
    assert labels == [["Beaver-13B", "Otter", "Otter-7B"]] * 3


@pytest.mark.parametrize(
    ("accept", "media_type", "beginning"),
    [
        ("", "application/sparql-results+json", b'{"head"'),
        ("*/*", "application/sparql-results+json", b'{"head"'),
        ("application/json", "application/json", b'{"head"'),
        ("application/sparql-results+xml", "application/sparql-results+xml", b"<?xml"),
        ("text/csv;q=0.4, text/tab-separated-values;q=0.5", "text/tab-separated-values; charset=utf-8", b"?label\n"),
        ("text/csv, */*;q=0.1", "text/csv; charset=utf-8", b"label\r\n"),
    ],
)
def test_rows_come_as_the_client_likes(client: httpx.Client, accept: str, media_type: str, beginning: bytes) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert answer.content.startswith(beginning)


@pytest.mark.parametrize(
    ("accept", "media_type", "form"),
    [
        ("*/*", "text/turtle; charset=utf-8", RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", RdfFormat.N_TRIPLES),
        ("application/ld+json", "application/ld+json", RdfFormat.JSON_LD),
        ("application/rdf+xml", "application/rdf+xml", RdfFormat.RDF_XML),
        ("application/xml", "application/xml", RdfFormat.RDF_XML),
    ],
)
def test_graphs_come_as_the_client_likes(client: httpx.Client, accept: str, media_type: str, form: RdfFormat) -> None:
    answer = client.get("/sparql", params={"query": CONSTRUCT}, headers={"Accept": accept})
    assert answer.headers["content-type"] == media_type
    assert len(list(parse(answer.content, form))) == 3


@pytest.mark.parametrize("query", [SELECT, CONSTRUCT])
def test_a_client_that_takes_nothing_of_ours_is_told(client: httpx.Client, query: str) -> None:
    assert client.get("/sparql", params={"query": query}, headers={"Accept": "image/png"}).status_code == 406
    other = "text/turtle" if query == SELECT else "text/csv"
    assert client.get("/sparql", params={"query": query}, headers={"Accept": other}).status_code == 406


def test_without_a_query_the_service_tells_of_itself(client: httpx.Client, url: str) -> None:
    told = Graph().parse(data=client.get("/sparql").text, format="turtle")
    endpoint = URIRef("http://www.w3.org/ns/sparql-service-description#endpoint")
    assert [str(value) for value in told.objects(None, endpoint)] == [f"{url}/sparql"]


def test_head_tells_what_get_would(client: httpx.Client) -> None:
    head, got = (client.request(method, "/sparql", params={"query": SELECT}) for method in ("HEAD", "GET"))
    assert head.content == b""
    assert head.headers["content-length"] == got.headers["content-length"]


def test_options_and_cors(client: httpx.Client) -> None:
    assert "POST" in client.options("/sparql").headers["allow"]
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    assert client.options("/sparql", headers=asked).headers["access-control-allow-origin"] == "*"
    answer = client.get("/sparql", params={"query": ASK}, headers={"Origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"


def test_an_answer_that_the_client_has_is_not_sent_again(client: httpx.Client) -> None:
    params = {"query": SELECT}
    tag = client.get("/sparql", params=params).headers["etag"]
    again = client.get("/sparql", params=params, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = client.get("/sparql", params=params, headers={"If-None-Match": tag, "Accept": "text/csv"})
    assert other.status_code == 200
    assert other.headers["etag"] != tag


@pytest.mark.parametrize("query", ["SELECT (RAND() AS ?r) {}", "CONSTRUCT { [] pa:x 1 } {}", "SELECT (now() AS ?n) {}"])
def test_what_differs_each_time_has_no_tag(client: httpx.Client, query: str) -> None:
    assert "etag" not in client.get("/sparql", params={"query": query}).headers


def test_long_answers_are_compressed(client: httpx.Client) -> None:
    params = {"query": "SELECT * { ?s ?p ?o } LIMIT 100"}
    with client.stream("GET", "/sparql", params=params, headers={"Accept-Encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    plain = client.get("/sparql", params=params, headers={"Accept-Encoding": "identity"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(raw) == plain.content
    assert answer.headers["etag"] != plain.headers["etag"]


def test_a_request_may_name_its_dataset(client: httpx.Client) -> None:
    papers = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
    named = [row["g"]["value"] for row in client.get("/sparql", params={"query": papers}).json()["results"]["bindings"]]
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    whole, one, none, own = (
        int(client.get("/sparql", params=params).json()["results"]["bindings"][0]["n"]["value"])
        for params in (
            {"query": count},
            {"query": count, "default-graph-uri": named[0]},
            {"query": count, "named-graph-uri": named[0]},
            {"query": f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{named[0]}> {{ ?s ?p ?o }} }}", "named-graph-uri": named[0]},
        )
    )
    assert whole > one == own > none == 0
    both = [("query", count), ("default-graph-uri", named[0]), ("default-graph-uri", named[1])]
    merged = int(
        client.post("/sparql", data=dict(both[:1]), params=both[1:]).json()["results"]["bindings"][0]["n"]["value"]
    )
    assert one < merged <= whole


@pytest.mark.parametrize(
    ("method", "params", "content", "headers", "status"),
    [
        ("GET", [("query", ASK), ("query", ASK)], "", {}, 400),
        ("GET", [("query", "ASK {")], "", {}, 400),
        ("GET", [("update", "CLEAR ALL")], "", {}, 400),
        ("GET", [("default-graph-uri", "urn:a")], "", {}, 400),
        ("GET", [("query", ASK), ("default-graph-uri", "no iri")], "", {}, 400),
        ("POST", [], "query=ASK%20%7B%7D", {}, 415),
        ("POST", [], ASK, {"Content-Type": "text/plain"}, 415),
        ("POST", [], "", {"Content-Type": "application/x-www-form-urlencoded"}, 400),
        ("POST", [], "query=%FF", {"Content-Type": "application/x-www-form-urlencoded"}, 400),
        ("POST", [], "&".join(["a=1"] * 1000), {"Content-Type": "application/x-www-form-urlencoded"}, 400),
        ("POST", [], b"\xff\xfe", QUERY, 400),
        ("POST", [], ASK.encode("utf-16"), QUERY, 400),
        ("POST", [], "INSERT DATA { <a:b> <a:c> 1 }", QUERY, 400),
        ("POST", [], "#" * 1_000_001, QUERY, 413),
        ("POST", [], "CLEAR ALL", UPDATE, 403),
        ("POST", [], "update=CLEAR+ALL", {"Content-Type": "application/x-www-form-urlencoded"}, 403),
        ("POST", [], "update=CLEAR+ALL&query=ASK", {"Content-Type": "application/x-www-form-urlencoded"}, 400),
        ("PUT", [("query", ASK)], "", {}, 405),
        ("GET", [("query", ASK)], "", {"Host": "a b"}, 400),
    ],
)
def test_what_is_wrong_has_its_status(
    client: httpx.Client,
    method: str,
    params: list[tuple[str, str | int | float | bool | None]],
    content: str | bytes,
    headers: dict[str, str],
    status: int,
) -> None:
    answer = client.request(method, "/sparql", params=params, content=content, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/plain")


def test_a_broken_query_is_told_with_line_and_column(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "ASK {\n  ?paper a ]\n}"})
    assert answer.status_code == 400
    assert "line 2, column 12" in answer.text


def test_a_body_that_does_not_tell_its_length_is_measured(client: httpx.Client) -> None:
    def pieces() -> object:
        for _ in range(20):
            yield b"#" * 100_000

    answer = client.post("/sparql", content=pieces(), headers=QUERY)  # type: ignore[arg-type]
    assert answer.status_code == 413


def test_relative_iris_are_resolved_against_the_endpoint(client: httpx.Client, url: str) -> None:
    answer = client.post("/sparql", content="CONSTRUCT { <s> <p> 1 } {}", headers=QUERY)
    assert f"<{url}/s>" in answer.text


def test_updates(writer: httpx.Client) -> None:
    def ask(pattern: str) -> bool:
        answer = writer.post("/sparql", content=f"ASK {{ {pattern} }}", headers=QUERY)
        return bool(answer.json()["boolean"])

    def update(text: str, params: dict[str, str] | None = None) -> int:
        return writer.post("/sparql", content=text, headers=UPDATE, params=params).status_code

    assert update("INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> <o> } }") == 204
    assert ask("GRAPH <urn:g> { ?s ?p ?o FILTER(isIRI(?o) && STRSTARTS(STR(?o), 'http')) }")
    assert update("INSERT { ?s <urn:q> 1 } WHERE { ?s <urn:p> ?o }", {"using-graph-uri": "urn:g"}) == 204
    assert ask("<urn:s> <urn:q> 1")
    assert update("WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", {"using-graph-uri": "urn:g"}) == 400
    assert update("CLEAR XYZ") == 400
    assert writer.post("/sparql", data={"update": "CLEAR ALL"}).status_code == 204
    assert not ask("GRAPH ?g { ?s ?p ?o }")
    assert writer.post("/sparql", content="update=CLEAR+ALL&update=CLEAR+ALL").status_code == 415
    assert "SPARQL11Update" in writer.get("/sparql").text


def test_an_update_changes_the_tags(writer: httpx.Client) -> None:
    params = {"query": SELECT}
    tag = writer.get("/sparql", params=params).headers["etag"]
    writer.post("/sparql", content="INSERT DATA { <urn:a> a pa:Model ; rdfs:label 'A' }", headers=UPDATE)
    assert writer.get("/sparql", params=params, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", "Basic only-for-tests"])
def test_who_lacks_the_token_writes_nothing(writer: httpx.Client, given: str) -> None:
    headers = UPDATE | {"Authorization": given}
    answer = writer.post("/sparql", content="INSERT DATA { <urn:x> <urn:x> 1 }", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert not writer.get("/sparql", params={"query": "ASK { <urn:x> ?p ?o }"}).json()["boolean"]
