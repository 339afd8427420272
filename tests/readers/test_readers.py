from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from data import SEEDS, shared
from observers import RecordedProgress
from paperatlas.errors import NoPapersError, ReadingError
from paperatlas.readers import PaperReading, choose_reader, read

if TYPE_CHECKING:
    from pathlib import Path

    from paperatlas.graph.papers import Paper


def _check_the_five_pages(folder: Path) -> list[Paper]:
    """What must hold of the five pages, whoever wrote their abstracts."""
    reading = PaperReading([folder])
    papers = list(reading)
    assert sorted(page.records for page in reading.pages) == [13, 76, 95, 117, 120]
    assert len({paper.title for paper in papers}) == 368
    names = [author for paper in papers for author in paper.authors]
    assert (len(names), len({name.lower() for name in names})) == (39, 13)
    assert {"Siqi fan", "Siqi Fan"} <= set(names)
    assert sum(paper.has_code is True for paper in papers) == 7
    assert sum(bool(paper.labs) for paper in papers) == 5
    assert sum(paper.author_count is not None for paper in papers) == 89
    assert all(paper.abstract for paper in papers)
    assert reading.problems == []
    return papers


def test_demo_pages_read_whole() -> None:
    papers = _check_the_five_pages(SEEDS)
    assert "UFT: Unifying Fine-Tuning of SFT and RLHF/DPO/UNA through a Generalized Implicit Reward Function" in {
        paper.title for paper in papers
    }


def test_saved_pages_read_whole() -> None:
    papers = _check_the_five_pages(shared("seeds"))
    assert {paper.title for paper in papers} == {paper.title for paper in read(SEEDS)}


def test_layouts_are_told_by_content() -> None:
    reading = PaperReading([SEEDS])
    list(reading)
    assert {page.name: page.layout for page in reading.pages} == {
        "author_listing.txt": "three-line",
        "search_language_models.txt": "blocks",
        "search_long_context.txt": "blocks",
        "search_long_writing.txt": "blocks",
        "search_trillion_tokens.txt": "lines",
    }


def test_a_large_file_reads_whole() -> None:
    reading = PaperReading([shared("papers/hf_daily.jsonl")])
    assert sum(1 for _ in reading) == 9831
    assert all("not an http or https address" in problem.message for problem in reading.problems)


def test_nothing_is_held_back_while_a_file_streams(tmp_path: Path) -> None:
    page = tmp_path / "papers.jsonl"
    line = json.dumps({"id": "1", "title": "T", "abstract": "A"}) + "\n"
    page.write_text(line * 5000 + "not json\n")
    papers = iter(PaperReading([page]))
    assert next(papers).title == "T"


def test_a_folder_gives_its_pages_and_no_readme_or_hidden_file(tmp_path: Path) -> None:
    record = json.dumps({"title": "T", "abstract": "A"})
    for name in ("b.jsonl", "a.json", "c.txt", "README.txt", "readme.json", ".hidden.txt", "notes.md"):
        (tmp_path / name).write_text(record)
    assert [paper.location.page for paper in read(tmp_path)] == ["a.json", "b.jsonl", "c.txt"]


def test_files_patterns_and_standard_input_work_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "one.jsonl"
    page.write_text(json.dumps({"id": "1", "title": "T", "abstract": "A"}))
    [from_file] = read(page)
    [from_pattern] = read(f"{tmp_path}/*.jsonl")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(page.read_bytes())))
    [from_input] = read("-")
    assert from_file == from_pattern
    assert (from_input.title, from_input.location.page) == ("T", "standard-input")


def test_a_page_given_twice_is_read_once(tmp_path: Path) -> None:
    page = tmp_path / "one.jsonl"
    page.write_text(json.dumps({"title": "T", "abstract": "A"}))
    assert len(list(read(page, tmp_path, str(page)))) == 1


def test_pages_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "p.jsonl").write_text(json.dumps({"title": folder, "abstract": "A"}))
    assert [paper.location.page for paper in read(tmp_path / "y", tmp_path / "x")] == ["x/p.jsonl", "y/p.jsonl"]


@pytest.mark.parametrize("path", ["no-such-page.txt", "no-such-folder/*.txt"])
def test_a_path_that_leads_nowhere_is_named(path: str) -> None:
    with pytest.raises(ReadingError, match=r"there is no page no-such.*check the path"):
        list(read(path))


def test_an_empty_folder_says_what_to_put_there(tmp_path: Path) -> None:
    with pytest.raises(NoPapersError, match=r"put files that end in \.txt, \.json, \.jsonl there"):
        list(read(tmp_path))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no paper was found on the page"),
        (b"\n\n \n", "no paper was found on the page"),
        (b"new\n\nSubscribe\n", "no paper was found on the page"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 30, "this is no text in UTF-8"),
        (b"%PDF-1.7\n1 0 obj", "this is no text in UTF-8"),
        (b'{"title": "T", "abs', "no whole JSON"),
        (b"just a line", "no paper was found on the page"),
    ],
)
def test_a_page_without_papers_is_a_counted_problem(tmp_path: Path, content: bytes, said: str) -> None:
    page = tmp_path / "odd.txt"
    page.write_bytes(content)
    reading = PaperReading([page])
    assert list(reading) == []
    [problem] = reading.problems
    assert said in problem.message
    assert problem.skipped
    assert str(problem).startswith("odd.txt")


def test_wrong_utf8_is_marked_and_read_on(tmp_path: Path) -> None:
    page = tmp_path / "p.jsonl"
    page.write_bytes(b'{"title": "Caf\xe9", "abstract": "A"}\n{"title": "Next", "abstract": "B"}\n')
    reading = PaperReading([page])
    assert [paper.title for paper in reading] == ["Caf\ufffd", "Next"]
    [problem] = reading.problems
    assert (problem.line, problem.skipped) == (1, False)
    assert "not UTF-8" in problem.message


def test_a_very_long_line_is_left_out_and_the_rest_read(tmp_path: Path) -> None:
    page = tmp_path / "p.jsonl"
    good = json.dumps({"title": "Good", "abstract": "A"})
    page.write_text(f'{good}\n{{"title": "Long", "abstract": "{"x" * 5_000_000}"}}\n{good}\n')
    reading = PaperReading([page])
    assert [paper.location.line for paper in reading] == [1, 3]
    [problem] = reading.problems
    assert (problem.line, problem.skipped) == (2, True)
    assert "longer than 1,000,000 bytes" in problem.message


def test_an_unreadable_page_does_not_stop_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    good.write_text(json.dumps({"title": "T", "abstract": "A"}))
    bad.write_text("x")
    reading = PaperReading([good, bad])
    bad.unlink()
    assert [paper.title for paper in reading] == ["T"]
    assert "cannot read b.jsonl" in reading.problems[0].message


def test_hashes_are_of_the_whole_page(tmp_path: Path) -> None:
    import hashlib

    page = tmp_path / "p.bin.txt"
    page.write_bytes(b"Title of one\n\n" + b"word " * 50 + b"\n")
    reading = PaperReading([page])
    list(reading)
    assert reading.pages[0].sha256 == hashlib.sha256(page.read_bytes()).hexdigest()


def test_problems_are_told_at_the_end(tmp_path: Path) -> None:
    page = tmp_path / "p.jsonl"
    page.write_text('{"title": "T", "abstract": "A"}\nbroken\n')
    progress = RecordedProgress()
    list(read(page, progress=progress))
    assert progress.issues == ["p.jsonl:2: no whole JSON object (Expecting value), so it is left out; mend the line"]


def test_nothing_reads_what_is_no_page() -> None:
    assert choose_reader(["", "  "]) is None
