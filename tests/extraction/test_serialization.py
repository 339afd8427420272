from __future__ import annotations

from typing import TYPE_CHECKING

from paperatlas.extraction.serialization import StoredComponent

if TYPE_CHECKING:
    from pathlib import Path


class Two(StoredComponent):
    """Knows two files, and a third if there is one."""

    files = ("a.tsv", "b.tsv")
    extras = ("c.onnx",)


def test_files_go_to_disk_and_to_bytes_and_back(tmp_path: Path) -> None:
    first = Two()
    first.load_contents({"a.tsv": "é\n".encode(), "b.tsv": b"", "d.tsv": b"of another"})
    first.to_disk(tmp_path / "two")
    assert {path.name for path in (tmp_path / "two").iterdir()} == {"a.tsv", "b.tsv"}
    assert Two().from_disk(tmp_path / "two").to_bytes() == first.to_bytes()
    assert Two().from_bytes(first.to_bytes()).to_bytes() == first.to_bytes()


def test_extra_files_are_kept_where_there_are_some(tmp_path: Path) -> None:
    first = Two()
    first.load_contents({"a.tsv": b"1", "b.tsv": b"2", "c.onnx": b"\x00\xff"})
    first.to_disk(tmp_path)
    assert (tmp_path / "c.onnx").read_bytes() == b"\x00\xff"
    assert Two().from_disk(tmp_path).to_bytes() == first.to_bytes()
