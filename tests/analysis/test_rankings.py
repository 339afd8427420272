from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from paperatlas.analysis.evidence_index import EvidenceIndex
from paperatlas.analysis.rankings import compare_pairs, outcomes_of
from paperatlas.analysis.records import ComparisonEvidence, PairComparison
from paperatlas.graph.graph import Entity, Evidence, Graph, Statement
from samples import sample_graph


def _graph(*said: tuple[str, str, str, str | None]) -> Graph:
    """Models a to d, and for each (subject, object, paper, outcome) one passage."""
    grouped: dict[tuple[str, str], list[Evidence]] = {}
    for subject, object_, paper, outcome in said:
        passage = Evidence(f"paper/{paper}", f"{subject} {outcome} {object_}", outcome=outcome)
        grouped.setdefault((f"model/{subject}", f"model/{object_}"), []).append(passage)
    statements = tuple(
        Statement(one, "compares-to", two, tuple(found)) for (one, two), found in sorted(grouped.items())
    )
    return Graph({f"model/{name}": Entity(f"model/{name}", "Model", name) for name in "abcd"}, statements)


def _compare(graph: Graph) -> tuple[PairComparison, ...]:
    return compare_pairs(graph, EvidenceIndex(graph))


def test_both_directions_make_one_pair_seen_from_the_winner() -> None:
    (pair,) = _compare(_graph(("a", "b", "x", "worse"), ("b", "a", "y", "better"), ("a", "b", "z", "better")))
    assert (pair.first, pair.second) == ("model/b", "model/a")
    assert (pair.papers("better"), pair.papers("worse")) == (("paper/x", "paper/y"), ("paper/z",))
    assert pair.disputed


def test_a_tie_is_seen_from_the_id_that_sorts_first() -> None:
    (pair,) = _compare(_graph(("b", "a", "x", "comparable")))
    assert (pair.first, pair.tally("comparable"), pair.disputed) == ("model/a", 1, False)


def test_a_missing_outcome_is_unspecified() -> None:
    (pair,) = _compare(_graph(("a", "b", "x", None)))
    assert pair.tally("unspecified") == 1


def test_a_paper_that_says_it_twice_counts_once() -> None:
    first = ComparisonEvidence("paper/x", "better", "A beats B")
    pair = PairComparison("model/a", "model/b", (first, ComparisonEvidence("paper/x", "better", "again")))
    assert pair.tally("better") == 1
    assert len(pair.papers()) == 1


def test_pairs_that_most_papers_compare_come_first() -> None:
    found = _compare(_graph(("c", "d", "x", "better"), ("a", "b", "x", "better"), ("a", "b", "y", "better")))
    assert [pair.first for pair in found] == ["model/a", "model/c"]


def test_a_thing_compared_with_itself_is_left_out() -> None:
    assert _compare(_graph(("a", "a", "x", "better"))) == ()


def test_outcomes_count_papers_over_all_opponents() -> None:
    outcomes = outcomes_of(
        _compare(_graph(("a", "b", "x", "better"), ("a", "c", "x", "better"), ("c", "a", "y", "better")))
    )
    assert outcomes["model/a", "better"] == 1
    assert outcomes["model/a", "worse"] == 1
    assert outcomes["model/b", "worse"] == 1


def test_contradicting_papers_are_both_heard() -> None:
    (pair,) = _compare(sample_graph())
    assert [(verdict.paper, verdict.outcome) for verdict in pair.verdicts] == [
        ("paper/one", "worse"),
        ("paper/two", "better"),
    ]
    assert pair.disputed


_said = st.tuples(
    st.sampled_from("abcd"),
    st.sampled_from("abcd"),
    st.sampled_from("xyz"),
    st.sampled_from(["better", "worse", "comparable", "unspecified"]),
)
_turned = {"better": "worse", "worse": "better"}


@given(st.lists(_said))
def test_saying_it_the_other_way_round_changes_no_tally(said: list[tuple[str, str, str, str]]) -> None:
    turned = [(two, one, paper, _turned.get(outcome, outcome)) for one, two, paper, outcome in said]
    tallies = [
        {
            (pair.first, pair.second): [pair.tally(name) for name in ("better", "worse", "comparable", "unspecified")]
            for pair in _compare(_graph(*form))
        }
        for form in (said, turned)
    ]
    assert tallies[0] == tallies[1]
