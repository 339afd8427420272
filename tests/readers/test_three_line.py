from __future__ import annotations

from typing import TYPE_CHECKING

from paperatlas.graph.papers import ListedLab
from paperatlas.readers import PaperReading

if TYPE_CHECKING:
    from pathlib import Path

    from paperatlas.graph.papers import Paper, ReadIssue

ABSTRACT = "We study how rivers carry models to the sea."


def _read(tmp_path: Path, text: str) -> tuple[list[Paper], list[ReadIssue]]:
    page = tmp_path / "page.txt"
    page.write_text(text)
    reading = PaperReading([page])
    return list(reading), reading.problems


def test_a_record_is_taken_apart(tmp_path: Path) -> None:
    page = f"CLSep 7, 2023Code\nRivers and ModelsAda Lake, Bo Brook et al. · wet-lab, dry-lab\n{ABSTRACT}\n"
    [paper], problems = _read(tmp_path, page)
    assert (paper.title, paper.authors, paper.abstract) == ("Rivers and Models", ("Ada Lake", "Bo Brook"), ABSTRACT)
    assert (paper.categories, str(paper.date), paper.has_code) == (("CL",), "2023-09-07", True)
    assert (paper.authors_line, paper.authors_complete) == ("Ada Lake, Bo Brook et al.", False)
    assert (paper.labs, paper.labs_line) == ((ListedLab("wet-lab"), ListedLab("dry-lab")), "wet-lab, dry-lab")
    assert problems == []


def test_records_without_flag_labs_or_abstract(tmp_path: Path) -> None:
    page = f"cs.LGJun 2, 2025\nOneAda Lake\nAIMay 3\nTwoBo Brook\n\n{ABSTRACT}\n"
    papers, problems = _read(tmp_path, page)
    assert [(p.title, p.authors, p.has_code, str(p.date), p.abstract) for p in papers] == [
        ("One", ("Ada Lake",), False, "2025-06-02", ""),
        ("Two", ("Bo Brook",), False, "--05-03", ABSTRACT),
    ]
    assert papers[0].authors_complete
    assert [(problem.line, problem.skipped) for problem in problems] == [(1, False)]


def test_a_head_without_a_title_is_counted(tmp_path: Path) -> None:
    papers, problems = _read(tmp_path, f"CLSep 7, 2023\nCLSep 8, 2023\nTwoAda Lake\n{ABSTRACT}\n")
    assert [paper.title for paper in papers] == ["Two"]
    assert [(problem.line, problem.skipped) for problem in problems] == [(1, True)]


def test_unsafe_characters_are_reported(tmp_path: Path) -> None:
    [paper], problems = _read(tmp_path, f"CLSep 7, 2023\nT\u202ewoAda Lake\n{ABSTRACT}\n")
    assert paper.title == "Two"
    assert "taken out" in problems[0].message
