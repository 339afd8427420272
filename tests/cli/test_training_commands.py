from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

import paperatlas
from benchmarks.annotated_papers import KITCHEN, kitchen, otters, write
from paperatlas.cli import main
from paperatlas.rdf import load
from paperatlas.review.answers import append_answer
from review_lines import answer

if TYPE_CHECKING:
    from pathlib import Path


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture(scope="module")
def ponds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ponds")
    result = run("train", *otters(folder), "-o", folder / "model")
    assert result.exit_code == 0
    assert f"{folder / 'model'} is a model" in result.stdout
    assert result.stderr.splitlines()[:2] == ["reading the annotated papers", "making word_groups.tsv"]
    return folder / "model"


@pytest.fixture(scope="module")
def food(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("food")
    (folder / "kitchen.yaml").write_text(KITCHEN)
    options = ("--schema", folder / "kitchen.yaml", "--quiet")
    result = run("train", *kitchen(folder), "-o", folder / "model", *options)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    return folder / "model"


def test_evaluate_prints_a_table_of_all_types_and_predicates(food: Path, tmp_path: Path) -> None:
    result = run("evaluate", food, *kitchen(tmp_path, 10))
    assert result.exit_code == 0
    for word in ("Dish", "Ingredient", "introduced", "made-with", "goes-beside", "Outcome accuracy", "Calibration"):
        assert word in result.stdout
    assert "Model" not in result.stdout


def test_evaluate_speaks_json(ponds: Path, tmp_path: Path) -> None:
    files = otters(tmp_path, 10)
    own = json.loads(run("evaluate", ponds, *files, "--json").stdout)
    assert own["entities"]["all"]["f1"] > 0.9
    assert own == paperatlas.evaluate(paperatlas.load_extractor(ponds), *files).plain()
    default = json.loads(run("evaluate", "default", *files, "--json", "--quiet").stdout)
    assert default["entities"]["Lab"]["gold"] == 10


def test_evaluate_scores_against_the_verdicts_of_a_review(ponds: Path, tmp_path: Path) -> None:
    append_answer(tmp_path / "answers.jsonl", answer("1", "right"))
    result = run("evaluate", ponds, "--answers", tmp_path / "answers.jsonl", "--quiet")
    assert result.exit_code == 0
    assert "all 1 / 1 / 1 0 / 0 / 0" in " ".join(result.stdout.split())
    assert "statements that nobody judged" in result.stdout
    plain = json.loads(run("evaluate", ponds, "--answers", tmp_path / "answers.jsonl", "--json", "--quiet").stdout)
    assert plain["verdicts"]["evaluates-on"]["judged"]["right"] == 1


@pytest.mark.parametrize("words", [(), ("papers.jsonl",), ("papers.jsonl", "gold.jsonl", "--answers", "a.jsonl")])
def test_evaluate_wants_gold_or_verdicts(words: tuple[str, ...]) -> None:
    result = run("evaluate", "default", *words)
    assert result.exit_code == 2
    assert "give PAPERS and GOLD, or --answers alone" in result.stderr


def test_evaluate_with_gold_of_another_schema_says_so(food: Path, tmp_path: Path) -> None:
    result = run("evaluate", food, *otters(tmp_path, 2))
    assert result.exit_code == 1
    assert "gold.jsonl:1: " in result.stderr
    assert "entities[0].type is 'Model'; choose among Dish, Ingredient" in result.stderr


@pytest.mark.parametrize("words", [("evaluate", "none", "a", "b"), ("extract", "x.jsonl", "--model", "none")])
def test_a_model_that_is_not_there_is_one_line(words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert "Error: none is no model that can be loaded" in result.stderr


def test_extract_reads_with_the_model(food: Path, tmp_path: Path) -> None:
    papers, _ = write(
        tmp_path,
        [{"id": "1", "title": "A note on food", "abstract": "We cook Belbo with Red Sumac tonight. Belbo is hot."}],
        [],
    )
    line = json.loads(run("extract", papers, "--model", food, "--quiet").stdout)
    assert [(entity["name"], entity["type"]) for entity in line["entities"]] == [
        ("Belbo", "Dish"),
        ("Red Sumac", "Ingredient"),
    ]


def test_build_reads_with_the_model(ponds: Path, tmp_path: Path) -> None:
    papers, _ = otters(tmp_path, 5)
    assert run("build", papers, "-o", tmp_path / "out", "--model", ponds).exit_code == 0
    graph = load(tmp_path / "out" / "graph.ttl")
    assert graph.extractor == paperatlas.load_extractor(ponds).name
    assert "dataset/pondbench" in graph.entities


def test_build_refuses_a_model_that_finds_what_the_graph_has_no_place_for(food: Path, tmp_path: Path) -> None:
    papers, _ = otters(tmp_path, 2)
    result = run("build", papers, "-o", tmp_path / "out", "--model", food)
    assert result.exit_code == 1
    assert "finds Dish, Ingredient, for which the graph has no place; use `paperatlas extract`" in result.stderr
