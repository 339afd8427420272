"""The Graph Store tests that the suite deprecated, whose requests and replies stand as Markdown in comments.

They are one story: each test begins where those before it ended. Read to the letter they contradict themselves, so this
reads them as the manifest that took their place has it:

* where "200 OK" or "204 No Content" answers a change, either does; the default graph is always there, so that putting
  it needs no 201;
* Turtle that lacks its last full stop gets it;
* the graph that is to be deleted was put there before, and the "noop" is a POST of nothing.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import replace
from typing import TYPE_CHECKING

from w3c.checks import Dataset, DeviationError, media_type_of
from w3c.exchanges import Exchange, Wanted, play
from w3c.facts import text_of

if TYPE_CHECKING:
    from w3c.endpoint import Endpoint
    from w3c.manifest import Entry

_CHANGES = {"PUT", "POST", "DELETE"}
_DONE = frozenset({"200", "204"})
_ANY = frozenset({"2xx", "4xx", "5xx"})
_TURTLE = {"Content-Type": "text/turtle"}
_PERSON = "<urn:alice> <http://xmlns.com/foaf/0.1/name> 'Alice' ."
_BEFORE = {
    "delete__existing_graph": Exchange("PUT", "/gsp/person/2.ttl", Wanted(_ANY), _TURTLE, _PERSON),
    "get_of_post__after_noop": Exchange("POST", "$NEWPATH$", Wanted(_ANY), _TURTLE, ""),
}


def check_story(entry: Entry, entries: list[Entry], endpoint: Endpoint) -> None:
    """One test after the requests of all before it.

    Args:
        entry: the test.
        entries: all tests of its manifest, in their order.
        endpoint: the server.

    Raises:
        DeviationError: if the reply to its own request is not as wanted.
    """
    endpoint.load(Dataset((), ()))
    earlier = entries[: entries.index(entry)]
    lead = [_whatever_comes(exchange) for one in earlier for exchange in _exchanges(one, endpoint)]
    play([*lead, *_exchanges(entry, endpoint)], endpoint)


def _exchanges(entry: Entry, endpoint: Endpoint) -> list[Exchange]:
    comments = (text_of(value) for value in entry.facts.values(entry.node, "rdfs:comment"))
    markdown = next(comment for comment in comments if "#### Request" in comment)
    exchange = read_exchange(_named(markdown, endpoint))
    before = _BEFORE.get(entry.id.rpartition("/")[2])
    return [exchange] if before is None else [before, exchange]


def _whatever_comes(exchange: Exchange) -> Exchange:
    return replace(exchange, wanted=Wanted(_ANY, location=exchange.wanted.location))


def _named(markdown: str, endpoint: Endpoint) -> str:
    named = markdown.replace("/$GRAPHSTORE$", "$GRAPHSTORE$").replace("http://$HOST$$GRAPHSTORE$", endpoint.graphs_url)
    return named.replace("$GRAPHSTORE$", "/gsp").replace("$HOST$", endpoint.authority)


def read_exchange(markdown: str) -> Exchange:
    """The request and the reply of a comment.

    Raises:
        DeviationError: if the comment is not made of these two.
    """
    found = re.search(r"#### Request\n(.*)#### Response\n(.*)", markdown, re.DOTALL)
    if not found:
        raise DeviationError("the comment shows no request and response")
    line, headers, body = _parts(found[1])
    status, wanted_headers, wanted_body = _parts(found[2])
    method, path, _ = line.split()
    statuses = frozenset({status.split()[0]})
    if method in _CHANGES and (statuses & _DONE or path.endswith("?default")):
        statuses |= _DONE
    wanted = Wanted(
        statuses,
        location=wanted_headers.get("Location"),
        media_type=media_type_of(wanted_headers.get("Content-Type")),
        turtle=wanted_body or None,
    )
    return Exchange(method, path, wanted, headers, _mended(body) if method in _CHANGES and body else None)


def _parts(block: str) -> tuple[str, dict[str, str], str]:
    head, _, body = textwrap.dedent(block.strip("\n")).strip().partition("\n\n")
    line, *fields = head.splitlines()
    pairs = (field.split(": ", 1) for field in fields)
    kept = {name: value for name, value in pairs if name not in {"Host", "Content-Length"}}
    return line, kept, body


def _mended(body: str) -> str:
    full = re.sub(r'"(?=\n\n|$)', '" .', body)
    return full.replace("\n", "\r\n") + "\r\n"
