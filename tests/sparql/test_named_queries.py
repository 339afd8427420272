from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperatlas.errors import QueryError
from paperatlas.sparql import Parameter, find_question, list_questions, read_question

if TYPE_CHECKING:
    from pathlib import Path

FILE = """\
# title: Which otters swim?
# A remark that is no entry.
# description: Otters that swim,
#   and those that
#\t float.
# param kind: sea or river
# param where (text):
#   a place
# example where: Bay
PREFIX ex: <http://example.org/>
# title: too late
SELECT ?otter { VALUES ?kind { "sea" "river" } VALUES (?where) { (<http://example.org/Bay>) } ?otter ex:is ?kind }
"""


def test_the_head_is_read() -> None:
    question = read_question("otters", FILE)
    assert question.name == "otters"
    assert question.title == "Which otters swim?"
    assert question.description == "Otters that swim, and those that float."
    assert question.parameters == (
        Parameter("kind", "sea or river", ("sea", "river")),
        Parameter("where", "a place", ("<http://example.org/Bay>",), ("text",), ("Bay",)),
    )
    assert question.sparql == FILE


def test_a_file_without_a_head_goes_by_its_name_and_takes_any_variable() -> None:
    question = read_question("otters", "SELECT ?x {}")
    assert (question.title, question.description, question.parameters) == ("otters", "", ())
    assert question.bind({"x": "a"}) == 'SELECT ?x { VALUES ?x { "a" } }'


@pytest.mark.parametrize(
    "body", ["ASK { VALUES ?kind { ", "ASK { VALUES ?kind { ex:a } }", "ASK { VALUES (?kind ?b) { (1 2) } }", "ASK {}"]
)
def test_a_query_that_is_not_right_has_no_defaults(body: str) -> None:
    assert read_question("otters", f"# param kind: a kind\n{body}").parameters[0].defaults == ()


def test_a_type_that_there_is_not_is_refused() -> None:
    with pytest.raises(
        QueryError, match=r"otters has a parameter of the type Modle, which there is not; there are Paper"
    ):
        read_question("otters", "# param model (Modle): a model\nASK {}")
    with pytest.raises(QueryError, match="of the type Model, year"):
        read_question("otters", "# param model (Model, year): a model\nASK {}")


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [("year", "2024", "integer"), ("number", "0.5", "decimal"), ("number", "-3", "integer")],
)
def test_numbers_and_years_are_bound_as_numbers(kind: str, value: str, written: str) -> None:
    question = read_question("otters", f"# param x ({kind}): a value\nSELECT ?x {{ VALUES ?x {{ 1 }} }}")
    assert f'"{value}"^^<http://www.w3.org/2001/XMLSchema#{written}>' in question.bind({"x": value})


@pytest.mark.parametrize(("kind", "value"), [("year", "24"), ("year", "next"), ("number", "1e9"), ("number", "1) {")])
def test_what_is_no_number_is_refused(kind: str, value: str) -> None:
    question = read_question("otters", f"# param x ({kind}): a value\nSELECT ?x {{ VALUES ?x {{ 1 }} }}")
    with pytest.raises(QueryError, match=f"x is a {kind}, not"):
        question.bind({"x": value})


def test_a_node_is_bound_by_its_iri_alone_where_there_is_no_graph() -> None:
    question = find_question("what-beats")
    assert "VALUES ?model { <https://example.org/x> }" in question.bind({"model": "<https://example.org/x>"})
    with pytest.raises(QueryError, match="model is a Model: ask a graph, or give its <IRI>"):
        question.bind({"model": "GPT-4"})


def test_questions_are_sorted_and_found_by_name() -> None:
    names = [question.name for question in list_questions()]
    assert names == sorted(names)
    assert len(names) >= 10
    assert find_question(names[0]) == list_questions()[0]


def test_a_file_is_found_by_path(tmp_path: Path) -> None:
    path = tmp_path / "otters.rq"
    path.write_bytes(b"\xef\xbb\xbf" + FILE.encode())
    assert find_question(path) == find_question(str(path)) == read_question("otters", FILE)


def test_what_is_not_there_gets_advice(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="did you mean what-beats"):
        find_question("whatbeats")
    with pytest.raises(QueryError, match="`paperatlas query --list` shows"):
        find_question("zzzzzz")
    with pytest.raises(QueryError, match=r"there is no file .*none\.rq; check the path"):
        find_question(tmp_path / "none.rq")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.rq"
    path.write_bytes(b"ASK { 'caf\xe9' }")
    with pytest.raises(QueryError, match=r"latin\.rq is not in UTF-8"):
        find_question(path)
    path.unlink()
    path.symlink_to("/proc/self/mem")
    with pytest.raises(QueryError, match=r"latin\.rq cannot be read: Input/output error"):
        find_question(path)


def test_an_installed_package_carries_its_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "queries").mkdir()
    monkeypatch.setattr("importlib.resources.files", lambda _package: tmp_path)
    with pytest.raises(QueryError, match="install paperatlas again"):
        list_questions()
    (tmp_path / "queries" / "otters.rq").write_text(FILE, "utf-8")
    (tmp_path / "queries" / "README.md").write_text("no question", "utf-8")
    assert list_questions() == (read_question("otters", FILE),)
