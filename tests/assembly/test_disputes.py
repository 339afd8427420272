from __future__ import annotations

import pytest

from paperatlas.assembly.disputes import disputes
from paperatlas.records import Evidence, Graph, Statement


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
    assert disputes(Graph(statements=statements)) == dict.fromkeys(ids, ids)


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
    assert disputes(Graph(statements=(said(*one), said(*other)))) == {}


def test_one_statement_with_two_outcomes_is_disputed() -> None:
    passages = tuple(Evidence(f"paper/{outcome}", "q", outcome=outcome) for outcome in ("better", "worse"))
    statement = Statement("a", "compares-to", "b", passages)
    assert list(disputes(Graph(statements=(statement,)))) == [statement.id]
