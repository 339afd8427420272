from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from w3c.checks import DeviationError, Reply
from w3c.exchanges import Exchange, Wanted, check_protocol, play, read_exchanges
from w3c.fake_endpoint import FakeEndpoint
from w3c.sample_entries import make_entry

if TYPE_CHECKING:
    from pathlib import Path

_XML = "application/sparql-results+xml"
_YES = b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>true</boolean></sparql>'
_OK = frozenset({"2xx"})
_TURTLE = b"[] <http://example.org/p> 1 ."

_REQUESTS = """
    mf:action [ ht:requests ( [
        ht:methodName "POST" ; ht:absolutePath "/sparql/?using-graph-uri=g" ;
        ht:headers ( [ ht:fieldName "content-type" ; ht:fieldValue "application/sparql-update" ] ) ;
        ht:body [ cnt:characterEncoding "UTF-16" ; cnt:chars "CLEAR ALL" ] ;
        ht:resp [ mf:expectedStatus <http://www.w3.org/2011/http-statusCodes#StatusCode2xx>,
                                    <http://www.w3.org/2011/http-statusCodes#NoContent> ] ] [
        ht:methodName "GET" ; ht:absolutePath "/gsp/a.ttl" ;
        ht:resp [ mf:expectedStatus <http://www.w3.org/2011/http-statusCodes#OK> ;
                  ht:headers ( [ ht:fieldName "content-type" ; ht:fieldValue "text/turtle; charset=utf-8" ] ) ;
                  ht:body [ cnt:chars "[] <http://example.org/p> 1 ." ] ] ] ) ] ;
    ut:graphData [ ut:graph <data.ttl> ; rdfs:label "http://example.org/g" ]
"""


def _play(wanted: Wanted, reply: Reply) -> None:
    play([Exchange("GET", "/sparql/", wanted)], FakeEndpoint(reply))


def test_requests_are_read_in_their_order(tmp_path: Path) -> None:
    post, get = read_exchanges(make_entry(tmp_path, "ProtocolTest", _REQUESTS))
    assert (post.method, post.path, post.body, post.encoding) == (
        "POST",
        "/sparql/?using-graph-uri=g",
        "CLEAR ALL",
        "UTF-16",
    )
    assert post.headers == {"content-type": "application/sparql-update"}
    assert post.wanted == Wanted(frozenset({"2xx", "204"}))
    assert get.wanted == Wanted(frozenset({"200"}), media_type="text/turtle", turtle=_TURTLE.decode())


def test_requests_are_sent_to_our_own_addresses_as_they_are_described(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "data.ttl").write_bytes(_TURTLE)
    endpoint = FakeEndpoint(Reply(204, "", b""), Reply(200, "text/turtle", b"_:other <http://example.org/p> 1 ."))
    check_protocol(make_entry(tmp_path, "ProtocolTest", _REQUESTS), endpoint)
    assert endpoint.sent == [
        ("POST", "/sparql?using-graph-uri=g", "CLEAR ALL".encode("UTF-16")),
        ("GET", "/graphs/a.ttl", None),
    ]
    [dataset] = endpoint.loaded
    assert [str(graph) for graph in dataset.graphs] == ["<http://example.org/g>"]
    assert len(dataset.quads) == 1


def test_a_location_is_put_into_later_requests() -> None:
    endpoint = FakeEndpoint(Reply(201, "", b"", "/graphs/new"), Reply(200, "text/turtle", b""))
    play(
        [Exchange("POST", "/gsp", Wanted(_OK, location="$L$")), Exchange("GET", "/gsp?graph=$L$", Wanted(_OK))],
        endpoint,
    )
    assert endpoint.sent[1][1] == f"/graphs?graph=http://{endpoint.authority}/graphs/new"


@pytest.mark.parametrize(
    ("wanted", "reply"),
    [
        (Wanted(_OK), Reply(201, "", b"")),
        (Wanted(frozenset({"404"})), Reply(404, "", b"")),
        (Wanted(_OK, boolean=True, format="boolean"), Reply(200, _XML, _YES)),
        (Wanted(_OK, format="tabular"), Reply(200, "text/csv", b"")),
        (Wanted(_OK, format="RDF"), Reply(200, "text/turtle", b"")),
    ],
)
def test_what_is_wanted_passes(wanted: Wanted, reply: Reply) -> None:
    _play(wanted, reply)


@pytest.mark.parametrize(
    ("wanted", "reply"),
    [
        (Wanted(_OK), Reply(404, "", b"")),
        (Wanted(frozenset({"201"})), Reply(200, "", b"")),
        (Wanted(frozenset({"4xx"})), Reply(401, "", b"")),
        (Wanted(_OK, boolean=False), Reply(200, _XML, _YES)),
        (Wanted(_OK, boolean=True), Reply(200, _XML, b"yes")),
        (Wanted(_OK, format="boolean"), Reply(200, "text/csv", b"true")),
        (Wanted(_OK, format="RDF"), Reply(200, _XML, _YES)),
        (Wanted(_OK, location="$L$"), Reply(201, "", b"")),
        (Wanted(_OK, media_type="text/turtle"), Reply(200, "application/n-triples", b"")),
        (Wanted(_OK, turtle="[] <p:p> 1 ."), Reply(200, "text/turtle", b"[] <p:p> 2 .")),
        (Wanted(_OK, turtle="[] <p:p> 1 ."), Reply(200, _XML, _YES)),
    ],
)
def test_what_is_not_wanted_fails(wanted: Wanted, reply: Reply) -> None:
    with pytest.raises(DeviationError):
        _play(wanted, reply)
