from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from paperatlas._util.lock import folder_lock
from paperatlas.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

HOLDER = """
import sys
from pathlib import Path
from paperatlas._util.lock import folder_lock
with folder_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_second_is_refused_at_once_and_told_who_holds_the_folder(tmp_path: Path) -> None:
    with (
        folder_lock(tmp_path),
        pytest.raises(OutputError, match=f"process {os.getpid()} is building in"),
        folder_lock(tmp_path),
    ):
        pass
    with folder_lock(tmp_path):
        pass


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(OutputError, match=f"process {holder.pid} is building"), folder_lock(tmp_path):
            pass
        holder.kill()
    with folder_lock(tmp_path):
        assert (tmp_path / ".lock").read_text("ascii") == f"{os.getpid()}\n"


def test_an_error_within_frees_the_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="pond"), folder_lock(tmp_path):
        raise ValueError("pond")
    with folder_lock(tmp_path):
        pass


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = r"cannot write to .*file/out: Not a directory; give another"
    with pytest.raises(OutputError, match=told), folder_lock(tmp_path / "file" / "out"):
        pass


def test_a_link_in_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("kept")
    (tmp_path / ".lock").symlink_to(tmp_path / "precious")
    with pytest.raises(OutputError, match="cannot write to"), folder_lock(tmp_path):
        pass
    assert (tmp_path / "precious").read_text() == "kept"
