from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from paperatlas.curation.file_models import JudgedEnd
from paperatlas.errors import ReadingError
from paperatlas.graph.extractions import PAPER as THE_PAPER
from paperatlas.graph.extractions import ExtractedEntity, Extraction, Mention, Relation, Span
from paperatlas.review.answers import append_answer
from paperatlas.training.verdicts import evaluate_verdicts
from review_lines import PAPER, POND, answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from paperatlas.graph.papers import Paper


class Reader:
    """An extractor that says the same of every paper."""

    name = "reader-1"

    def __init__(self, *relations: Relation, introduction_confidence: float = 0.9) -> None:
        self.relations = relations
        self.sure = introduction_confidence
        self.read: list[str] = []

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        for paper in papers:
            self.read.append(paper.title)
            entities = (
                ExtractedEntity("otter 7b", "Model", (Mention(0, 8, "otter 7b"),), 0.9, Span(0, 5), self.sure),
                ExtractedEntity("PondBench", "Dataset", (Mention(9, 18, "PondBench"),), 0.9),
            )
            yield Extraction(paper.id, paper.text, self.name, entities, self.relations)


def on_pond(confidence: float = 0.9, subject: str = "otter 7b") -> Relation:
    return Relation(subject, "evaluates-on", "PondBench", Span(0, 5), confidence)


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.jsonl"
    otter = JudgedEnd("model/otter7b", "Model", "Otter-7B")
    for line in (
        answer("1", "right"),
        answer("2", "wrong", subject=PAPER, predicate="introduces", target=otter),
        answer("3", "wrong", subject=PAPER),
        answer("4", "arguable", target=replace(POND, type="Method")),
    ):
        append_answer(path, line)
    return path


def test_what_is_given_again_is_counted_by_verdict(answers: Path) -> None:
    reader = Reader(on_pond())
    scores = evaluate_verdicts(reader, answers)
    assert reader.read == ["Otters in Ponds"]
    tests = scores.by_predicate["evaluates-on"]
    assert tests.judged == {"right": 1, "arguable": 1, "wrong": 1}
    assert tests.given == tests.shown == {"right": 1, "arguable": 0, "wrong": 0}
    assert scores.by_predicate["introduces"].given["wrong"] == 1
    assert (scores.by_predicate["all"].precision.right, scores.unjudged) == (0.5, 0)


def test_what_is_less_certain_is_given_and_not_shown(answers: Path) -> None:
    scores = evaluate_verdicts(Reader(on_pond(0.2), introduction_confidence=0.3), answers)
    everything = scores.by_predicate["all"]
    assert (everything.given["right"], everything.given["wrong"]) == (1, 1)
    assert set(everything.shown.values()) == {0}


def test_what_nobody_judged_is_told(answers: Path) -> None:
    other = Relation("otter 7b", "trains-on", "PondBench", Span(0, 5), 0.9)
    scores = evaluate_verdicts(Reader(other, on_pond(subject=THE_PAPER)), answers)
    assert scores.by_predicate["evaluates-on"].given == {"right": 0, "arguable": 0, "wrong": 1}
    assert scores.unjudged == 1


def test_scores_are_json(answers: Path) -> None:
    plain = json.loads(json.dumps(evaluate_verdicts(Reader(), answers).plain()))
    assert plain["verdicts"]["all"]["judged"] == {"right": 1, "arguable": 1, "wrong": 2}


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="cannot read the answers"):
        evaluate_verdicts(Reader(), tmp_path / "none.jsonl")
