from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import termios
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner, Result

import paperatlas as pa
from paperatlas.cli import main
from paperatlas.cli.review import review
from paperatlas.curation.corrections import load_corrections
from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA
from paperatlas.review.sampling import READ_PREDICATES
from paperatlas.training.gold import read_gold
from polling import wait_until
from samples import HOSTILE, sample_graph

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from paperatlas.review.session import ReviewSession


@pytest.fixture
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "graph.ttl"
    pa.export(sample_graph(), "turtle", path)
    return path


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paperatlas.cli.review._is_interactive", lambda: True)


def run(graph: Path, *words: object, keys: str = "") -> Result:
    return CliRunner().invoke(main, ["review", "--graph", str(graph), *map(str, words)], input=keys)


def verdicts(path: Path) -> list[tuple[str, str | None, str, str]]:
    lines = map(json.loads, path.read_text().splitlines())
    return [(line["predicate"], line["verdict"], line["kind"], line["note"]) for line in lines]


@pytest.mark.usefixtures("terminal")
def test_keys_give_verdicts_which_are_kept_at_once(graph: Path, tmp_path: Path) -> None:
    result = run(graph, "--by", "predicate", keys="rwpa xq")
    assert result.exit_code == 0, result.output
    kept = verdicts(tmp_path / "answers.jsonl")
    assert [line[1:] for line in kept] == [("right", "", ""), ("wrong", "predicate", ""), ("arguable", "", "")]
    assert "3 judged now, 3 of the sample are left." in result.stderr
    assert "weighted to the graph" in result.stdout


@pytest.mark.usefixtures("terminal")
def test_what_is_answered_is_not_asked_again(graph: Path) -> None:
    assert "1 of 6" in run(graph, keys="rrq").stdout
    again = run(graph, keys="rrrr").stdout
    assert "1 of 4" in again
    assert "4 of 4" in again
    done = run(graph)
    assert "0 judged now, 0 of the sample are left." in done.stderr
    assert "100 (61–100)" in done.stdout
    assert "1 of 6" in run(graph, "--reviewer", "Ada", keys="q").stdout


@pytest.mark.usefixtures("terminal")
def test_undo_back_skip_and_notes(graph: Path, tmp_path: Path) -> None:
    result = run(graph, keys="uswuanna note\nuq")
    assert "nothing to undo" in result.stdout
    assert [line[1:] for line in verdicts(tmp_path / "answers.jsonl")] == [
        ("arguable", "not-stated", ""),
        ("arguable", "not-stated", "a note"),
        (None, "", ""),
    ]
    assert "0 judged now, 6 of the sample are left." in result.stderr


@pytest.mark.usefixtures("terminal")
def test_the_end_of_input_quits(graph: Path, tmp_path: Path) -> None:
    result = run(graph, keys="r")
    assert result.exit_code == 0, result.output
    assert len(verdicts(tmp_path / "answers.jsonl")) == 1


