from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from paperatlas.curation.file_models import JudgedEnd, SampleStratum
from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA
from paperatlas.review.annotations import whole_papers
from paperatlas.training.gold import GoldEntity, GoldRelation, read_gold
from review_lines import OTTER, PAPER, POND, answer, passage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from paperatlas.curation.file_models import AnswerLine
    from paperatlas.training.gold import AnnotatedPaper

WHOLE = SampleStratum("paper", "paper/one", 5)


def paper(**verdicts: str) -> list[AnswerLine]:
    """Five statements of one paper; all are right unless said otherwise."""
    statements = {
        "otter": (PAPER, "mentions", OTTER),
        "pond": (PAPER, "mentions", POND),
        "own": (PAPER, "introduces", OTTER),
        "tested": (OTTER, "evaluates-on", POND),
        "trained": (PAPER, "trains-on", POND),
    }
    return [
        answer(name, verdicts.get(name, "right"), subject=subject, predicate=predicate, target=target, stratum=WHOLE)
        for name, (subject, predicate, target) in statements.items()
    ]


def read(tmp_path: Path, answers: Sequence[AnswerLine]) -> tuple[AnnotatedPaper, ...]:
    papers, gold = zip(*whole_papers(answers), strict=True)
    for name, lines in (("papers", papers), ("gold", gold)):
        (tmp_path / f"{name}.jsonl").write_text("".join(f"{line}\n" for line in lines))
    return read_gold(tmp_path / "papers.jsonl", tmp_path / "gold.jsonl", DEFAULT_SCHEMA)


def test_what_is_right_becomes_an_annotation_that_train_reads(tmp_path: Path) -> None:
    [annotated] = read(tmp_path, paper(trained="wrong"))
    assert annotated.paper.text == passage().text
    assert annotated.entities == (
        GoldEntity("Otter-7B", "Model", True, ("Otter-7B", "Otter 7B")),
        GoldEntity("PondBench", "Dataset", False, ("PondBench",)),
    )
    assert annotated.relations == (GoldRelation("Otter-7B", "evaluates-on", "PondBench", passage().quote),)


def test_a_relation_goes_with_a_name_that_is_not_right(tmp_path: Path) -> None:
    [annotated] = read(tmp_path, paper(otter="wrong", own="wrong", tested="right"))
    assert [entity.name for entity in annotated.entities] == ["PondBench"]
    assert [(relation.subject, relation.predicate) for relation in annotated.relations] == [("PAPER", "trains-on")]


def test_a_paper_that_is_not_judged_whole_is_left_out() -> None:
    assert whole_papers(paper()[1:]) == ()


def test_a_draw_of_some_predicates_or_of_single_statements_is_left_out() -> None:
    limited = replace(WHOLE, scope="evaluates-on", population=1)
    assert whole_papers([answer(stratum=limited), answer("2")]) == ()


def test_a_paper_in_two_versions_is_left_out() -> None:
    other = replace(paper()[0], passages=(passage(title="Otters in Lakes"),))
    assert whole_papers([other, *paper()[1:]]) == ()


def test_an_outcome_is_kept_and_a_name_that_the_text_lacks_is_not(tmp_path: Path) -> None:
    better = replace(passage(), outcome="better")
    beaver = JudgedEnd("model/beaver", "Model", "Beaver")
    lines = [
        *paper()[:2],
        answer("3", subject=PAPER, predicate="mentions", target=beaver, stratum=WHOLE),
        replace(answer("4", predicate="compares-to", stratum=WHOLE), passages=(better,)),
        answer("5", predicate="compares-to", target=beaver, stratum=WHOLE),
    ]
    [annotated] = read(tmp_path, lines)
    assert [entity.name for entity in annotated.entities] == ["Otter-7B", "PondBench"]
    assert [relation.outcome for relation in annotated.relations] == ["better"]
