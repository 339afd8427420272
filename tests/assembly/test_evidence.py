from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from paperatlas.assembly.evidence import combined_confidence
from paperatlas.graph.graph import Evidence

passages = st.builds(
    Evidence,
    paper=st.sampled_from(["paper/a", "paper/b", "paper/c"]),
    quote=st.just("q"),
    version=st.just("v"),
    confidence=st.floats(0, 1),
)


@given(st.lists(passages))
def test_it_is_a_share_below_one(evidence: list[Evidence]) -> None:
    assert 0 <= combined_confidence(evidence) < 1


@given(st.lists(passages), passages)
def test_more_evidence_never_makes_it_less_sure(evidence: list[Evidence], more: Evidence) -> None:
    assert combined_confidence([*evidence, more]) >= combined_confidence(evidence)


@given(st.lists(passages))
def test_the_order_does_not_count(evidence: list[Evidence]) -> None:
    assert combined_confidence(evidence) == combined_confidence(reversed(evidence))


@given(passages)
def test_one_paper_cannot_support_itself(passage: Evidence) -> None:
    assert combined_confidence([passage, passage]) == combined_confidence([passage])


def test_a_listing_is_taken_at_its_word() -> None:
    assert combined_confidence([Evidence("paper/a", "q"), Evidence("paper/b", "q", "v", confidence=0.1)]) == 1


def test_a_model_that_is_wholly_sure_is_not_taken_at_its_word() -> None:
    assert combined_confidence([Evidence("paper/a", "q", "v", confidence=1.0)]) == 0.99


@given(st.floats(0.01, 0.98), st.floats(0.01, 0.98))
def test_a_statement_of_two_papers_is_surer_than_its_quotes(first: float, second: float) -> None:
    texts = [Evidence(paper, "q", "v", confidence=sure) for paper, sure in (("paper/a", first), ("paper/b", second))]
    assert combined_confidence(texts) > round(max(first, second), 3) - 0.001


@given(st.floats(0, 0.99))
def test_one_paper_is_as_sure_as_its_passage(confidence: float) -> None:
    assert abs(combined_confidence([Evidence("paper/a", "q", "v", confidence=confidence)]) - confidence) < 0.001


def test_however_many_papers_what_is_misread_everywhere_stays_possible() -> None:
    assert combined_confidence(Evidence(f"paper/{number}", "q", "v", confidence=0.9) for number in range(100)) == 0.99
