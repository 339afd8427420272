from __future__ import annotations

from typing import TYPE_CHECKING

from paperatlas.extraction.stored import TableComponent

if TYPE_CHECKING:
    from pathlib import Path


class Two(TableComponent):
    """Knows two tables."""

    files = ("a.tsv", "b.tsv")


def test_tables_go_to_disk_and_to_bytes_and_back(tmp_path: Path) -> None:
    first = Two()
    first.learn({"a.tsv": "é\n", "b.tsv": "", "c.tsv": "of another"})
    first.to_disk(tmp_path / "two")
    assert {path.name for path in (tmp_path / "two").iterdir()} == {"a.tsv", "b.tsv"}
    assert Two().from_disk(tmp_path / "two").to_bytes() == first.to_bytes()
    assert Two().from_bytes(first.to_bytes()).to_bytes() == first.to_bytes()
