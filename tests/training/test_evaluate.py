from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import shared
from extractors import default_extractor
from paperatlas.extraction import to_line
from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA
from paperatlas.graph.extractions import ExtractedEntity, Extraction, Mention, Relation, Span
from paperatlas.graph.papers import Paper, SourceLocation
from paperatlas.training.evaluate import PrecisionRecall, evaluate, expected_calibration_error, score
from paperatlas.training.gold import AnnotatedPaper, GoldEntity, GoldRelation, read_gold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperatlas.training.evaluate import Scores

TEXT = "Otter\nOtter-Net beats Beaver on PondBench."
GOLD = AnnotatedPaper(
    Paper("1", "Otter", "Otter-Net beats Beaver on PondBench.", SourceLocation("p", 1)),
    (
        GoldEntity("Otter-Net", "Model", True, ("Otter-Net", "Otter")),
        GoldEntity("Beaver", "Model", False, ("Beaver",)),
        GoldEntity("PondBench", "Dataset", False, ("PondBench",)),
    ),
    (
        GoldRelation("Otter-Net", "compares-to", "Beaver", "beats", "better"),
        GoldRelation("Otter-Net", "evaluates-on", "PondBench", "on"),
    ),
)


def found(name: str, kind: str, *, own: bool = False, sure: float = 1.0) -> ExtractedEntity:
    return ExtractedEntity(name, kind, (Mention(0, len(name), name),), sure, Span(0, 5) if own else None)


def said(subject: str, predicate: str, object_: str, outcome: str | None = None) -> Relation:
    return Relation(subject, predicate, object_, Span(0, 5), 0.5, outcome)


def scored(entities: Iterable[ExtractedEntity], relations: Iterable[Relation] = ()) -> Scores:
    extraction = Extraction("1", TEXT, "x", tuple(entities), tuple(relations))
    return score([GOLD], [extraction], DEFAULT_SCHEMA)


ALL = (found("otter net", "Model", own=True), found("Beaver", "Model"), found("PondBench", "Dataset"))


def test_forms_are_compared_without_case_spaces_and_punctuation() -> None:
    scores = scored(ALL)
    assert scores.entities["all"] == PrecisionRecall(3, 3, 3)
    assert scores.entities["Model"] == PrecisionRecall(2, 2, 2)
    assert scores.introduced == PrecisionRecall(1, 1, 1)


def test_a_wrong_type_is_wrong_and_one_gold_thing_pairs_once() -> None:
    scores = scored([found("Otter", "Model"), found("Otter-Net", "Model"), found("PondBench", "Method")])
    assert scores.entities["Model"] == PrecisionRecall(1, 2, 2)
    assert scores.entities["Method"] == PrecisionRecall(0, 1, 0)
    assert scores.entities["Dataset"] == PrecisionRecall(0, 0, 1)


def test_the_paper_stands_for_what_it_introduces_only_leniently() -> None:
    scores = scored(ALL, [said("PAPER", "evaluates-on", "PondBench")])
    assert scores.strict["evaluates-on"] == PrecisionRecall(0, 1, 1)
    assert scores.lenient["evaluates-on"] == PrecisionRecall(1, 1, 1)
    assert scores.strict["all"] == PrecisionRecall(0, 1, 2)


def test_a_relation_of_a_thing_that_is_wrong_is_wrong() -> None:
    scores = scored([*ALL, found("Pond", "Dataset")], [said("otter net", "evaluates-on", "Pond")])
    assert scores.lenient["all"] == PrecisionRecall(0, 1, 2)


@pytest.mark.parametrize(("outcome", "accuracy"), [("better", 1.0), ("worse", 0.0)])
def test_outcomes_count_where_the_relation_is_right(outcome: str, accuracy: float) -> None:
    scores = scored(ALL, [said("otter net", "compares-to", "Beaver", outcome)])
    assert scores.strict["compares-to"] == PrecisionRecall(1, 1, 1)
    assert scores.outcome_accuracy == accuracy
    assert scores.calibration == {
        "entities": 0.0,
        "introduced": 0.0,
        "relations strict": 0.5,
        "relations lenient": 0.5,
    }


def test_where_nothing_is_said_nothing_is_right() -> None:
    scores = scored([])
    assert scores.entities["all"] == PrecisionRecall(0, 0, 3)
    assert (scores.entities["all"].precision, scores.entities["all"].recall, scores.entities["all"].f1) == (0, 0, 0)
    assert scores.outcome_accuracy is None
    assert scores.calibration["entities"] is None
    figures = {"precision": 0, "recall": 0, "f1": 0, "right": 0, "said": 0, "gold": 2}
    assert json.loads(json.dumps(scores.plain()))["relations strict"]["all"] == figures


