"""The extractor against papers that people annotated, where those are at hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from data import shared
from extractors import default_extractor
from paperatlas.extraction import to_line
from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA
from paperatlas.training.evaluate import score
from paperatlas.training.gold import read_gold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from paperatlas.graph.extractions import ExtractedEntity, Extraction, Relation, Span
    from paperatlas.training.evaluate import Scores
    from paperatlas.training.gold import AnnotatedPaper, GoldRelation

pytestmark = pytest.mark.slow


def annotated(name: str) -> tuple[AnnotatedPaper, ...]:
    folder = shared("annotation")
    return read_gold(folder / f"{name}.papers.jsonl", folder / f"{name}.gold.jsonl", DEFAULT_SCHEMA)


def extractions(gold: tuple[AnnotatedPaper, ...]) -> list[Extraction]:
    return list(default_extractor().extract(item.paper for item in gold))


@pytest.fixture(scope="module")
def gold() -> tuple[AnnotatedPaper, ...]:
    return annotated("dev")


@pytest.fixture(scope="module")
def found(gold: tuple[AnnotatedPaper, ...]) -> list[Extraction]:
    return extractions(gold)


@pytest.fixture(scope="module")
def scores(gold: tuple[AnnotatedPaper, ...], found: list[Extraction]) -> Scores:
    return score(gold, found, DEFAULT_SCHEMA)


@pytest.fixture(scope="module")
def other_scores() -> Scores:
    gold = annotated("dev2")
    return score(gold, extractions(gold), DEFAULT_SCHEMA)


def assert_found(scores: Scores, *, names: float, introduced: float, lenient: float, strict: float) -> None:
    assert scores.entities["all"].f1 >= names
    assert scores.introduced.f1 >= introduced
    assert scores.lenient["all"].f1 >= lenient
    assert scores.strict["all"].f1 >= strict


def test_names_and_relations_are_found(scores: Scores) -> None:
    assert_found(scores, names=0.864, introduced=0.839, lenient=0.634, strict=0.535)
    assert scores.outcome_accuracy is not None
    assert scores.outcome_accuracy >= 0.98


def test_names_and_relations_of_other_papers_are_found(other_scores: Scores) -> None:
    assert_found(other_scores, names=0.81, introduced=0.821, lenient=0.64, strict=0.597)


@pytest.mark.parametrize(("part", "most"), [("entities", 0.06), ("relations strict", 0.1)])
def test_confidence_tells_how_often_something_is_right(scores: Scores, part: str, most: float) -> None:
    error = scores.calibration[part]
    assert error is not None
    assert error <= most


def right_relations(gold: AnnotatedPaper, found: Extraction) -> Iterator[tuple[Relation, GoldRelation]]:
    """Each relation that is right, with the one that people noted."""
    names = {form: entity.name for entity in gold.entities for form in entity.mentions} | {"PAPER": "PAPER"}
    noted = {(relation.subject, relation.predicate, relation.object): relation for relation in gold.relations}
    for relation in found.relations:
        triple = names.get(relation.subject, ""), relation.predicate, names.get(relation.object, "")
        if triple in noted:
            yield relation, noted[triple]


def test_the_evidence_is_whole_sentences_and_has_the_words_that_people_quote(
    gold: tuple[AnnotatedPaper, ...], found: list[Extraction]
) -> None:
    same, lengths = [], []
    for item, extraction in zip(gold, found, strict=True):
        for relation, noted in right_relations(item, extraction):
            start, end = relation.evidence.start, relation.evidence.end
            inside = [sentence for sentence in extraction.sentences if start <= sentence.start and sentence.end <= end]
            assert (inside[0].start, inside[-1].end) == (start, end)
            lengths.append(len(inside))
            same.append(noted.evidence in extraction.text[start:end])
    assert len(same) > 50
    assert sum(same) / len(same) >= 0.9
    assert sum(length == 1 for length in lengths) / len(lengths) >= 0.7


def named_in(passage: Span, entity: ExtractedEntity) -> bool:
    return any(passage.start <= mention.start and mention.end <= passage.end for mention in entity.mentions)


def test_hardly_any_quote_lacks_the_object(found: list[Extraction]) -> None:
    named = []
    for extraction in found:
        entities = {entity.name: entity for entity in extraction.entities}
        named += [named_in(relation.evidence, entities[relation.object]) for relation in extraction.relations]
    assert sum(named) / len(named) >= 0.99


def test_lines_keep_the_rules_for_annotators(found: list[Extraction], tmp_path: Path) -> None:
    lines = tmp_path / "found.jsonl"
    lines.write_text("".join(json.dumps(to_line(extraction)) + "\n" for extraction in found), "utf-8")
    assert len(read_gold(shared("annotation") / "dev.papers.jsonl", lines, DEFAULT_SCHEMA)) == len(found)
