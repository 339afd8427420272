from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from paperatlas.resolution.papers import paper_ids

records = st.tuples(
    st.sampled_from(["A Title", "a title!", "Another", "Third One"]),
    st.none() | st.sampled_from(["arxiv:2401.00001", "arxiv:2401.00002", "doi:10.1/x"]),
)


def test_one_title_is_one_paper_however_it_is_punctuated() -> None:
    ids = paper_ids([("FLM-101B: An LLM", None), ("FLM 101B – an LLM", "arxiv:2309.03852")])
    assert set(ids.values()) == {"paper/flm-101b-an-llm"}


def test_one_identifier_is_one_paper_whatever_its_title() -> None:
    ids = paper_ids([("Old Title", "arxiv:2401.00001"), ("New Title", "arxiv:2401.00001")])
    assert len(set(ids.values())) == 1


def test_a_same_title_with_another_identifier_is_another_paper() -> None:
    ids = paper_ids([("Mamba", "arxiv:2401.00001"), ("Mamba", "arxiv:2401.00002"), ("Mamba", None)])
    assert len(set(ids.values())) == 3
    assert ids["Mamba", None] == "paper/mamba"


def test_an_arxiv_id_and_a_doi_do_not_contradict() -> None:
    assert len(set(paper_ids([("T", "arxiv:2401.00001"), ("T", "doi:10.1/x")]).values())) == 1


@given(st.lists(records, max_size=8))
def test_the_order_of_records_does_not_count(entries: list[tuple[str, str | None]]) -> None:
    assert paper_ids(entries) == paper_ids(reversed(entries))


@given(st.lists(records, max_size=8))
def test_two_papers_never_share_an_id_and_one_identifier_has_one(entries: list[tuple[str, str | None]]) -> None:
    ids = paper_ids(entries)
    for identifier in {identifier for _, identifier in entries if identifier}:
        assert len({node for (_, own), node in ids.items() if own == identifier}) == 1
