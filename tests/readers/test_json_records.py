from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from paperatlas.readers import PaperReading

if TYPE_CHECKING:
    from pathlib import Path

    from paperatlas.graph.papers import Paper, ReadIssue

GOOD = {"id": "1", "title": "T", "abstract": "A"}


def _read(tmp_path: Path, text: str, name: str = "p.jsonl") -> tuple[list[Paper], list[ReadIssue]]:
    page = tmp_path / name
    page.write_text(text)
    reading = PaperReading([page])
    return list(reading), reading.problems


def test_all_fields_are_read(tmp_path: Path) -> None:
    record = {
        **GOOD,
        "authors": ["Ada Lake", "Bo Brook"],
        "affiliations": ["Wet Lab"],
        "date": "2024-05-24",
        "url": "https://arxiv.org/abs/2405.15738",
        "github": "https://github.com/wet/lab",
        "project_page": "https://example.org/p",
        "upvotes": 3,
        "unknown": {"is": "passed over"},
    }
    [paper], problems = _read(tmp_path, json.dumps(record))
    assert (paper.id, paper.authors, paper.authors_complete, paper.author_count) == (
        "1",
        ("Ada Lake", "Bo Brook"),
        True,
        2,
    )
    assert ([lab.name for lab in paper.labs], str(paper.date), paper.upvotes) == (["Wet Lab"], "2024-05-24", 3)
    assert (paper.url, paper.code_url, paper.project_url) == (
        "https://arxiv.org/abs/2405.15738",
        "https://github.com/wet/lab",
        "https://example.org/p",
    )
    assert paper.identifier == "arxiv:2405.15738"
    assert problems == []


@pytest.mark.parametrize("last", ["et al.", "others", "Bo Brook et al."])
def test_a_list_of_authors_that_ends_in_et_al_is_not_complete(tmp_path: Path, last: str) -> None:
    [paper], _ = _read(tmp_path, json.dumps({**GOOD, "authors": ["Ada Lake", last]}))
    assert paper.authors[0] == "Ada Lake"
    assert not any("al." in author or author == "others" for author in paper.authors)
    assert (paper.authors_complete, paper.author_count) == (False, None)


def test_affiliations_of_single_authors_are_kept_as_such(tmp_path: Path) -> None:
    record = {
        **GOOD,
        "authors": ["Ada Lake", "Bo Brook"],
        "affiliations": {"Ada Lake": ["Wet", "Dry"], "Bo Brook": "Wet"},
    }
    [paper], _ = _read(tmp_path, json.dumps(record))
    assert paper.affiliations == (("Ada Lake", "Wet"), ("Ada Lake", "Dry"), ("Bo Brook", "Wet"))
    assert [lab.name for lab in paper.labs] == ["Wet", "Dry"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("authors", "Ada Lake"),
        ("authors", [1]),
        ("date", "soon"),
        ("date", "2024-02-31"),
        ("url", "javascript:alert(1)"),
        ("github", 7),
        ("upvotes", -1),
        ("upvotes", True),
        ("affiliations", 3),
        ("abstract", {"text": "A"}),
    ],
)
def test_a_field_of_the_wrong_kind_is_reported_and_the_paper_read(tmp_path: Path, field: str, value: Any) -> None:
    [paper], problems = _read(tmp_path, json.dumps({**GOOD, field: value}))
    assert paper.title == "T"
    assert any(f'"{field}" is not' in problem.message and not problem.skipped for problem in problems)


@pytest.mark.parametrize("broken", ['{"title": "half', "[1, 2]", '"text"', "{}", '{"title": " "}', "[" * 100_000])
def test_a_broken_line_is_counted_and_the_others_read(tmp_path: Path, broken: str) -> None:
    papers, problems = _read(tmp_path, f"{json.dumps(GOOD)}\n{broken}\n\n{json.dumps(GOOD)}\n")
    assert [paper.location.line for paper in papers] == [1, 4]
    assert [(problem.line, problem.skipped) for problem in problems] == [(2, True)]


def test_the_first_line_may_be_the_broken_one(tmp_path: Path) -> None:
    papers, problems = _read(tmp_path, f'{{"title": "half\n{json.dumps(GOOD)}\n')
    assert len(papers) == len(problems) == 1


def test_a_missing_id_is_made_of_page_and_line(tmp_path: Path) -> None:
    [paper], _ = _read(tmp_path, '{"title": "T", "abstract": "A"}')
    assert paper.id == "p.jsonl:1"
    [numbered], _ = _read(tmp_path, '{"id": 7, "title": "T", "abstract": "A"}')
    assert numbered.id == "7"


def test_hostile_text_is_cleaned_and_told(tmp_path: Path) -> None:
    title = 'A "quoted"\nline <script>\u200f\x00\ud800'
    [paper], problems = _read(tmp_path, json.dumps({"id": "1", "title": title, "abstract": "A"}))
    assert paper.title == 'A "quoted" line <script>'
    assert "taken out" in problems[0].message


def test_a_record_without_abstract_keeps_its_title(tmp_path: Path) -> None:
    [paper], [problem] = _read(tmp_path, '{"id": "1", "title": "T"}')
    assert (paper.title, paper.abstract) == ("T", "")
    assert 'add "abstract"' in problem.message


@pytest.mark.parametrize("wrapped", [[GOOD, GOOD], {"papers": [GOOD, GOOD]}, {"data": [GOOD, GOOD], "page": 1}])
def test_json_documents_are_read(tmp_path: Path, wrapped: Any) -> None:
    papers, problems = _read(tmp_path, json.dumps(wrapped, indent=1), "p.json")
    assert [paper.title for paper in papers] == ["T", "T"]
    assert problems == []


def test_one_object_over_several_lines_is_one_paper(tmp_path: Path) -> None:
    [paper], _ = _read(tmp_path, json.dumps(GOOD, indent=1), "p.json")
    assert paper.title == "T"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f'[\n{json.dumps(GOOD)},\n{{"title": "half', 3),
        (f"[{json.dumps(GOOD)}\n", 1),
        (f"[{json.dumps(GOOD)} {json.dumps(GOOD)}]", 1),
    ],
)
def test_a_cut_array_gives_what_is_whole(tmp_path: Path, text: str, line: int) -> None:
    papers, [problem] = _read(tmp_path, text, "p.json")
    assert [paper.title for paper in papers] == ["T"]
    assert (problem.line, problem.skipped) == (line, True)


def test_a_cut_document_is_reported_with_its_line(tmp_path: Path) -> None:
    papers, problems = _read(tmp_path, '{\n"papers": [\n', "p.json")
    assert papers == []
    assert "no whole JSON document" in problems[0].message
