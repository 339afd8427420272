from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data import SEEDS
from paperatlas.readers import PaperReading

if TYPE_CHECKING:
    from pathlib import Path

ORDERS = [
    (
        "author_listing",
        "search_language_models",
        "search_trillion_tokens",
        "search_long_writing",
        "search_long_context",
    ),
    (
        "search_trillion_tokens",
        "author_listing",
        "search_long_context",
        "search_long_writing",
        "search_language_models",
    ),
]


@pytest.mark.parametrize("order", ORDERS)
def test_pages_that_come_as_one_are_all_read(tmp_path: Path, order: tuple[str, ...]) -> None:
    page = tmp_path / "all.txt"
    page.write_text("".join((SEEDS / f"{name}.txt").read_text().rstrip("\n") + "\n" for name in order))
    reading = PaperReading([page])
    papers = list(reading)
    assert (len(papers), len({paper.title for paper in papers})) == (421, 368)
    assert set(reading.pages[0].layout.split(", ")) == {"three-line", "blocks", "lines"}
    assert reading.problems == []
