from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from spacy.matcher import PhraseMatcher

from benchmarks.annotated_papers import otters
from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA
from paperatlas.extraction.extractor import blank_pipeline
from paperatlas.extraction.linear_model import LinearModel, threshold_features
from paperatlas.extraction.name_candidates import find_candidates
from paperatlas.extraction.ner_features import name_features
from paperatlas.extraction.tokenizer import TokenView
from paperatlas.extraction.word_clusters import WordClusters
from paperatlas.training.gold import read_gold
from paperatlas.training.linear_fit import FOLDS, Fitting

if TYPE_CHECKING:
    from pathlib import Path

NLP = blank_pipeline()
CLUSTERS = WordClusters({"present": ("~1", "~~10"), "tested": ("~2", "~~20")})


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return fitted(tmp_path_factory.mktemp("otters"))


def fitted(folder: Path) -> dict[str, str]:
    papers = read_gold(*otters(folder), DEFAULT_SCHEMA)
    fitting = Fitting(papers, DEFAULT_SCHEMA, CLUSTERS, [number % FOLDS for number in range(len(papers))])
    return {
        "known": fitting.known_names(),
        "names": fitting.name_weights(),
        "relations": fitting.relation_weights(),
        "claims": fitting.statement_weights(),
    }


def test_names_that_papers_agree_on_are_known(tables: dict[str, str]) -> None:
    assert {"PondBench\tDataset", "Lake University\tLab", "UIO\t-"} <= set(tables["known"].splitlines())


def shares(table: str, text: str, name: str, clusters: WordClusters = CLUSTERS) -> dict[str, float]:
    """How likely a table holds each class of a name in a text."""
    doc, weights = NLP(text), LinearModel.parse(table)
    for candidate in find_candidates(doc, PhraseMatcher(NLP.vocab), ()):
        if name in {doc[start:end].text for start, end in candidate.spans}:
            found = weights.probabilities(name_features(TokenView(doc), candidate, {}, clusters))
            return dict(zip(weights.classes, found.tolist(), strict=True))
    raise AssertionError(name)


def test_names_are_taken_for_what_papers_took_the_like_for(tables: dict[str, str]) -> None:
    text = "Weasel-99B: A Model\nWe present Weasel-99B, a model. Weasel-99B is tested on LakeBench."
    for name, kind in (("Weasel-99B", "Model+"), ("LakeBench", "Dataset")):
        found = shares(tables["names"], text, name)
        assert max(found, key=found.__getitem__) == kind


def test_words_that_are_used_alike_weigh_alike(tables: dict[str, str]) -> None:
    alike = WordClusters({"unveil": CLUSTERS.clusters["present"]})
    text = "On ponds\nWe unveil Weasel here."
    with_group, without = (shares(tables["names"], text, "Weasel", clusters) for clusters in (alike, WordClusters()))
    assert with_group["Model+"] > without["Model+"]


def test_claims_are_weighed_by_what_sentences_say(tables: dict[str, str]) -> None:
    weights = LinearModel.parse(tables["claims"])
    assert set(weights.classes) == {"stated", "nearly", "-"}
    sure, unsure = (
        weights.probabilities(threshold_features("best", log_odds))[weights.classes.index("stated")]
        for log_odds in (2.0, -2.0)
    )
    assert sure > unsure


def test_the_same_papers_give_the_same_tables(tables: dict[str, str], tmp_path: Path) -> None:
    assert fitted(tmp_path) == tables


def test_tables_hold_no_name_of_a_single_paper(tables: dict[str, str]) -> None:
    assert "Ottera-0B" not in "".join(tables.values())
