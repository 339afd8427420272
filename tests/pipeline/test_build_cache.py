from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import make_dataclass, replace
from typing import TYPE_CHECKING

import pytest

from file_size_limit import file_size_limit
from paperatlas.errors import OutputError
from paperatlas.graph.codec import encode
from paperatlas.graph.extractions import ExtractedEntity, Extraction, Mention
from paperatlas.graph.papers import Paper, ReadIssue, SourceFile, SourceLocation
from paperatlas.pipeline.build_cache import STATE_FILE, BuildCache

if TYPE_CHECKING:
    from pathlib import Path

PAPER = Paper("1", "Otter", "We present Otter.", SourceLocation("a.txt", 3), affiliations=(("Ada", "Wet Lab"),))
FOUND = Extraction("1", PAPER.text, "x-1", (ExtractedEntity("Otter", "Model", (Mention(0, 5, "Otter"),), 0.5),))


def filled(state: BuildCache) -> int:
    number = state.begin_page("a.txt")
    state.add_paper(number, 0, PAPER)
    state.end_page(number, "d1", SourceFile("a.txt", "lines", "d1", 1), [ReadIssue("a.txt", 2, "odd", False)])
    state.store_extraction(PAPER.text, "x", FOUND)
    return number


def test_what_was_kept_comes_back_the_same(tmp_path: Path) -> None:
    with BuildCache(tmp_path) as state:
        number = filled(state)
        state.commit()
    with BuildCache(tmp_path) as state:
        assert state.cached_page("a.txt", "d1") == (
            number,
            SourceFile("a.txt", "lines", "d1", 1),
            (ReadIssue("a.txt", 2, "odd", False),),
        )
        assert list(state.papers(number)) == [PAPER]
        assert state.cached_extraction(PAPER.text, "x") == FOUND


def test_what_was_not_kept_is_gone(tmp_path: Path) -> None:
    with BuildCache(tmp_path) as state:
        filled(state)
    with BuildCache(tmp_path) as state:
        assert state.cached_extraction(PAPER.text, "x") is None


@pytest.mark.parametrize(("name", "digest"), [("b.txt", "d1"), ("a.txt", "d2")])
def test_other_pages_are_not_known(tmp_path: Path, name: str, digest: str) -> None:
    with BuildCache(tmp_path) as state:
        filled(state)
        assert state.cached_page(name, digest) is None
        assert state.cached_extraction(PAPER.text, "y") is None


def test_pages_that_were_not_read_to_their_end_are_forgotten(tmp_path: Path) -> None:
    with BuildCache(tmp_path) as state:
        number = state.begin_page("a.txt")
        state.add_paper(number, 0, PAPER)
        state.clear()
        assert list(state.papers(number)) == []


def test_what_the_outputs_do_not_need_is_forgotten(tmp_path: Path) -> None:
    with BuildCache(tmp_path) as state:
        number = filled(state)
        state.store_extraction("other", "x", FOUND)
        state.store_extraction(PAPER.text, "older", FOUND)
        state.finish({number: "/somewhere/a.txt"}, [PAPER.text], "x", {"key": "value"})
        assert [(page.name, page.records, page.path) for page in state.built()] == [("a.txt", 1, "/somewhere/a.txt")]
        assert state.note("key", str) == "value"
        assert state.cached_extraction("other", "x") is None
        assert state.cached_extraction(PAPER.text, "older") is None
        assert state.cached_extraction(PAPER.text, "x") == FOUND
        state.finish({}, [], "x", {})
        assert (state.built(), state.note("key", str), state.cached_page("a.txt", "d1")) == ((), None, None)


def test_a_state_that_cannot_be_opened_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / STATE_FILE).mkdir()
    with pytest.raises(OutputError, match=r"cannot write .*give another folder"):
        BuildCache(tmp_path)


def test_a_full_disk_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with BuildCache(tmp_path) as state:
        filled(state)
        state.commit()
        with file_size_limit(100_000), pytest.raises(OutputError, match=r"cannot write .*; make room"):
            state.store_extraction("another", "x", replace(FOUND, text="t" * 10_000_000))
    with BuildCache(tmp_path) as state:
        assert state.cached_extraction(PAPER.text, "x") == FOUND


def test_a_state_of_records_of_another_shape_is_begun_anew(tmp_path: Path) -> None:
    with BuildCache(tmp_path) as state:
        filled(state)
        state.commit()
    with closing(sqlite3.connect(tmp_path / STATE_FILE)) as base:
        [shape] = base.execute("PRAGMA user_version").fetchone()
        base.execute(f"PRAGMA user_version = {shape ^ 1}")
    with BuildCache(tmp_path) as state:
        assert state.cached_page("a.txt", "d1") is None
        assert state.cached_extraction(PAPER.text, "x") is None


def test_a_broken_record_is_told_and_not_taken_for_another(tmp_path: Path) -> None:
    with BuildCache(tmp_path) as state:
        filled(state)
        state.commit()
    with closing(sqlite3.connect(tmp_path / STATE_FILE)) as base, base:
        base.execute("UPDATE extractions SET extraction = ?", (encode(PAPER),))
    with BuildCache(tmp_path) as state, pytest.raises(OutputError, match="remove it and build again"):
        state.cached_extraction(PAPER.text, "x")


def test_a_cache_of_notes_with_other_fields_is_made_anew(tmp_path: Path) -> None:
    older, newer = (make_dataclass("Settings", fields) for fields in ([("depth", "int")], [("width", "int")]))
    with BuildCache(tmp_path, [older]) as state:
        filled(state)
        state.commit()
    with BuildCache(tmp_path, [older]) as state:
        assert state.cached_page("a.txt", "d1") is not None
    with BuildCache(tmp_path, [newer]) as state:
        assert state.cached_page("a.txt", "d1") is None
