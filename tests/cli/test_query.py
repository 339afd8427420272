"""``paperatlas query``, without the group that it belongs to."""

from __future__ import annotations

import csv
import doctest
import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest
from click.testing import CliRunner

from data import ROOT
from paperatlas.cli.query import query
from paperatlas.errors import GraphError, QueryError
from paperatlas.pipeline.outputs import write_outputs
from samples import sample_graph

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

RIVER: Final = str(ROOT / "tests" / "sparql" / "river.ttl")


def _run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    # click keeps the help option of the first call; the group's one must not differ from it.
    return CliRunner().invoke(query, arguments, input=stdin, help_option_names=["-h", "--help"])


def test_a_named_question_with_a_parameter() -> None:
    result = _run("what-beats", "--param", "model=Otter-7B", "--graph", RIVER, "--format", "csv")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "winner,loser,benchmarks,quote,paper,confidence,winnerIri"
    assert len(result.stdout.splitlines()) == 3
    assert result.stderr == "1 less certain: --unsure\n"


def test_a_file_and_standard_input_ask_the_same(tmp_path: Path) -> None:
    text = "SELECT ?label WHERE { ?lab a pa:Lab ; rdfs:label ?label } ORDER BY ?label"
    path = tmp_path / "labs.rq"
    path.write_text(text)
    outputs = [_run(str(path), "--graph", RIVER), _run("-", "--graph", RIVER, stdin=text)]
    assert [output.stdout for output in outputs] == ["label\nDry Lab\nWet Lab\n"] * 2


def test_standard_input_in_another_encoding_is_refused() -> None:
    result = _run("-", "--graph", RIVER, stdin=b"ASK { 'caf\xe9' }")
    assert isinstance(result.exception, QueryError)
    assert "UTF-8" in str(result.exception)


def test_json_is_short_for_the_format() -> None:
    short = _run("lineage", "--param", "model=otter", "--graph", RIVER, "--json").stdout
    assert short == _run("lineage", "--param", "model=otter", "--graph", RIVER, "--format", "json").stdout
    assert json.loads(short)["results"]["bindings"] == []


def test_an_answer_without_rows_is_no_error_and_says_so_once() -> None:
    arguments = ("lineage", "--param", "model=Dam", "--graph", RIVER)
    result = _run(*arguments)
    assert (result.exit_code, result.stderr) == (0, "no statement; no paper names Dam\n1 less certain: --unsure\n")
    assert result.stdout.startswith("derived  relation")
    assert _run(*arguments, "--quiet").stderr == ""


def test_a_no_is_an_answer() -> None:
    result = _run("-", "--graph", RIVER, stdin="ASK { ?x a pa:Lake }")
    assert (result.stdout, result.stderr) == ("false\n", "")


def test_the_list_names_each_question_and_its_defaults() -> None:
    text = _run("--list").stdout
    assert "what-beats" in text
    assert "--param model='GPT-4'  (Model)" in text
    facts = {entry["name"]: entry for entry in json.loads(_run("--list", "--json").stdout)}
    assert facts["what-beats"]["parameters"][0]["examples"][0] == "GPT-4"
    assert facts["what-beats"]["parameters"][0]["types"] == ["Model"]


def test_show_writes_the_query_and_looks_names_up() -> None:
    result = _run("what-beats", "--param", "model=otter 7b", "--show", "--graph", RIVER)
    assert "VALUES ?model { <https://w3id.org/paperatlas/model/otter7b> }" in result.stdout
    plain = _run("what-beats", "--show", "--graph", "nowhere.ttl")
    assert plain.stdout.strip() == (ROOT / "queries" / "what-beats.rq").read_text("utf-8").strip()
    bound = _run("what-beats", "--show", "--graph", "nowhere.ttl", "--param", "model=<https://example.org/x>")
    assert "VALUES ?model { <https://example.org/x> }" in bound.stdout


def test_a_parameter_may_hold_an_equals_sign_and_start_with_a_question_mark() -> None:
    asked = "SELECT ?x { VALUES ?x { 1 } }"
    result = _run("-", "--param", "?x=a=b", "--param", "x=c", "--show", stdin=asked)
    assert 'VALUES ?x { "a=b" "c" }' in result.stdout


