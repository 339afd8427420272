from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from data import SEEDS
from paperatlas.cli import main
from paperatlas.errors import NoPapersError
from paperatlas.pipeline.extract import MAX_PAPERS, annotate, paper_of_text

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("loaded_once")

TEXT = "Otter-7B: A Small Model\nWe present Otter-7B, a language model. Otter-7B outperforms GPT-4 on MMLU.\n"


def run(*words: object, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["annotate", *map(str, words)], input=stdin, catch_exceptions=False)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    path = tmp_path / "papers.jsonl"
    records = [
        {"id": f"id{n}", "title": f"Otter-{n}B: A Model", "abstract": f"We use Otter-{n}B."} for n in range(1, 150)
    ]
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def test_a_text_becomes_a_page_that_it_says_to_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "paper.txt").write_text(TEXT)
    result = run("paper.txt")
    assert result.exit_code == 0, result.output
    assert re.fullmatch(r"1 paper, 3 names, \d relations\.\nOpen annotated\.html in a browser\.\n", result.stdout)
    assert "<bdi>GPT-4</bdi>" in (tmp_path / "annotated.html").read_text()


def test_standard_input_is_read(tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    for stdin in (TEXT, TEXT.partition("\n")[2], json.dumps({"id": "1", "title": "T", "abstract": "We use GPT-4."})):
        result = run("-", "-o", out, "--quiet", stdin=stdin)
        assert (result.exit_code, result.stdout) == (0, "")
        assert out.read_text().count("<article") == 1
        assert "<bdi>GPT-4</bdi>" in out.read_text()


def test_a_page_is_read_in_its_layout(tmp_path: Path) -> None:
    result = run(SEEDS / "author_listing.txt", "-o", tmp_path / "out.html")
    assert "13 papers" in result.stdout
    assert (tmp_path / "out.html").read_text().count("<article") == 13


def test_of_very_many_papers_the_first_are_shown_and_it_is_said(papers: Path, tmp_path: Path) -> None:
    assert f"{MAX_PAPERS} papers" in run(papers, "-o", tmp_path / "out.html").stdout
    page = (tmp_path / "out.html").read_text()
    assert page.count("<article") == MAX_PAPERS
    assert "These are the first 100 papers; --paper shows others." in page


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ("id7", ["id7"]),
        ("7", ["id7"]),
        ("otter-7b: a model", ["id7"]),
        ("Otter 14", ["id14", *(f"id{n}" for n in range(140, 150))]),
    ],
)
def test_a_paper_is_chosen_by_id_number_title_or_a_part_of_it(papers: Path, wanted: str, ids: list[str]) -> None:
    assert [found.paper_id for found in annotate(papers, paper=wanted)] == ids


def test_a_paper_that_is_not_there_is_an_error(papers: Path) -> None:
    result = run(papers, "--paper", "Beaver\x1b")
    assert result.exit_code == 1
    assert "no paper has the id, number or title 'Beaver'; leave --paper out" in result.stderr


@pytest.mark.parametrize("content", [b"", b"\x00\x01" * 99, b" \n\n"])
def test_no_text_is_an_error_and_writes_nothing(tmp_path: Path, content: bytes) -> None:
    result = run("-", "-o", tmp_path / "out.html", stdin=content)
    assert result.exit_code == 1
    assert "there is no text in UTF-8" in result.stderr
    assert not (tmp_path / "out.html").exists()


def test_a_whole_paper_with_sections_is_one_paper(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    sections = "\n\n".join(
        f"{n} Section\n\n" + f"Otter-7B outperforms GPT-4 on MMLU. {'It rains. ' * 40}" for n in range(9)
    )
    path.write_text(f"{TEXT}\n{sections}")
    [found] = annotate(path, whole=True)
    assert found.text.startswith("Otter-7B: A Small Model\nWe present")
    assert len(next(entity for entity in found.entities if entity.name == "GPT-4").mentions) == 10
    assert "1 paper," in run(path, "--whole", "-o", tmp_path / "out.html").stdout


def test_a_title_is_a_short_first_line_with_text_below(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    titles = {
        "T\nA.\n\nB.": ("T", "A. B."),
        "Only a line.": ("", "Only a line."),
        "x " * 400 + "\nA.": ("", "x " * 400 + "A."),
    }
    for content, told in titles.items():
        path.write_text(content)
        [paper] = paper_of_text(path)
        assert (paper.title, paper.abstract) == told


def test_a_registry_is_heeded(tmp_path: Path) -> None:
    (tmp_path / "known.yaml").write_text("- {name: zilk, type: Method}\n")
    (tmp_path / "text.txt").write_text("On rivers\nIt was made with zilk alone.")
    [found] = annotate(tmp_path / "text.txt", registry=tmp_path / "known.yaml")
    assert [(entity.name, entity.type) for entity in found.entities] == [("zilk", "Method")]


def test_what_could_not_be_read_is_told(papers: Path, tmp_path: Path) -> None:
    papers.write_text('{"cut\n' + papers.read_text())
    result = run(papers, "--paper", "id1", "-o", tmp_path / "out.html")
    assert "warning: papers.jsonl:1:" in result.stderr
    assert re.search(r"^1 paper, ", result.stdout)


def test_a_library_call_without_text_raises(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    with pytest.raises(NoPapersError, match="give a page"):
        annotate(tmp_path / "empty.txt")


def test_relations_are_folded_away_by_the_confidence_that_is_asked_for(tmp_path: Path) -> None:
    out, folded = tmp_path / "out.html", '<details class="unsure">'
    assert run("-", "-o", out, "--min-confidence", "1", stdin=TEXT).exit_code == 0
    assert folded in out.read_text()
    assert run("-", "-o", out, "--unsure", stdin=TEXT).exit_code == 0
    assert folded not in out.read_text()
    assert run("-", "-o", out, "--unsure", "--min-confidence", "1", stdin=TEXT).exit_code == 2