def test_what_is_introduced_has_a_confidence_of_its_own() -> None:
    otter = replace(found("Otter", "Model", own=True, sure=0.9), introduction_confidence=0.45)
    beaver = found("Beaver", "Model", own=True, sure=0.75)
    scores = scored([otter, beaver])
    assert scores.calibration["introduced"] == pytest.approx((1 - 0.45 + 0.75) / 2)
    curve = scores.curves["introduced"]
    assert (curve[0.4], curve[0.5], curve[0.8]) == (
        PrecisionRecall(1, 2, 1),
        PrecisionRecall(0, 1, 1),
        PrecisionRecall(0, 0, 1),
    )


def test_calibration_and_curves_are_told_by_predicate() -> None:
    relations = [
        replace(said("otter net", "compares-to", "Beaver", "better"), confidence=0.8),
        replace(said("PAPER", "evaluates-on", "PondBench"), confidence=0.6),
        replace(said("Beaver", "evaluates-on", "PondBench"), confidence=0.3),
    ]
    scores = scored(ALL, relations)
    strict, lenient = (scores.predicate_calibration[f"relations {part}"] for part in ("strict", "lenient"))
    assert strict["compares-to"] == lenient["compares-to"] == pytest.approx(0.2)
    assert strict["evaluates-on"] == pytest.approx((0.6 + 0.3) / 2)
    assert lenient["evaluates-on"] == pytest.approx((0.4 + 0.3) / 2)
    assert strict["based-on"] is None
    curve = scores.predicate_curves["evaluates-on"]
    assert (curve[0.0], curve[0.4], curve[0.7]) == (
        PrecisionRecall(1, 2, 1),
        PrecisionRecall(1, 1, 1),
        PrecisionRecall(0, 0, 1),
    )
    plain = json.loads(json.dumps(scores.plain()))
    assert plain["calibration error by predicate"]["relations lenient"]["compares-to"] == pytest.approx(0.2)
    assert plain["by least confidence and predicate"]["evaluates-on"]["0.4"]["precision"] == 1
    assert plain["by least confidence"]["introduced"]["0.9"]["right"] == 1


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1), st.integers(1, 9))
def test_the_calibration_error_is_a_share(pairs: list[tuple[float, bool]], bins: int) -> None:
    error = expected_calibration_error(pairs, bins)
    assert error is not None
    assert -1e-9 <= error <= 1 + 1e-9


def test_bins_hold_the_least_sure_first() -> None:
    pairs = [(0.9, True), (0.1, False)]
    assert expected_calibration_error(pairs, 2) == pytest.approx(0.1)
    assert expected_calibration_error(pairs, 1) == pytest.approx(0.0)


class Nothing:
    """An extractor of someone else that finds nothing."""

    name = "nothing-1"

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        return (Extraction(paper.id, paper.text, self.name) for paper in papers)


@pytest.mark.slow
def test_figures_equal_those_of_the_annotators_script_on_dev() -> None:
    folder = shared("annotation")
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    script: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    files = folder / "dev.papers.jsonl", folder / "dev.gold.jsonl"
    annotated = read_gold(*files, DEFAULT_SCHEMA)
    extractions = list(default_extractor().extract(item.paper for item in annotated))
    golds = [json.loads(line) for line in files[1].read_text("utf-8").splitlines()]
    # Names that are swapped and relations turned round make mistakes of every kind.
    bent = [
        replace(e, entities=e.entities[::-1], relations=tuple(replace(r, subject="PAPER") for r in e.relations))
        for e in extractions
    ]
    for lines in (extractions, bent):
        theirs = script.score(golds, list(map(to_line, lines)))
        ours = score(annotated, lines, DEFAULT_SCHEMA)
        tables = {"entities": ours.entities, "relations strict": ours.strict, "relations lenient": ours.lenient}
        for part, table in tables.items():
            assert {name: flat(figures) for name, figures in table.items()} == {
                name: pytest.approx(row, abs=1e-9) for name, row in theirs[part].items()
            }
        assert flat(ours.introduced) == pytest.approx(theirs["introduced"], abs=1e-9)
        assert ours.outcome_accuracy == pytest.approx(theirs["outcome accuracy"], abs=1e-9)


def flat(figures: PrecisionRecall) -> dict[str, float]:
    return {
        "p": figures.precision,
        "r": figures.recall,
        "f1": figures.f1,
        "predicted": figures.predicted,
        "gold": figures.gold,
    }


def test_any_extractor_can_be_evaluated(tmp_path: Any) -> None:
    from benchmarks.annotated_papers import otters
    from observers import RecordedProgress

    progress = RecordedProgress()
    assert evaluate(Nothing(), *otters(tmp_path, 3), progress=progress).entities["all"] == PrecisionRecall(0, 0, 9)
    assert progress.steps == ["reading the annotated papers", "extracting from 3 papers"]
