from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import pytest
import rdflib
from click.testing import CliRunner
from pyoxigraph import Literal, RdfFormat, Store

from data import ROOT
from observers import RecordedProgress
from paperatlas._util.http import Client
from paperatlas.cli import main
from paperatlas.errors import GraphError, OutputError
from paperatlas.sparql import Endpoint, query, upload
from paperatlas.sparql.upload import UploadMethod, push
from remote_servers import Answer, Request, rdflib_endpoint, scripted
from servers import TOKEN, writable

if TYPE_CHECKING:
    from pathlib import Path

RIVER: Final = ROOT / "tests" / "sparql" / "river.ttl"


class GraphServer:
    """A server with an Oxigraph store, that takes what it is told to and fails as a test says."""

    def __init__(self, takes: UploadMethod, failures: dict[int, Answer] | None = None) -> None:
        self.store = Store()
        self.takes = takes
        self.failures = failures or {}
        self.requests: list[Request] = []

    def answer(self, request: Request) -> Answer:
        self.requests.append(request)
        if failure := self.failures.get(len(self.requests)):
            return failure
        kind = request.headers["Content-Type"]
        if kind != {"update": "application/sparql-update", "gsp": "application/n-triples"}[self.takes]:
            return Answer(415, b"not so")
        if self.takes == "update":
            self.store.update(request.body.decode())
        else:
            if request.method == "PUT":
                self.store.clear()
            self.store.load(request.body, RdfFormat.N_TRIPLES)
        return Answer(204)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "_BATCH_BYTES", 4000)


def _river() -> Store:
    store = Store()
    store.load(path=RIVER, format=RdfFormat.TURTLE)
    return store


@pytest.mark.parametrize("takes", ["update", "gsp"])
def test_all_triples_arrive_by_what_the_server_takes(takes: UploadMethod) -> None:
    server = GraphServer(takes)
    sent = RecordedProgress()
    with scripted(server.answer) as url:
        pushed = push(RIVER, url, progress=sent)
    assert set(server.store) == set(_river())
    assert pushed.triples == len(_river())
    assert pushed.batches == len(sent.counts) > 3
    assert sum(sent.counts) == pushed.triples


@pytest.mark.parametrize("takes", ["update", "gsp"])
def test_a_busy_server_gets_its_time(takes: UploadMethod) -> None:
    busy = Answer(503, b"later", {"Retry-After": "7"})
    server = GraphServer(takes, {2: busy, 3: Answer(500), 4: Answer(429, headers={"Retry-After": "soon"})})
    waits: list[float] = []
    with scripted(server.answer) as url:
        pushed = push(RIVER, url, method=takes, sleep=waits.append)
    assert set(server.store) == set(_river())
    assert pushed.retries == 3
    assert waits == [7.0, 2.0, 4.0]


def test_where_it_stops_the_message_tells_how_to_go_on_and_that_works() -> None:
    server = GraphServer("gsp", {number: Answer(500, b"disk full") for number in range(3, 10)})
    with scripted(server.answer) as url:
        with pytest.raises(OutputError) as caught:
            push(RIVER, url, method="gsp", sleep=lambda _: None)
        assert "disk full" in str(caught.value)
        found = re.search(r"paperatlas push (\S+) --skip (\d+)", str(caught.value))
        assert found
        repeated = server.requests[2:]
        assert len(repeated) > 1
        assert len({request.body for request in repeated}) == 1
        server.failures = {}
        pushed = push(RIVER, found[1], method="gsp", skip=int(found[2]))
    assert 0 < int(found[2]) < len(_river())
    assert pushed.triples + int(found[2]) == len(_river())
    assert set(server.store) == set(_river())


def test_a_refusal_is_not_repeated() -> None:
    server = GraphServer("update", {1: Answer(403, b"no token")})
    with scripted(server.answer) as url, pytest.raises(OutputError, match=r"takes no triples.*status 403: no token"):
        push(RIVER, url)
    assert len(server.requests) == 1


@pytest.mark.parametrize("takes", ["update", "gsp"])
def test_replacing_takes_away_what_was_there(takes: UploadMethod) -> None:
    server = GraphServer(takes)
    server.store.load(b'<http://a.example/old> <http://a.example/p> "x" .', RdfFormat.N_TRIPLES)
    with scripted(server.answer) as url:
        push(RIVER, url, replace=True)
        assert set(server.store) == set(_river())
        with pytest.raises(OutputError, match="leave out replace"):
            push(RIVER, url, replace=True, skip=5)


