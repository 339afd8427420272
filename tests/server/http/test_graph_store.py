"""The Graph Store Protocol, against a running server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, parse

if TYPE_CHECKING:
    import httpx2 as httpx

TURTLE = {"Content-Type": "text/turtle; charset=utf-8"}
FIRST, SECOND = "<> <urn:p> 'one' .", "<> <urn:p> 'two', _:b ."


def values(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200
    return sorted(str(quad.object)[:5] for quad in parse(answer.content, RdfFormat.TURTLE))


@pytest.mark.parametrize("target", ["/graphs/person/1.ttl", "/graphs?graph=urn:one", "/graphs/caf%C3%A9"])
def test_the_life_of_a_graph(writer: httpx.Client, target: str) -> None:
    assert writer.get(target).status_code == 404
    assert writer.delete(target).status_code == 404
    assert writer.put(target, content=FIRST, headers=TURTLE).status_code == 201
    assert values(writer.get(target)) == ['"one"']
    assert writer.put(target, content=SECOND, headers=TURTLE).status_code == 204
    assert len(values(writer.get(target))) == 2
    assert writer.post(target, content=FIRST, headers=TURTLE).status_code == 204
    assert len(values(writer.get(target))) == 3
    assert writer.head(target).headers["content-type"] == "text/turtle; charset=utf-8"
    assert writer.delete(target).status_code == 204
    assert writer.head(target).status_code == 404


def test_both_ways_to_name_a_graph_mean_the_same(writer: httpx.Client) -> None:
    writer.put("/graphs/same", content=FIRST, headers=TURTLE)
    assert values(writer.get("/graphs", params={"graph": f"{writer.base_url}/graphs/same"})) == ['"one"']


def test_the_default_graph(writer: httpx.Client) -> None:
    assert writer.put("/graphs?default", content="<urn:s> <urn:p> 'one' .", headers=TURTLE).status_code == 204
    assert values(writer.get("/graphs?default")) == ['"one"']
    assert writer.delete("/graphs?default").status_code == 204
    assert values(writer.get("/graphs?default")) == []


def test_the_server_makes_up_an_address(writer: httpx.Client) -> None:
    answer = writer.post("/graphs", content=FIRST, headers=TURTLE)
    assert answer.status_code == 201
    assert values(writer.get(answer.headers["location"])) == ['"one"']


def test_several_files_in_a_form(writer: httpx.Client) -> None:
    files = {name: (name, text, "text/turtle") for name, text in (("a", FIRST), ("b", "<> <urn:p> 'two' ."))}
    assert writer.post("/graphs/form", files=files).status_code == 201
    assert values(writer.get("/graphs/form")) == ['"one"', '"two"']


def test_formats_go_in_and_out(writer: httpx.Client) -> None:
    writer.put("/graphs?graph=urn:f", content="<urn:s> <urn:p> 'é\"\\n' .", headers=TURTLE)
    for kind in ("application/n-triples", "application/rdf+xml", "application/ld+json"):
        got = writer.get("/graphs?graph=urn:f", headers={"Accept": kind})
        assert got.headers["content-type"] == kind
        assert writer.put("/graphs?graph=urn:g", content=got.content, headers={"Content-Type": kind}).status_code in {
            201,
            204,
        }
        other = writer.get("/graphs?graph=urn:g", headers={"Accept": "application/n-triples"})
        assert [quad.object.value for quad in parse(other.content, RdfFormat.N_TRIPLES)] == ['é"\n']


def test_a_broken_graph_changes_nothing(writer: httpx.Client) -> None:
    writer.put("/graphs?graph=urn:kept", content=FIRST, headers=TURTLE)
    answer = writer.put("/graphs?graph=urn:kept", content="<> <urn:p> ", headers=TURTLE)
    assert (answer.status_code, "line 1" in answer.text) == (400, True)
    assert values(writer.get("/graphs?graph=urn:kept")) == ['"one"']


@pytest.mark.parametrize(
    ("method", "target", "headers", "status"),
    [
        ("GET", "/graphs", {}, 400),
        ("GET", "/graphs?default&graph=urn:a", {}, 400),
        ("GET", "/graphs?graph=relative", {}, 400),
        ("GET", "/graphs?default", {"Accept": "image/png"}, 406),
        ("PUT", "/graphs?default", {"Content-Type": "text/plain"}, 415),
        ("PUT", "/graphs?default", {"Content-Type": "application/json"}, 415),
        ("POST", "/graphs?default", {"Content-Type": "multipart/form-data"}, 400),
        ("POST", "/graphs?default", {"Content-Type": "multipart/form-data; boundary=x"}, 400),
        ("PATCH", "/graphs?default", {}, 405),
        ("PUT", "/graphs?default", {"Authorization": "Bearer wrong"}, 401),
    ],
)
def test_what_is_wrong_has_its_status(
    writer: httpx.Client, method: str, target: str, headers: dict[str, str], status: int
) -> None:
    assert writer.request(method, target, headers=headers, content=b"").status_code == status


def test_a_build_is_only_read(client: httpx.Client) -> None:
    assert client.get("/graphs?graph=urn:none").status_code == 404
    assert "DELETE" in client.options("/graphs?default").headers["allow"]
    for method in ("PUT", "POST", "DELETE"):
        assert client.request(method, "/graphs?default", content=FIRST, headers=TURTLE).status_code == 403
    assert client.get("/graphs?default").status_code == 403, "it has more triples than the limit"


def test_graphs_have_tags(client: httpx.Client) -> None:
    query = "SELECT ?g { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY COUNT(*) LIMIT 1"  # the others exceed the limit
    rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    params = {"graph": rows[0]["g"]["value"]}
    tag = client.get("/graphs", params=params).headers["etag"]
    assert client.get("/graphs", params=params, headers={"If-None-Match": tag}).status_code == 304
