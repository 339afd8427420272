from __future__ import annotations

import pytest
from starlette.datastructures import QueryParams

from paperatlas.errors import QueryError
from paperatlas.server.query_editor.query_form import EXAMPLE, QueryForm, parse_form
from paperatlas.sparql import list_questions

QUESTIONS = {question.name: question for question in list_questions()}


def asked(fields: str) -> QueryForm:
    return parse_form(QueryParams(fields), QUESTIONS)


def test_an_empty_address_shows_an_example_that_is_not_run() -> None:
    for fields in ("", "query=", "query=%20&question="):
        assert (asked(fields).sparql, asked(fields).runs) == (EXAMPLE, False)


def test_a_query_is_taken_as_it_stands_but_for_the_line_ends_of_forms() -> None:
    assert asked("query=ASK%0D%0A{}").sparql == "ASK\n{}"


def test_a_question_is_run_with_its_defaults_or_with_what_is_given() -> None:
    default, given = asked("question=lineage"), asked("question=lineage&model=Otter+%227B%22")
    assert default.values["model"] == QUESTIONS["lineage"].parameters[0].defaults[0]
    assert given.values == {"model": 'Otter "7B"'}
    assert (default.params, given.params) == ({}, {"model": ['Otter "7B"']})
    assert given.runs


def test_an_empty_field_means_the_default() -> None:
    assert asked("question=lineage&model=") == asked("question=lineage")


def test_what_the_page_says_of_a_question_is_not_said_again_in_the_query() -> None:
    assert not asked("question=lineage").sparql.startswith("#")


@pytest.mark.parametrize("name", ["nothing", "../../etc/passwd", "pyproject.toml"])
def test_only_questions_that_ship_can_be_asked(name: str) -> None:
    with pytest.raises(QueryError, match="no question"):
        asked(f"question={name}")


def test_no_parameter_is_named_as_the_fields_of_the_page() -> None:
    names = {entry.name for question in QUESTIONS.values() for entry in question.parameters}
    assert not names & {"query", "question"}


def test_a_flag_is_off_where_its_box_sends_nothing() -> None:
    flags = {entry for question in QUESTIONS.values() for entry in question.parameters if entry.types == ("flag",)}
    assert flags
    assert {entry.defaults for entry in flags} == {("false",)}
    off, on = asked("question=what-beats&model=Otter"), asked("question=what-beats&model=Otter&variants=true")
    assert (off.values["variants"], off.params) == ("false", {"model": ["Otter"]})
    assert (on.values["variants"], on.params) == ("true", {"model": ["Otter"], "variants": ["true"]})
