from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpora import otters
from paperatlas.extraction.fitting import FOLDS, Fitting
from paperatlas.extraction.gold import read_gold
from paperatlas.extraction.linear import Linear
from paperatlas.extraction.textschema import DEFAULT_SCHEMA
from paperatlas.extraction.words import WordGroups

if TYPE_CHECKING:
    from pathlib import Path

SURE = {"best>-1.0", "best>0.0", "best>1.0", "evaluates-on best>0.0", "evaluates-on best>1.0"}
GROUPS = WordGroups({"present": ("~1", "~~10"), "tested": ("~2", "~~20")})


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return fitted(tmp_path_factory.mktemp("otters"))


def fitted(folder: Path) -> dict[str, str]:
    papers = read_gold(*otters(folder), DEFAULT_SCHEMA)
    fitting = Fitting(papers, DEFAULT_SCHEMA, GROUPS, [number % FOLDS for number in range(len(papers))])
    return {
        "known": fitting.known_names(),
        "names": fitting.name_weights(),
        "relations": fitting.relation_weights(),
        "claims": fitting.claim_weights(),
    }


def test_tables_hold_what_the_papers_agree_on(tables: dict[str, str]) -> None:
    assert {"PondBench\tDataset", "Lake University\tLab", "UIO\t-"} <= set(tables["known"].splitlines())
    weights = Linear.parse(tables["names"])
    likeliest = weights.classes[weights.probabilities(["before=present", "is=model", "title start", "size"]).argmax()]
    assert likeliest == "Model+"


def test_groups_of_words_have_weights_too(tables: dict[str, str]) -> None:
    assert {"before~1", "left~~10"} <= Linear.parse(tables["names"]).rows.keys()
    assert any(cue.endswith("between~~20") for cue in Linear.parse(tables["relations"]).rows)


def test_claims_are_weighed_by_what_sentences_say(tables: dict[str, str]) -> None:
    weights = Linear.parse(tables["claims"])
    assert set(weights.classes) == {"stated", "nearly", "-"}
    sure, unsure = (weights.probabilities(cues)[weights.classes.index("stated")] for cues in (SURE, set()))
    assert sure > unsure


def test_the_same_papers_give_the_same_tables(tables: dict[str, str], tmp_path: Path) -> None:
    assert fitted(tmp_path) == tables


def test_tables_hold_no_name_of_a_single_paper(tables: dict[str, str]) -> None:
    assert "Ottera-0B" not in "".join(tables.values())