def test_explain_tells_what_a_question_takes() -> None:
    text = _run("--explain", "papers-of-lab").stdout
    assert text.splitlines()[0] == "Which papers come from a lab, since when?"
    assert "--param lab=…  a company, university or other organisation (Lab)" in text
    assert "for example 'Tsinghua University', 'NVIDIA'" in text
    assert "when it is not given, '2000'" in text
    assert "VALUES ?since { 2000 }" in text
    facts = json.loads(_run("--explain", "papers-of-lab", "--json").stdout)
    assert facts["sparql"] == (ROOT / "queries" / "papers-of-lab.rq").read_text("utf-8")
    assert isinstance(_run("--explain", "papers-of-lap").exception, QueryError)


def test_a_near_miss_suggests_names() -> None:
    result = _run("lineage", "--param", "model=oter 7b", "--graph", RIVER)
    assert str(result.exception) == "no Model 'oter 7b' in the graph; did you mean Otter-7B or Otter?"


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("lineage", "--list"),
        ("lineage", "--json", "--format", "csv"),
        ("--list", "--format", "csv"),
        ("lineage", "--param", "model"),
        ("lineage", "--param", "=x"),
        ("lineage", "--format", "xml"),
        ("lineage", "descendants"),
        ("--list", "--explain", "lineage"),
    ],
)
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...]) -> None:
    assert _run(*arguments).exit_code == 2


def test_errors_of_ours_are_left_to_the_group() -> None:
    assert isinstance(_run("lineage", "--graph", "nowhere.ttl").exception, GraphError)
    assert isinstance(_run("linage").exception, QueryError)
    assert isinstance(_run("lineage", "--param", "size=7B", "--graph", RIVER).exception, QueryError)


def test_a_terminal_gets_a_table_that_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    with CliRunner().isolation() as streams:
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        query.main(
            ["what-beats", "--param", "model=Otter-7B", "--graph", RIVER],
            standalone_mode=False,
            help_option_names=["-h", "--help"],
        )
        sys.stdout.flush()
        lines = re.sub(r"\x1b\[[0-9;]*m", "", streams[0].getvalue().decode()).splitlines()
    assert any("───" in line for line in lines)
    assert max(map(len, lines)) <= 70


def test_a_pipe_that_closes_early_is_no_crash() -> None:
    program = "from paperatlas.cli.query import query; query()"
    rows = "SELECT ?a ?b ?c ?d { ?a a ?x . ?b a ?y . ?c a ?z }"
    command = [sys.executable, "-c", program, "-", "--graph", RIVER, "--format", "csv"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(rows.encode())
        process.stdin.close()
        process.stdout.readline()
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_the_example_of_the_page_is_what_the_command_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "queries.md").read_text("utf-8")
    _, _, after = page.partition("    $ paperatlas query ")
    command, _, rest = after.partition("\n")
    monkeypatch.chdir(ROOT)
    shown = [line.removeprefix("    ") for line in rest.split("\n\n")[0].splitlines()]
    assert _run(*command.split()).stdout.splitlines() == shown
    assert doctest.testfile(str(ROOT / "docs" / "queries.md"), module_relative=False).failed == 0


def _cells(result: Result, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(row[column] for column in columns) for row in csv.DictReader(result.stdout.splitlines())]


def test_variants_are_looked_at_on_request_and_the_surest_come_first() -> None:
    family = ("what-beats", "--param", "model=Otter", "--graph", RIVER, "--format", "csv")
    assert _cells(_run(*family), "winner") == []
    found = _cells(_run(*family, "--with-variants"), "winner", "loser", "benchmarks", "confidence")
    assert found == [("Beaver-13B", "Otter-7B", "", "0.7"), ("Dam", "Otter-7B", "", "0.4")]


def test_less_certain_statements_answer_on_request(tmp_path: Path) -> None:
    question = ("what-beats", "--param", "model=Otter-7B", "--format", "csv", "--graph")
    write_outputs(sample_graph().with_min_confidence(0.95), tmp_path)
    for graph in (str(tmp_path), str(tmp_path / "graph.ttl")):
        asked = _run(*question, graph, "--unsure")
        assert (_cells(asked, "winner", "confidence"), asked.stderr) == ([("Beaver-13B", "0.9")], "")
        for options in ((), ("--min-confidence", "0.95")):
            few = _run(*question, graph, *options)
            assert _cells(few, "winner") == []
            assert few.stderr.startswith("no statement; ")
            assert few.stderr.endswith("\n1 less certain: --unsure\n")
