from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from w3c.checks import DeviationError, Reply
from w3c.facts import PREFIXES, Facts
from w3c.fake_endpoint import FakeEndpoint
from w3c.sample_entries import make_entry
from w3c.service_description import check_description, misuses

if TYPE_CHECKING:
    from pathlib import Path

_SERVICE = "[] a sd:Service ; sd:endpoint <http://127.0.0.1:1/sparql> ; sd:supportedLanguage sd:SPARQL11Query"


def _reply(turtle: str) -> Reply:
    return Reply(200, "text/turtle", f"@prefix sd: <{PREFIXES['sd']}> . {turtle}".encode())


@pytest.mark.parametrize("name", ["returns-rdf", "has-endpoint-triple", "conforms-to-schema"])
def test_a_right_description_passes(tmp_path: Path, name: str) -> None:
    turtle = f"{_SERVICE} ; sd:defaultDataset [ a sd:Dataset ; sd:namedGraph [ sd:name <g:g> ] ] ."
    check_description(
        make_entry(tmp_path, "ServiceDescriptionTest", "mf:name 'it'", name), FakeEndpoint(_reply(turtle))
    )


@pytest.mark.parametrize(
    ("name", "reply"),
    [
        ("returns-rdf", _reply("")),
        ("returns-rdf", Reply(200, "text/html", b"")),
        ("returns-rdf", Reply(404, "text/turtle", b"")),
        ("has-endpoint-triple", _reply("[] sd:endpoint <http://example.org/sparql> .")),
        ("conforms-to-schema", _reply("[] sd:endpoint <http://127.0.0.1:1/sparql> .")),
    ],
)
def test_a_wrong_description_fails(tmp_path: Path, name: str, reply: Reply) -> None:
    with pytest.raises(DeviationError):
        check_description(make_entry(tmp_path, "ServiceDescriptionTest", "mf:name 'it'", name), FakeEndpoint(reply))


@pytest.mark.parametrize(
    "more",
    [
        "sd:speed 3",
        "sd:feature sd:SPARQL11Query",
        "sd:supportedLanguage sd:SPARQL12",
        "sd:defaultDataset [ a sd:Graph ]",
        "sd:defaultDataset [ a sd:Database ]",
        "sd:name <g:g>",
    ],
)
def test_what_the_vocabulary_does_not_have_is_told(more: str) -> None:
    quads = ox.parse(_reply(f"{_SERVICE} ; {more} .").body, ox.RdfFormat.TURTLE)
    assert list(misuses(Facts([quad.triple for quad in quads])))