def test_a_graph_is_named_and_the_token_sent() -> None:
    server = GraphServer("update")
    with scripted(server.answer) as url:
        push(RIVER, url, graph_uri="https://example.org/g", token="t0ken", replace=True)  # noqa: S106
        assert {str(graph) for graph in server.store.named_graphs()} == {"<https://example.org/g>"}
        assert {request.headers["Authorization"] for request in server.requests} == {"Bearer t0ken"}
        server.takes, server.requests = "gsp", []
        push(RIVER, f"{url}?x=1", method="gsp", graph_uri="https://example.org/g#é")
    assert server.requests[0].path == "/sparql?x=1&graph=https%3A%2F%2Fexample.org%2Fg%23%C3%A9"


def test_another_engine_has_every_triple_also_hostile_ones(tmp_path: Path) -> None:
    path = tmp_path / "nasty.nt"
    values = ["\\u0022 } ; DROP ALL #", "C:\\users\\U00000022", '"""\n}\r\t', "é😀\u0001"]
    graph = rdflib.Graph()
    for number, value in enumerate(values):
        graph.add((rdflib.URIRef(f"http://example.org/a%2B{number}"), rdflib.RDFS.label, rdflib.Literal(value)))
    graph.serialize(path, format="nt", encoding="utf-8")
    there = rdflib.Graph()
    with rdflib_endpoint(there) as url:
        pushed = push(path, url)
    assert pushed.triples == len(values)
    assert set(there) == set(graph)


@pytest.mark.parametrize(("path", "method"), [("sparql", "auto"), ("graphs", "gsp")])
def test_our_own_server_takes_a_graph(path: str, method: UploadMethod) -> None:
    with writable() as url:
        push(RIVER, f"{url}/{path}", method=method, token=TOKEN)
        [[count]] = query(Endpoint(f"{url}/sparql"), "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows
        with pytest.raises(OutputError, match=r"status 40[13]"):
            push(RIVER, f"{url}/{path}", method=method)
    assert count == Literal(len(_river()))


def test_of_a_folder_that_a_build_wrote_its_graph_is_pushed(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_bytes(RIVER.read_bytes())
    server = GraphServer("gsp")
    with scripted(server.answer) as url:
        push(tmp_path, url, method="gsp")
    assert len(server.store) == len(_river())


def test_what_cannot_be_pushed_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    blank, broken, listing = tmp_path / "blank.ttl", tmp_path / "broken.nt", tmp_path / "graph.trig"
    blank.write_text("[] a <http://example.org/a> .")
    broken.write_text("<http://example.org/a> .")
    listing.write_text("")
    url = "http://127.0.0.1:9/"
    for path, message in ((blank, "blank nodes"), (broken, "cannot be read"), (listing, "cannot be pushed")):
        with pytest.raises(GraphError, match=message):
            push(path, url, method="gsp")
    with pytest.raises(GraphError, match="make one with"):
        push(tmp_path / "none.ttl", url)
    with pytest.raises(OutputError, match="no address"):
        push(RIVER, "file:///tmp/x")
    with pytest.raises(OutputError, match="cannot name a graph"):
        push(RIVER, url, graph_uri="not an iri")


def test_a_server_that_is_gone_is_tried_some_times() -> None:
    waits: list[float] = []
    with scripted(lambda _: Answer()) as url:
        pass
    with pytest.raises(OutputError, match=r"takes no triples.*no answer: "):
        push(RIVER, url, sleep=waits.append)
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0]


def test_a_date_to_come_again_is_understood() -> None:
    answer = Answer(503, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"})
    with scripted(lambda _: answer) as url:
        reply = Client(token=None, timeout=5, limit=100).send("POST", url, b"", {})
    assert (reply.status, reply.retry_after) == (503, 0.0)


def test_the_command_reports() -> None:
    server = GraphServer("update")
    with scripted(server.answer) as url:
        told = CliRunner().invoke(main, ["push", url, "--graph", str(RIVER)]).stdout
        facts = json.loads(CliRunner().invoke(main, ["push", url, "--graph", str(RIVER), "--json"]).stdout)
        silent = CliRunner().invoke(main, ["push", url, "--graph", str(RIVER), "--quiet"])
    assert re.fullmatch(rf"{len(_river())} triples in \d+ batches, \d+\.\d s\.\n", told)
    assert facts["triples"] == len(_river())
    assert silent.output == ""
