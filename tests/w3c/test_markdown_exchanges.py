from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from w3c.checks import DeviationError, Reply
from w3c.exchanges import Wanted
from w3c.fake_endpoint import FakeEndpoint
from w3c.markdown_exchanges import check_story, read_exchange
from w3c.sample_entries import make_entry

if TYPE_CHECKING:
    from pathlib import Path

_PUT = """
#### Request

    PUT $GRAPHSTORE$/a.ttl HTTP/1.1
    Host: $HOST$
    Content-Type: text/turtle; charset=utf-8

    @prefix p: <http://$HOST$/$GRAPHSTORE$/> .

    p:a p:name "Ann"

#### Response

    %s
"""
_GET = """
#### Request

    GET $GRAPHSTORE$?graph=http://$HOST$/$GRAPHSTORE$/a.ttl HTTP/1.1

#### Response

    200 OK
    Content-Type: text/turtle; charset=utf-8
    Content-Length: ...

    <p:a> <p:b> 1 .
"""


def test_a_request_is_read_from_its_comment() -> None:
    exchange = read_exchange(_PUT % "201 Created")
    assert (exchange.method, exchange.path) == ("PUT", "$GRAPHSTORE$/a.ttl")
    assert exchange.headers == {"Content-Type": "text/turtle; charset=utf-8"}
    assert exchange.body is not None
    assert exchange.body.endswith('p:a p:name "Ann" .\r\n')
    assert exchange.wanted == Wanted(frozenset({"201"}))


def test_a_wanted_reply_is_read_from_its_comment() -> None:
    wanted = read_exchange(_GET).wanted
    assert wanted == Wanted(frozenset({"200"}), media_type="text/turtle", turtle="<p:a> <p:b> 1 .")


@pytest.mark.parametrize("status", ["200 OK", "204 No Content"])
def test_a_change_that_is_done_may_have_either_status(status: str) -> None:
    assert read_exchange(_PUT % status).wanted.statuses == {"200", "204"}


def test_a_comment_without_request_is_no_test() -> None:
    with pytest.raises(DeviationError):
        read_exchange("Nothing to do.")


def test_each_test_begins_where_those_before_it_ended(tmp_path: Path) -> None:
    put = make_entry(tmp_path, "GraphStoreProtocolTest", f'rdfs:comment """{_PUT % "201 Created"}"""', "put")
    get = make_entry(tmp_path, "GraphStoreProtocolTest", f'rdfs:comment """{_GET}"""', "get")
    endpoint = FakeEndpoint(Reply(204, "", b""), Reply(200, "text/turtle", b"<p:a> <p:b> 1 ."))
    check_story(get, [put, get], endpoint)
    graph = f"http://{endpoint.authority}/graphs"
    assert [(method, path) for method, path, _ in endpoint.sent] == [
        ("PUT", "/graphs/a.ttl"),
        ("GET", f"/graphs?graph={graph}/a.ttl"),
    ]
    assert f"<{graph}/>".encode() in (endpoint.sent[0][2] or b"")


def test_only_the_last_reply_counts(tmp_path: Path) -> None:
    put = make_entry(tmp_path, "GraphStoreProtocolTest", f'rdfs:comment """{_PUT % "201 Created"}"""', "put")
    with pytest.raises(DeviationError):
        check_story(put, [put], FakeEndpoint(Reply(204, "", b"")))


def test_a_graph_to_delete_is_there_before(tmp_path: Path) -> None:
    comment = "\\n#### Request\\n\\n    DELETE $GRAPHSTORE$/person/2.ttl HTTP/1.1\\n\\n#### Response\\n\\n    200 OK\\n"
    delete = make_entry(tmp_path, "GraphStoreProtocolTest", f'rdfs:comment "{comment}"', "delete__existing_graph")
    endpoint = FakeEndpoint(Reply(201, "", b""), Reply(204, "", b""))
    check_story(delete, [delete], endpoint)
    assert [method for method, _, _ in endpoint.sent] == ["PUT", "DELETE"]
