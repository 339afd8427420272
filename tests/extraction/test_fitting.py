from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpora import otters
from paperatlas.extraction.fitting import Fitting
from paperatlas.extraction.gold import read_gold
from paperatlas.extraction.linear import Linear
from paperatlas.extraction.textschema import DEFAULT_SCHEMA

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return fitted(tmp_path_factory.mktemp("otters"))


def fitted(folder: Path) -> dict[str, str]:
    fitting = Fitting(read_gold(*otters(folder), DEFAULT_SCHEMA), DEFAULT_SCHEMA)
    return {
        "known": fitting.known_names(),
        "names": fitting.name_weights(),
        "relations": fitting.relation_weights(),
    }


def test_tables_hold_what_the_papers_agree_on(tables: dict[str, str]) -> None:
    assert {"PondBench\tDataset", "Lake University\tLab", "UIO\t-"} <= set(tables["known"].splitlines())
    weights = Linear.parse(tables["names"])
    likeliest = weights.classes[weights.probabilities(["before=present", "is=model", "title start", "size"]).argmax()]
    assert likeliest == "Model+"


def test_the_same_papers_give_the_same_tables(tables: dict[str, str], tmp_path: Path) -> None:
    assert fitted(tmp_path) == tables


def test_tables_hold_no_name_of_a_single_paper(tables: dict[str, str]) -> None:
    assert "Ottera-0B" not in "".join(tables.values())
