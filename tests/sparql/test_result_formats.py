from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store
from rich.console import Console

from data import ROOT
from paperatlas.sparql import RESULT_FORMATS, Result, ResultFormat, ask, format_result, rich_table

FORMULA_CASES = json.loads((ROOT / "tests" / "formula_cases.json").read_bytes())
HOSTILE = "\x1b[31m[red]x[/red]\x07\u202e"


def _of(*values: str) -> Result:
    return ask(Store(), "SELECT ?x WHERE {}", {"x": values})


def _cells(result: Result) -> list[str]:
    return [row[0] for row in csv.reader(io.StringIO(format_result(result, "csv"), newline=""))][1:]


@pytest.mark.parametrize(("cell", "safe"), [(case["cell"], case["safe"]) for case in FORMULA_CASES])
def test_a_formula_gets_an_apostrophe_and_other_text_stays(cell: str, safe: str) -> None:
    assert _cells(_of(cell)) == [safe]


@given(st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: not text.lower().startswith("<http")))
def test_csv_gives_each_text_back_but_for_the_apostrophe(text: str) -> None:
    written = format_result(_of(text), "csv")
    assert written.startswith("x\r\n")
    assert written.removeprefix("x\r\n") in {_line(text), _line("'" + text)}


def _line(text: str) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([text])
    return line.getvalue()


def test_terms_in_csv_tsv_and_json_are_as_the_recommendations_have_them() -> None:
    result = ask(Store(), 'SELECT ?a ?b ?c ?d { VALUES (?a ?b ?c) { (<http://x/> "é"@en UNDEF) } BIND(BNODE() AS ?d) }')
    assert format_result(result, "csv").startswith("a,b,c,d\r\nhttp://x/,é,,_:")
    assert format_result(result, "tsv").startswith('?a\t?b\t?c\t?d\n<http://x/>\t"é"@en\t\t_:')
    binding = json.loads(format_result(result, "json"))["results"]["bindings"][0]
    assert binding["a"] == {"type": "uri", "value": "http://x/"}
    assert binding["b"] == {"type": "literal", "value": "é", "xml:lang": "en"}
    assert "c" not in binding


@pytest.mark.parametrize("form", RESULT_FORMATS)
def test_a_yes_is_a_yes_in_every_format(form: ResultFormat) -> None:
    text = format_result(ask(Store(), "ASK {}"), form)
    assert text == ('{"head":{},"boolean":true}\n' if form == "json" else "true\n")


def test_a_no_is_a_no() -> None:
    assert format_result(ask(Store(), "ASK { ?s ?p ?o }")) == "false\n"


@pytest.mark.parametrize("form", RESULT_FORMATS)
def test_every_format_ends_in_a_line_feed_also_without_rows(form: ResultFormat) -> None:
    text = format_result(ask(Store(), "SELECT ?x ?y { ?x a ?y }"), form)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "x" in text


def test_the_plain_table_is_aligned_also_with_wide_letters() -> None:
    rows = "('日本' 10 pa:Model) ('ab' 9 <http://x/>)"
    result = ask(Store(), f"SELECT ?name ?count ?kind {{ VALUES (?name ?count ?kind) {{ {rows} }} }}")
    assert format_result(result).splitlines() == [
        "name  count  kind",
        "日本     10  pa:Model",
        "ab        9  http://x/",
    ]


def test_tables_leave_out_iris_beside_labels_unless_there_is_nothing_else() -> None:
    result = ask(Store(), "SELECT ?a ?aIri { VALUES (?a ?aIri) { ('b' <http://x/>) } }")
    assert format_result(result) == "a\nb\n"
    assert format_result(ask(Store(), "SELECT ?aIri { VALUES ?aIri { <http://x/> } }")) == "aIri\nhttp://x/\n"
    assert "http://x/" in format_result(result, "csv")


def test_tables_make_control_characters_visible_and_read_no_markup() -> None:
    result = _of(HOSTILE, "a\nb\tc")
    console = Console(file=io.StringIO(), width=100, force_terminal=True, color_system=None)
    with console.capture() as capture:
        console.print(rich_table(result))
    for text in (format_result(result), capture.get()):
        assert r"\x1b[31m[red]x[/red]\x07\u202e" in text
        assert r"a\nb\tc" in text
        assert not set(text) & set("\x1b\x07\u202e\t")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_plain_table_has_a_line_a_row(text: str) -> None:
    assert format_result(_of("x" + text)).count("\n") == 2


def test_a_terminal_table_folds_to_the_width_and_puts_numbers_right() -> None:
    result = ask(Store(), f"SELECT * {{ VALUES (?n ?text) {{ (1 '{'word ' * 30}') (100 'b') }} }}")
    console = Console(file=io.StringIO(), width=40)
    with console.capture() as capture:
        console.print(rich_table(result))
    lines = capture.get().splitlines()
    assert max(map(len, lines)) <= 40
    assert any(line.startswith("   1") for line in lines)
