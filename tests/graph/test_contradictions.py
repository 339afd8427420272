from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import paperatlas as pa
from paperatlas.graph.contradictions import contradictions
from paperatlas.graph.graph import Entity, Evidence, Graph, Statement


def said(first: str, outcome: str, second: str) -> Statement:
    return Statement(first, "compares-to", second, (Evidence("paper/p", "q", outcome=outcome),))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", "better", "b"), ("b", "better", "a")),
        (("a", "worse", "b"), ("b", "worse", "a")),
        (("a", "comparable", "b"), ("b", "worse", "a")),
    ],
)
def test_opposite_outcomes_contradict_each_other(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    statements = (said(*one), said(*other))
    ids = tuple(sorted(statement.id for statement in statements))
    assert contradictions(Graph(statements=statements)) == dict.fromkeys(ids, ids)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", "better", "b"), ("b", "worse", "a")),
        (("a", "better", "b"), ("b", "unspecified", "a")),
        (("a", "better", "b"), ("b", "better", "c")),
    ],
)
def test_the_same_from_the_other_side_and_chains_contradict_nothing(
    one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    assert contradictions(Graph(statements=(said(*one), said(*other)))) == {}


def test_one_statement_with_two_outcomes_is_disputed() -> None:
    passages = tuple(Evidence(f"paper/{outcome}", "q", outcome=outcome) for outcome in ("better", "worse"))
    statement = Statement("a", "compares-to", "b", passages)
    assert list(contradictions(Graph(statements=(statement,)))) == [statement.id]


OUTCOMES = ("better", "worse", "comparable", "unspecified")
THINGS = ("model/a", "model/b", "model/c")


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(THINGS), st.sampled_from(OUTCOMES), st.sampled_from(THINGS))))
def test_the_analysis_and_the_questions_call_the_same_pairs_disputed(said_of: list[tuple[str, str, str]]) -> None:
    passages: dict[tuple[str, str], set[Evidence]] = {}
    for first, outcome, second in said_of:
        passages.setdefault((first, second), set()).add(Evidence("paper/p", f"is {outcome}", outcome=outcome))
    entities = {node: Entity(node, "Model", node) for node in THINGS} | {"paper/p": Entity("paper/p", "Paper", "P")}
    statements = tuple(
        Statement(first, "compares-to", second, tuple(sorted(found, key=lambda passage: passage.sort_key)))
        for (first, second), found in sorted(passages.items())
    )
    graph = Graph(entities, statements)
    contradicted = {frozenset((its.subject, its.object)) for its in statements if its.id in contradictions(graph)}
    assert {frozenset((pair.first, pair.second)) for pair in pa.analyze(graph).comparisons if pair.disputed} == (
        contradicted
    )
    for question in ("conflicts", "most-disputed"):
        rows = pa.query(graph, question)
        iris = {frozenset((row["firstIri"], row["secondIri"])) for row in rows}
        assert iris == {frozenset(map(graph.iri, pair)) for pair in contradicted}, question
