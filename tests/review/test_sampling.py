from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.graph.graph import Entity, Evidence, Graph, PaperMetadata, PaperVersion, Statement
from paperatlas.graph.papers import SourceLocation
from paperatlas.review.sampling import READ_PREDICATES, SampleDesign, draw_sample
from samples import sample_graph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperatlas.curation.file_models import AnswerLine

VERSION = PaperVersion("Ponds", "We test otters.", (SourceLocation("a.txt", 1),))
PAPER = Entity("paper/ponds", "Paper", "Ponds")


def graph(statements: Sequence[Statement], unsure: Sequence[Statement] = ()) -> Graph:
    ids = {node for statement in (*statements, *unsure) for node in (statement.subject, statement.object)}
    entities = {node: Entity(node, "Dataset" if node.startswith("dataset") else "Model", node) for node in ids}
    return Graph(
        entities | {PAPER.id: PAPER}, tuple(statements), {PAPER.id: PaperMetadata((VERSION,))}, unsure=tuple(unsure)
    )


def statement(number: int, predicate: str = "evaluates-on", confidence: float = 0.9) -> Statement:
    words = Evidence(PAPER.id, "We test otters.", VERSION.id, 6, 21, confidence=confidence)
    return Statement(f"model/otter{number}", predicate, f"dataset/pond{number}", (words,), confidence)


MANY = [
    *(statement(n, "evaluates-on", (n % 10) / 10) for n in range(60)),
    *(statement(n, "trains-on", 0.5) for n in range(5)),
    *(statement(n, "based-on", 0.7) for n in range(30)),
]


def ids(lines: Sequence[AnswerLine]) -> list[str]:
    return [line.statement for line in lines]


@given(st.randoms(use_true_random=False), st.integers(0, 9), st.integers(1, 100), st.sampled_from(["", "predicate"]))
def test_the_order_of_the_graph_does_not_matter(random: object, seed: int, size: int, by: str) -> None:
    shuffled = list(MANY)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    design = SampleDesign(size, seed, by)
    assert draw_sample(graph(shuffled), design) == draw_sample(graph(MANY), design)


@given(st.integers(0, 99), st.integers(1, 60), st.integers(1, 60))
def test_a_larger_sample_begins_with_the_smaller(seed: int, one: int, more: int) -> None:
    small, large = (draw_sample(graph(MANY), SampleDesign(size, seed)) for size in (one, one + more))
    assert ids(large)[:one] == ids(small)


@given(st.integers(1, 120), st.sampled_from(["predicate", "confidence"]))
def test_strata_give_equally_many_unless_they_have_fewer(size: int, by: str) -> None:
    lines = draw_sample(graph(MANY), SampleDesign(size, 1, by))
    assert len(lines) == len(set(ids(lines))) == min(size, len(MANY))
    counts = Counter(line.stratum.name for line in lines)
    populations = {line.stratum.name: line.stratum.population for line in lines}
    most = max(counts.values())
    assert all(count >= most - 1 or count == populations[name] for name, count in counts.items())


def test_another_seed_draws_others() -> None:
    first, second = (set(ids(draw_sample(graph(MANY), SampleDesign(20, seed)))) for seed in (1, 2))
    assert first != second


def test_every_statement_is_drawn_equally_often() -> None:
    counts = Counter(key for seed in range(400) for key in ids(draw_sample(graph(MANY), SampleDesign(19, seed))))
    assert len(counts) == len(MANY)
    # A fifth of 400 draws, within five standard deviations.
    assert all(40 <= count <= 120 for count in counts.values())


def test_the_beginning_of_a_divided_draw_has_all_parts() -> None:
    lines = draw_sample(graph(MANY), SampleDesign(45, 1, "predicate"))
    assert {line.predicate for line in lines[:12]} == {"evaluates-on", "trains-on", "based-on"}


def test_only_statements_read_from_texts_are_drawn() -> None:
    lines = draw_sample(sample_graph(), SampleDesign(100, predicates=READ_PREDICATES))
    assert {line.predicate for line in lines} == set(READ_PREDICATES)
    listed = statement(1)
    stated = replace(
        listed, evidence=(*listed.evidence, Evidence(PAPER.id, "row", location=SourceLocation("a.txt", 1)))
    )
    assert draw_sample(graph([stated]), SampleDesign(9)) == ()


def test_mentions_are_left_out_unless_named() -> None:
    assert "mentions" not in {line.predicate for line in draw_sample(sample_graph(), SampleDesign(100))}


def test_the_draw_keeps_to_its_limits() -> None:
    design = SampleDesign(100, predicates=("evaluates-on",), low=0.3, high=0.5)
    lines = draw_sample(graph(MANY), design)
    assert {(line.predicate, line.confidence) for line in lines} == {("evaluates-on", c / 10) for c in (3, 4, 5)}
    assert {line.stratum.scope for line in lines} == {"evaluates-on; confidence 0.3 to 0.5"}
    assert {line.stratum.population for line in lines} == {18}


@pytest.mark.parametrize("asked", [False, True])
def test_unsure_statements_are_drawn_if_asked(asked: bool) -> None:
    lines = draw_sample(graph([statement(1)], [statement(2, confidence=0.1)]), SampleDesign(9, unsure=asked))
    assert sorted(line.unsure for line in lines) == ([False, True] if asked else [False])


def test_a_line_has_the_texts_of_the_surest_passages() -> None:
    [line] = draw_sample(sample_graph(), SampleDesign(9, predicates=("compares-to",)))
    assert [passage.outcome for passage in line.passages] == ["better", "worse"]
    for passage in line.passages:
        assert passage.text[passage.start : passage.end] == passage.quote
    assert line.subject.aliases == ("Otter 7B",)


def two_papers() -> Graph:
    """A graph of two papers that share a statement."""
    other = Entity("paper/lakes", "Paper", "Lakes")
    version = PaperVersion("Lakes", "We test otters, too.", (SourceLocation("a.txt", 9),))
    shared = statement(1)
    words = Evidence(other.id, "We test otters, too.", version.id, 6, 26, confidence=0.5)
    one = graph(
        [replace(shared, evidence=(words, *shared.evidence)), statement(2, "based-on"), statement(3, "mentions")]
    )
    return replace(
        one, entities={**one.entities, other.id: other}, papers={**one.papers, other.id: PaperMetadata((version,))}
    )


def test_whole_papers_come_with_all_that_was_read_from_them() -> None:
    lines = draw_sample(two_papers(), SampleDesign(100, 1, "paper"))
    by_paper = Counter(line.stratum.name for line in lines)
    assert by_paper == {"paper/ponds": 3, "paper/lakes": 1}
    assert all(line.stratum.population == by_paper[line.stratum.name] for line in lines)
    assert all([passage.paper for passage in line.passages] == [line.stratum.name] for line in lines)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_papers_are_never_cut(size: int) -> None:
    lines = draw_sample(two_papers(), SampleDesign(size, 1, "paper"))
    [(_, population)] = {(line.stratum.name, line.stratum.population) for line in lines}
    assert len(lines) == population
