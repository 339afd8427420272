from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from w3c.checks import DeviationError, Reply, check_query, check_refused, check_syntax, check_update
from w3c.engine import Engine
from w3c.sample_entries import make_entry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from w3c.checks import Target
    from w3c.manifest import Entry

_SELECT = '{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://example.org/%s"}}]}}'
_FILES = {
    "data.ttl": "<http://example.org/a> <http://example.org/p> 1 .",
    "graph.ttl": "<http://example.org/g> <http://example.org/p> 1 .",
    "empty.ttl": "",
    "both.ttl": "<http://example.org/a> <http://example.org/p> 1 . <http://example.org/b> <http://example.org/p> 1 .",
    "select.rq": "SELECT ?s { ?s ?p ?o }",
    "named.rq": "SELECT ?s { GRAPH <graph.ttl> { ?s ?p ?o } }",
    "construct.rq": "CONSTRUCT WHERE { ?s ?p ?o }",
    "ordered.rq": "SELECT ?s { ?s ?p ?o } ORDER BY ?s",
    "a.srj": _SELECT % "a",
    "b.srj": _SELECT % "b",
    "g.srj": _SELECT % "g",
    "a.csv": "s\r\nhttp://example.org/a\r\n",
    "yes.srj": '{"head":{},"boolean":true}',
    "insert.ru": "INSERT DATA { <http://example.org/b> <http://example.org/p> 1 }",
    "move.ru": "MOVE DEFAULT TO <http://example.org/graph>",
    "bad.rq": "SELECT ?s {",
    "bad.ru": "CLEAR XYZ",
    "function.rq": "SELECT (<http://example.org/f>(1) AS ?x) {}",
    "service.rq": "ASK { SERVICE <http://example.org/> {} }",
}


@pytest.fixture
def made(tmp_path: Path) -> Callable[[str, str], Entry]:
    (tmp_path / "made").mkdir()
    for name, content in _FILES.items():
        (tmp_path / "made" / name).write_text(content)
    return partial(make_entry, tmp_path)


def _query(query: str, result: str, more: str = "") -> str:
    return (
        f"mf:action [ qt:query <{query}> ; qt:data <data.ttl> ; qt:graphData <graph.ttl>{more} ] ; mf:result <{result}>"
    )


@pytest.mark.parametrize(
    ("query", "result"),
    [
        ("select.rq", "a.srj"),
        ("select.rq", "a.csv"),
        ("ordered.rq", "a.srj"),
        ("named.rq", "g.srj"),
        ("construct.rq", "data.ttl"),
    ],
)
def test_a_right_answer_passes(made: Callable[[str, str], Entry], query: str, result: str) -> None:
    check_query(made("QueryEvaluationTest", _query(query, result)), Engine())


@pytest.mark.parametrize(
    ("query", "result"),
    [
        ("select.rq", "b.srj"),
        ("select.rq", "yes.srj"),
        ("named.rq", "a.srj"),
        ("construct.rq", "graph.ttl"),
        ("bad.rq", "a.srj"),
    ],
)
def test_a_wrong_answer_fails(made: Callable[[str, str], Entry], query: str, result: str) -> None:
    with pytest.raises(DeviationError):
        check_query(made("QueryEvaluationTest", _query(query, result)), Engine())


class _Fixed(Engine):
    """Replies the same to every query."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self._reply = reply

    def query(self, text: str, accept: str) -> Reply:
        return self._reply


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, "text/html", b"<p>"),
        Reply(200, "application/sparql-results+xml", b"<p>"),
        Reply(500, "application/sparql-results+xml", b""),
    ],
)
def test_a_reply_that_is_no_answer_fails(made: Callable[[str, str], Entry], reply: Reply) -> None:
    with pytest.raises(DeviationError):
        check_query(made("QueryEvaluationTest", _query("select.rq", "a.srj")), _Fixed(reply))


def _update(request: str, result: str) -> str:
    return f"mf:action [ ut:request <{request}> ; ut:data <data.ttl> ] ; mf:result [ {result} ]"


def test_an_update_that_leaves_what_it_should_passes(made: Callable[[str, str], Entry]) -> None:
    check_update(made("UpdateEvaluationTest", _update("insert.ru", "ut:data <both.ttl>")), Engine())


def test_a_named_graph_has_the_name_of_its_label(made: Callable[[str, str], Entry]) -> None:
    result = 'ut:graphData [ ut:graph <data.ttl> ; rdfs:label "http://example.org/graph" ]'
    check_update(made("UpdateEvaluationTest", _update("move.ru", result)), Engine())


@pytest.mark.parametrize(
    ("request_", "result"),
    [("insert.ru", "ut:data <data.ttl>"), ("bad.ru", "ut:data <data.ttl>"), ("move.ru", "ut:data <data.ttl>")],
)
def test_an_update_that_leaves_something_else_fails(
    made: Callable[[str, str], Entry], request_: str, result: str
) -> None:
    with pytest.raises(DeviationError):
        check_update(made("UpdateEvaluationTest", _update(request_, result)), Engine())


@pytest.mark.parametrize(
    ("kind", "file", "passes"),
    [
        ("PositiveSyntaxTest11", "function.rq", True),
        ("PositiveSyntaxTest11", "select.rq", True),
        ("PositiveSyntaxTest11", "bad.rq", False),
        ("NegativeSyntaxTest11", "select.rq", False),
        ("NegativeSyntaxTest11", "bad.rq", True),
        ("PositiveUpdateSyntaxTest11", "insert.ru", True),
        ("PositiveUpdateSyntaxTest11", "bad.ru", False),
        ("NegativeUpdateSyntaxTest11", "insert.ru", False),
        ("NegativeUpdateSyntaxTest11", "bad.ru", True),
    ],
)
def test_syntax_is_taken_or_refused(made: Callable[[str, str], Entry], kind: str, file: str, passes: bool) -> None:
    entry = made(kind, f"mf:action <{file}>")
    if passes:
        check_syntax(entry, Engine())
    else:
        with pytest.raises(DeviationError):
            check_syntax(entry, Engine())


def test_breaking_down_is_no_way_to_take_a_query(made: Callable[[str, str], Entry]) -> None:
    with pytest.raises(DeviationError):
        check_syntax(made("PositiveSyntaxTest11", "mf:action <select.rq>"), _Fixed(Reply(500, "", b"")))


@pytest.mark.parametrize(("status", "passes"), [(403, True), (400, False), (200, False)])
@pytest.mark.parametrize("action", ["<service.rq>", "[ qt:query <service.rq> ]"])
def test_only_forbidden_counts_as_refused(
    made: Callable[[str, str], Entry], action: str, status: int, passes: bool
) -> None:
    entry = made("QueryEvaluationTest", f"mf:action {action}")
    target: Target = _Fixed(Reply(status, "text/plain", b""))
    if passes:
        check_refused(entry, target)
    else:
        with pytest.raises(DeviationError):
            check_refused(entry, target)
