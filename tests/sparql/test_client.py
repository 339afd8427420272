"""The named questions on another server, and servers that misbehave."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
import rdflib

from paperatlas.errors import QueryError
from paperatlas.server.settings import ServerSettings
from paperatlas.sparql import Endpoint, Question, ask, list_questions, open_graph, query
from paperatlas.sparql.client import with_prefixes
from remote_servers import Answer, Request, rdflib_endpoint, scripted
from servers import build_of, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

RIVER: Final = Path(__file__).with_name("river.ttl")
NAMES: Final = {
    "model": "otter 7b",
    "thing": "Otter 7B",
    "one": "Otter-7B",
    "other": "beaver 13b",
    "benchmark": "pond bench",
    "dataset": "riverpile",
    "family": "otter",
    "method": "stream lora",
    "author": "Lake, Ada",
    "lab": "wetlab",
    "paper": "2401.00001",
}
OTHERS: Final = {"descendants": {"model": "dam"}, "who-introduced": {"thing": "river pile"}}
YES: Final = b'{"head": {}, "boolean": true}'
JSON: Final = {"Content-Type": "application/sparql-results+json"}


@pytest.fixture(scope="module", params=["another engine", "our own server"])
def endpoint(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    if request.param == "another engine":
        with rdflib_endpoint(rdflib.Graph().parse(RIVER)) as url:
            yield Endpoint(url)
    else:
        folder = build_of(RIVER.read_text("utf-8"), tmp_path_factory.mktemp("river"))
        with serving(ServerSettings(output=folder)) as url:
            yield Endpoint(f"{url}/sparql")


def _cells(row: dict[str, str | None]) -> list[object]:
    """The cells of a row; decimals as numbers, since engines write them with and without zeros at their end."""
    return [float(value) if value and re.fullmatch(r"\d(\.\d+)?", value) else value for value in row.values()]


@pytest.mark.parametrize("asked", list_questions(), ids=lambda question: question.name)
def test_another_server_gives_the_answer_of_the_store(endpoint: Endpoint, asked: Question) -> None:
    names = {**NAMES, **OTHERS.get(asked.name, {})}
    params = {p.name: names[p.name] for p in asked.parameters if p.name in names}
    there, here = ask(endpoint, asked, params), ask(open_graph(RIVER), asked, params)
    assert [_cells(row) for row in there] == [_cells(row) for row in here]
    assert there.columns == here.columns
    assert len(here) > 0


def test_a_near_miss_suggests_names_of_the_other_server(endpoint: Endpoint) -> None:
    with pytest.raises(QueryError, match="no Model 'Beever 13B' in the graph; did you mean Beaver-13B"):
        query(endpoint, "lineage", model="Beever 13B")


def test_yes_or_no_and_triples_come_back_too(endpoint: Endpoint) -> None:
    assert query(endpoint, "ASK { ?paper a pa:Paper }").answer is True
    rows = query(endpoint, "CONSTRUCT { ?lab a pa:Lab } WHERE { ?lab a pa:Lab }").rows
    assert [str(row[0]) for row in rows] == [
        "<https://w3id.org/paperatlas/lab/dry-lab>",
        "<https://w3id.org/paperatlas/lab/wet-lab>",
    ]


def test_a_value_cannot_break_out_of_its_string_in_an_engine_that_decodes_early(endpoint: Endpoint) -> None:
    nasty = 'C:\\users \\u0022 } ; DROP ALL # \\\\U00000022 "'
    [[term]] = ask(endpoint, "SELECT ?x WHERE { VALUES ?x { 1 } }", {"x": nasty}).rows
    assert term is not None
    assert term.value == nasty  # type: ignore[union-attr]


def test_the_token_is_sent_and_redirects_are_not_followed() -> None:
    seen: list[Request] = []

    def answer(request: Request) -> Answer:
        seen.append(request)
        if request.path == "/sparql":
            return Answer(307, headers={"Location": "http://127.0.0.1:9/elsewhere"})
        return Answer(200, YES, JSON)

    with scripted(answer) as url:
        assert Endpoint(f"{url}?store=a", token="a.b-c").run("ASK {}").answer is True  # noqa: S106
        with pytest.raises(QueryError, match="status 307"):
            Endpoint(url, token="a.b-c").run("ASK {}")  # noqa: S106
    assert [request.headers["Authorization"] for request in seen] == ["Bearer a.b-c"] * 2
    assert seen[0].headers["Content-Type"] == "application/sparql-query"
    assert seen[0].body == b"ASK {}"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (
            Answer(400, b"Parse error\x1b[31m\nat line 1"),
            r"takes the query for wrong \(status 400: Parse error\\x1b\[31m at",
        ),
        (Answer(401), "wants a token"),
        (Answer(404, b"<html>"), "no endpoint at this address"),
        (Answer(503), "busy"),
        (Answer(418, b"tea"), "see whether its address is right .status 418: tea"),
        (Answer(200, b"<html>", {"Content-Type": "text/html"}), "answers with text/html that is no SPARQL result"),
        (Answer(200, b'{"head"', JSON), "is no SPARQL result"),
        (Answer(200, b"x" * 2000, JSON), "more than 1,000 bytes"),
        (Answer(200, b"x", {**JSON, "Content-Length": "900"}), "no answer|no SPARQL result"),
    ],
)
def test_what_is_no_answer_is_told_as_such(answer: Answer, message: str) -> None:
    with scripted(lambda _: answer) as url, pytest.raises(QueryError, match=message):
        Endpoint(url, limit=1000).run("ASK {}")


def test_a_server_that_is_slow_or_gone_is_not_waited_for() -> None:
    given_up = threading.Event()

    def answer(_: Request) -> Answer:
        given_up.wait()
        return Answer(200, YES, JSON)

    with scripted(answer) as url:
        with pytest.raises(QueryError, match=r"no whole answer within 0\.1 s"):
            Endpoint(url, timeout=0.1).run("ASK {}")
        given_up.set()
    with pytest.raises(QueryError, match="no answer: "):
        Endpoint(url).run("ASK {}")


@pytest.mark.parametrize(
    ("url", "token", "message"),
    [
        ("file:///etc/passwd", None, "no address of a server"),
        ("ftp://example.org/", None, "no address of a server"),
        ("http://", None, "no address of a server"),
        ("http://[::1/", None, "no address of a server"),
        ("http://example.org/\r\nX: y", None, "no address of a server"),
        ("http://me:secret@example.org/", None, "give a token instead"),
        ("https://example.org/", "a\r\nX: y", "no header may have"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(url: str, token: str | None, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        Endpoint(url, token=token)


def test_only_prefixes_that_are_missing_are_added_and_lines_stay() -> None:
    asked = "# a comment\nPREFIX pa: <http://example.org/>\nASK { ?x a pa:Lake ; rdfs:label 'skos:x' }"
    assert with_prefixes(asked) == f"PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> {asked}"