@pytest.mark.usefixtures("terminal")
def test_an_interrupt_quits_and_keeps_what_is_judged(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = iter("r")

    def next_key() -> str:
        try:
            return next(keys)
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr("click.getchar", next_key)
    result = run(graph)
    assert result.exit_code == 0, result.output
    assert "1 judged now, 5 of the sample are left." in result.stderr
    assert "all that are judged" in result.stdout


def test_the_browser_shows_one_page_after_the_other(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def serve(session: ReviewSession, port: int, ready: Callable[[str], None]) -> None:
        ready("http://127.0.0.1:9/?token=x")
        while session.current is not None:
            asked.append(session.current.predicate)
            session.judge("right")

    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("paperatlas.server.review.serve_review.serve_review", serve)
    result = run(graph, "--browser")
    assert result.exit_code == 0, result.output
    assert opened == ["http://127.0.0.1:9/?token=x"]
    assert len(asked) == 6
    assert "Judge at http://127.0.0.1:9/?token=x" in result.stderr
    assert "0 judged now" in run(graph, "--browser").stderr
    assert len(opened) == 1


@pytest.mark.usefixtures("terminal")
def test_without_colours_signs_mark_quote_and_ends(graph: Path) -> None:
    printed = run(graph, "--predicate", "trains-on", keys="q").stdout
    shown = " ".join(printed.split())
    assert "We present [Otter-7B], a language model «trained on [RiverPile]». [Otter-7B] outperforms" in shown
    assert "The subject is trained, pretrained, fine-tuned or aligned on that data." in shown
    assert "0.8" not in shown
    assert "\x1b" not in shown


@pytest.mark.usefixtures("terminal")
def test_texts_are_no_markup(graph: Path) -> None:
    assert HOSTILE in run(graph, "--predicate", "compares-to", keys="q").stdout


def test_all_predicates_that_are_read_from_texts_can_be_drawn() -> None:
    [option] = [parameter for parameter in review.params if parameter.name == "predicates"]
    assert isinstance(option.type, click.Choice)
    assert tuple(option.type.choices) == READ_PREDICATES


def test_without_a_terminal_the_error_says_what_to_do(graph: Path) -> None:
    result = run(graph, keys="rrr")
    assert result.exit_code == 1
    assert "--browser" in result.stderr
    assert "--list" in result.stderr


def test_another_tool_can_fill_in_the_verdicts(graph: Path, tmp_path: Path) -> None:
    drawn = tmp_path / "drawn.jsonl"
    lines = [json.loads(line) for line in run(graph, "--list", "--by", "predicate").stdout.splitlines()]
    assert {line["verdict"] for line in lines} == {None}
    assert lines[0]["passages"][0]["title"]
    for line in lines[:4]:
        line["verdict"] = "wrong" if line["predicate"] == "trains-on" else "right"
    drawn.write_text("".join(json.dumps(line) + "\n" for line in lines))
    printed = run(graph, "--answers", drawn, "--report")
    assert printed.exit_code == 0, printed.output
    assert "all that are judged 4 3 0 1" in " ".join(printed.stdout.split())
    [draw] = json.loads(run(graph, "--answers", drawn, "--report", "--json").stdout)["draws"]
    assert draw["by predicate"]["trains-on"]["wrong"] == 1
    assert len(run(graph, "--answers", drawn, "--list").stdout.splitlines()) == 2


def test_what_is_wrong_is_left_out_of_the_next_build(graph: Path, tmp_path: Path) -> None:
    drawn = tmp_path / "drawn.jsonl"
    listed = run(graph, "--list", "--predicate", "trains-on").stdout
    drawn.write_text(listed.replace('"verdict": null', '"verdict": "wrong"'))
    (tmp_path / "corrections.yaml").write_text(run(graph, "--answers", drawn, "--as", "corrections").stdout)
    corrections = load_corrections(tmp_path / "corrections.yaml")
    [forbidden] = [statement for statement in sample_graph().statements if statement.predicate == "trains-on"]
    entities = sample_graph().entities
    assert corrections.forbids(forbidden, entities[forbidden.subject], entities[forbidden.object])


def test_papers_that_are_judged_whole_can_be_trained_on(graph: Path, tmp_path: Path) -> None:
    drawn = tmp_path / "drawn.jsonl"
    drawn.write_text(run(graph, "--list", "--by", "paper").stdout.replace('"verdict": null', '"verdict": "right"'))
    for form in ("papers", "gold"):
        (tmp_path / f"{form}.jsonl").write_text(run(graph, "--answers", drawn, "--as", form).stdout)
    annotated = read_gold(tmp_path / "papers.jsonl", tmp_path / "gold.jsonl", DEFAULT_SCHEMA)
    assert {paper.paper.id for paper in annotated} == {"paper/one", "paper/two"}
    assert "drawn as whole papers" in run(graph, "--answers", drawn, "--report").stdout


def test_without_a_whole_paper_the_error_says_what_to_do(graph: Path, tmp_path: Path) -> None:
    drawn = tmp_path / "drawn.jsonl"
    drawn.write_text(run(graph, "--list").stdout.replace('"verdict": null', '"verdict": "right"'))
    result = run(graph, "--answers", drawn, "--as", "gold")
    assert result.exit_code == 1
    assert "draw whole papers with --by paper" in result.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--confidence", "high"), "write two numbers from 0 to 1 as 0.7-1.0"),
        (("--confidence", "0.9-0.1"), "is no range of confidence"),
        (("--json",), "--json is a form of --report"),
        (("--report", "--browser"), "exclude each other"),
    ],
)
def test_options_that_make_no_sense(graph: Path, words: tuple[str, ...], message: str) -> None:
    result = run(graph, *words)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--confidence", "0-0.1", "--list"), "has no such statement that was read from a text; widen --predicate"),
        (("--answers", "none.jsonl", "--report"), "cannot read the answers none.jsonl"),
    ],
)
def test_where_there_is_nothing_the_error_says_what_to_do(graph: Path, words: tuple[str, ...], message: str) -> None:
    result = run(graph, *words)
    assert result.exit_code == 1
    assert message in result.stderr


def test_a_list_without_verdicts_is_no_report(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "drawn.jsonl").write_text(run(graph, "--list").stdout)
    result = run(graph, "--answers", "drawn.jsonl", "--report")
    assert result.exit_code == 1
    assert "drawn.jsonl holds no verdict; judge statements with" in result.stderr


def test_a_real_terminal_gives_single_keys(graph: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "paperatlas", "review", "--graph", str(graph), "--predicate", "based-on"]
    process = subprocess.Popen(words, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    shown = b""
    keys = [(b"q quit", b"w"), (b"u goes back", b"e")]
    while select.select([ours], [], [], 60)[0]:
        try:
            shown += os.read(ours, 4096)
        except OSError:
            break
        if keys and keys[0][0] in shown:
            # What comes before the terminal is set to single keys is thrown away.
            wait_until(lambda: not termios.tcgetattr(ours)[3] & termios.ICANON)
            os.write(ours, keys.pop(0)[1])
    os.close(ours)
    assert process.wait(60) == 0, shown.decode()
    assert verdicts(tmp_path / "answers.jsonl") == [("based-on", "wrong", "end", "")]
    assert "all that are judged" in shown.decode()
