"""Each benchmark runs on something small; what it measures is not looked at."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click import Context

from benchmarks import (
    errors,
    extraction,
    imports,
    names,
    other_papers,
    people,
    relation_pairs,
    resolution,
    serving,
    store,
)
from benchmarks.annotated_papers import otters
from benchmarks.figures import FIGURES
from benchmarks.viewer.__main__ import PAGES
from benchmarks.viewer.graphs import made_up_graph
from data import ROOT, SEEDS
from paperatlas.cli import main
from paperatlas.pipeline.workspace import build_folder
from paperatlas.sparql import list_questions
from paperatlas.store import write_store
from samples import sample_graph


def rows(output: str) -> list[list[str]]:
    """The cells of the rows of Markdown tables, without heads and rules."""
    lines = [line for line in output.splitlines() if line.startswith("|") and not line.startswith("|--")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_names_are_resolved_in_each_size(capsys: pytest.CaptureFixture[str]) -> None:
    names.main((100, 400))
    assert [row[0] for row in rows(capsys.readouterr().out)[1:]] == ["100", "400"]


def test_pairs_with_two_predicates_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    papers, gold = otters(tmp_path, 6)
    relation_pairs.main(papers, gold, sample=3)
    output = capsys.readouterr().out
    assert output.startswith("3 papers")
    assert rows(output)[0] == ["predicates", "found", "found, own", "annotated", "annotated, own"]
    assert "Quotes that do not name the subject" in output


def test_made_up_names_are_the_same_each_time() -> None:
    assert list(names.made_up_names(50)) == list(names.made_up_names(50))


def test_errors_are_counted_by_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    errors.main("default", *map(str, otters(tmp_path, 3)))
    heads = [row for row in rows(capsys.readouterr().out) if row[1] == "errors"]
    assert heads == [["names", "errors"], ["relations", "errors"]]


def test_papers_of_another_file_are_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    papers, _ = otters(tmp_path, 3)
    known = tmp_path / "known.jsonl"
    known.write_text(json.dumps({"title": "OTTERA-0B - a model"}) + "\n")
    other_papers.main(papers, known)
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == ["1", "2"]


def test_people_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    people.main(str(SEEDS / "author_listing.txt"))
    printed = capsys.readouterr().out
    assert "13 records, 13 papers" in printed
    assert [row[0] for row in rows(printed)[-4:]] == ["2", "3", "10", "25"]


@pytest.mark.slow
@pytest.mark.usefixtures("loaded_once")
def test_names_of_a_built_folder_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build_folder(SEEDS / "author_listing.txt", output=tmp_path)
    resolution.main(tmp_path)
    assert "Author" in [row[0] for row in rows(capsys.readouterr().out)]


@pytest.mark.slow
def test_store_and_rdflib_are_asked_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store.side_by_side(store.GraphGenerator(12), tmp_path, limit=0.01)
    questions = [row for row in rows(capsys.readouterr().out) if len(row) == 5][1:]
    assert [row[0] for row in questions] == [question.name for question in list_questions()]


@pytest.mark.slow
def test_all_ways_of_loading_are_measured() -> None:
    # A store that is open has threads, which a process that forks must not have.
    command = [sys.executable, "-m", "benchmarks.store", "--loading", "--papers", "12"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert [row[0] for row in rows(done.stdout)[1:4]] == ["N-Quads file", "parts of 100,000", "all at once"]


def test_a_worker_reads_and_tells(capsys: pytest.CaptureFixture[str]) -> None:
    extraction.worker(extraction.OURS, ["Otter\nWe present Otter-7B.", "Ponds\nWe test Beaver-13B."], 1)
    first, told = capsys.readouterr().out.splitlines()
    assert first == "first"
    assert json.loads(told).keys() == {"seconds", "memory"}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_made_up_graph_is_made(page: str) -> None:
    assert "<html" in PAGES[page](made_up_graph(40))


def test_a_made_up_graph_has_the_size_that_was_asked_for() -> None:
    graph = made_up_graph(200)
    assert len(graph.entities) == pytest.approx(200, abs=5)
    assert made_up_graph(200) == graph


@pytest.mark.slow
def test_a_server_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serving, "CONNECTIONS", 2)
    monkeypatch.setattr(serving, "SETTLING_SECONDS", 0)
    write_store(sample_graph(), tmp_path, tmp_path)
    monkeypatch.setattr("sys.argv", ["serving", str(tmp_path), "--seconds", "1"])
    serving.main()
    figures = dict(re.split(r"  +", line, maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert figures["answers"] == str(serving.RATE)
    assert figures["wrong or missing"] == "0"


@pytest.mark.slow
def test_the_command_lists_its_figures() -> None:
    command = [sys.executable, "-m", "benchmarks", "--help"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert all(name in done.stdout for name in FIGURES)


def test_commands_are_timed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(imports, "commands", lambda _: {"nothing": ["-c", ""]})
    imports.main(["output"])
    assert rows(capsys.readouterr().out)[-1][0] == "`nothing`"


def test_what_people_type_is_timed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(imports, "commands", lambda folder: {"help": ["-c", f"'{folder}'"]})
    monkeypatch.setattr(imports, "RUNS", 1)
    imports.main(["output", "older", "older-output"])
    heads, row = rows(capsys.readouterr().out)
    assert heads == ["", "before, s", "now, s"]
    assert (row[0], min(map(float, row[1:])) >= 0) == ("`help`", True)


def test_all_commands_are_timed() -> None:
    timed = imports.commands(Path("output"))
    assert {f"{name} --help" for name in main.list_commands(Context(main))} < timed.keys()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["registry", "import", "model-start", "names", "training"])
def test_a_figure_is_measured(name: str) -> None:
    assert FIGURES[name]() > 0
