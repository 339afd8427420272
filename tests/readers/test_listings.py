from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperatlas.graph.papers import ListedLab
from paperatlas.readers import PaperReading

if TYPE_CHECKING:
    from pathlib import Path

    from paperatlas.graph.papers import Paper, ReadIssue

PROSE = "We study how rivers carry models to the sea and find that most of them float. " * 6
FURNITURE = (
    "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\n"
    "byAK and the research community\n\nMar 12\n\n"
)


def _read(tmp_path: Path, text: str) -> tuple[list[Paper], list[ReadIssue]]:
    page = tmp_path / "page.txt"
    page.write_text(text)
    reading = PaperReading([page])
    return list(reading), reading.problems


def test_blocks_under_boilerplate(tmp_path: Path) -> None:
    papers, problems = _read(tmp_path, f"{FURNITURE}First Title\n\n{PROSE}\n\nSecond Title\n\n{PROSE}\n")
    assert [(paper.title, paper.location.line) for paper in papers] == [("First Title", 13), ("Second Title", 17)]
    assert papers[0].abstract == PROSE.strip()
    assert problems == []


def test_lines_with_the_first_title_glued_to_boilerplate(tmp_path: Path) -> None:
    page = f"Get trending papers in your email inbox once a day!\nSubscribeFirst Title\n{PROSE}\nSecond\n{PROSE}\n"
    papers, _ = _read(tmp_path, page)
    assert [paper.title for paper in papers] == ["First Title", "Second"]


def test_a_title_that_only_starts_like_boilerplate_is_kept(tmp_path: Path) -> None:
    page = f"First Title\n{PROSE}\nSubscribers Churn Less with Otters\n{PROSE}\nnew Ways to Float\n{PROSE}\n"
    papers, _ = _read(tmp_path, page)
    assert [paper.title for paper in papers] == [
        "First Title",
        "Subscribers Churn Less with Otters",
        "new Ways to Float",
    ]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_details_under_records(tmp_path: Path, gap: str) -> None:
    def record(title: str, *details: str) -> str:
        return gap.join([title, PROSE, *(["\n".join(details)] if details else [])]) + gap

    page = (
        record("Counted", "  • 5 authors", "·", "Jun 23 4")
        + record("Dated", "  • 1 author", "·", "Aug 13, 2024 6")
        + record("Bare")
        + record("From a Lab", "wetlab Wet Lab", "·", "Sep 29, 2023")
    )
    papers, problems = _read(tmp_path, page)
    found = [(p.title, p.author_count, str(p.date) if p.date else None, p.comment_count, p.labs) for p in papers]
    assert found == [
        ("Counted", 5, "--06-23", 4, ()),
        ("Dated", 1, "2024-08-13", 6, ()),
        ("Bare", None, None, None, ()),
        ("From a Lab", None, "2023-09-29", None, (ListedLab("Wet Lab", "wetlab"),)),
    ]
    assert papers[3].labs_line == "wetlab Wet Lab"
    assert problems == []


def test_the_year_of_capture_is_inferred_and_marked_where_enough_dates_are_printed(tmp_path: Path) -> None:
    records = [f"Title {n}\n\n{PROSE}\n\n• 2 authors\n·\nMay {n + 1}, {2014 + n}\n\n" for n in range(11)]
    page = "".join(records) + f"Newest\n\n{PROSE}\n\n• 2 authors\n·\nJun 3\n"
    papers, _ = _read(tmp_path, page)
    assert papers[-1].date is not None
    assert (str(papers[-1].date), papers[-1].date.year_inferred) == ("2025-06-03", True)
    assert not any(paper.date.year_inferred for paper in papers[:-1] if paper.date)


def test_a_wrapped_abstract_is_joined(tmp_path: Path) -> None:
    wrapped = PROSE.replace("float. ", "float.\n").strip()
    papers, _ = _read(tmp_path, f"A Title\n\n{wrapped}\n\nAnother Title\n\n{wrapped}\n")
    assert [paper.abstract for paper in papers] == [PROSE.strip()] * 2


def test_a_second_paragraph_belongs_to_its_abstract(tmp_path: Path) -> None:
    papers, problems = _read(tmp_path, f"A Title\n\n{PROSE}\n\n{PROSE}\n\nAnother Title\n\n{PROSE}\n")
    assert [paper.title for paper in papers] == ["A Title", "Another Title"]
    assert papers[0].abstract == f"{PROSE.strip()} {PROSE.strip()}"
    assert problems == []


def test_a_title_without_abstract_is_counted_and_the_next_record_read(tmp_path: Path) -> None:
    papers, problems = _read(tmp_path, f"Lonely Title\n\nA Title\n\n{PROSE}\n")
    assert [paper.title for paper in papers] == ["A Title"]
    assert [(problem.line, problem.skipped) for problem in problems] == [(1, True)]


def test_a_record_with_details_but_no_abstract_keeps_its_title(tmp_path: Path) -> None:
    papers, problems = _read(tmp_path, f"A Title\n\n{PROSE}\n\nNo Abstract\n\n• 3 authors\n·\nMay 2, 2024\n")
    assert [(paper.title, paper.abstract) for paper in papers][1] == ("No Abstract", "")
    assert [(problem.line, problem.skipped) for problem in problems] == [(5, False)]


def test_an_abstract_without_a_title_is_counted(tmp_path: Path) -> None:
    papers, problems = _read(tmp_path, f"{PROSE}\n\nA Title\n\n{PROSE}\n")
    assert [paper.title for paper in papers] == ["A Title"]
    assert "put the title on a line of its own" in problems[0].message


def test_short_abstracts_are_read(tmp_path: Path) -> None:
    papers, _ = _read(tmp_path, "One\n\nWe show that small rivers carry small models well.\n\nTwo\n\nWe do it again.\n")
    assert [(paper.title, paper.abstract) for paper in papers] == [
        ("One", "We show that small rivers carry small models well."),
        ("Two", "We do it again."),
    ]


def test_hostile_titles_are_kept_as_text_and_unsafe_characters_reported(tmp_path: Path) -> None:
    title = '<img src=x onerror="alert(1)"></script>'
    papers, problems = _read(tmp_path, f"{title}\n\n{PROSE}\n\nOdd \u202eeltit\x07\n\n{PROSE}\n")
    assert [paper.title for paper in papers] == [title, "Odd eltit"]
    assert [(problem.line, problem.skipped) for problem in problems] == [(5, False)]
