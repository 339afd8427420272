from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from file_size_limit import file_size_limit
from paperatlas._util.files import staged, write_file
from paperatlas.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path


def test_files_appear_together_at_the_end(tmp_path: Path) -> None:
    with staged(tmp_path / "new" / "out") as stage:
        (stage / "a").write_text("1")
        (stage / "sub").mkdir()
        (stage / "sub" / "b").write_text("2")
        assert not (tmp_path / "new" / "out" / "a").exists()
    out = tmp_path / "new" / "out"
    assert sorted(str(path.relative_to(out)) for path in out.rglob("*")) == ["a", "sub", "sub/b"]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")

    def interrupted() -> None:
        with staged(tmp_path) as stage:
            (stage / "a").write_text("new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a", "old")]


def test_other_files_of_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    with staged(tmp_path) as stage:
        (stage / "a").write_text("1")
    assert (tmp_path / "README.md").read_text() == "mine"


def test_what_a_killed_run_left_is_cleared_and_a_running_one_is_not(tmp_path: Path) -> None:
    (tmp_path / ".building-99999999").mkdir()
    (tmp_path / ".building-x").mkdir()
    (tmp_path / f".building-{os.getppid()}").mkdir()
    write_file(tmp_path / "a", b"1")
    assert {path.name for path in tmp_path.iterdir()} == {"a", f".building-{os.getppid()}"}


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"cannot write to .*file/out.*nothing there was changed"):
        write_file(tmp_path / "file" / "out" / "a", b"1")


def test_a_disk_that_takes_no_more_is_told_and_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    with file_size_limit(1000), pytest.raises(OutputError, match="File too large; nothing there was changed"):
        write_file(tmp_path / "a", b"new" * 1000)
    assert (tmp_path / "a").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
