from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.graph.papers import Paper, SourceLocation
from paperatlas.resolution.record_linkage import ListedPaper, PaperRule, paper_ids, why_papers

records = st.builds(
    ListedPaper,
    st.sampled_from(["A Title", "a title!", "Another", "Third One"]),
    st.none() | st.sampled_from(["arxiv:2401.00001", "arxiv:2401.00002", "doi:10.1/x"]),
    st.lists(st.sampled_from(["Ada Lake", "Bo Brook", "Cy Pond", "Lake, A."]), max_size=2, unique=True).map(tuple),
    st.booleans(),
)


def _ids(*entries: tuple[str, str | None]) -> list[str]:
    listed = [ListedPaper(*entry) for entry in entries]
    ids = paper_ids(listed)
    return [ids[record] for record in listed]


def test_one_title_is_one_paper_however_it_is_punctuated() -> None:
    ids = _ids(("FLM-101B: An LLM", None), ("FLM 101B – an LLM", "arxiv:2309.03852"))
    assert set(ids) == {"paper/flm-101b-an-llm"}


def test_one_identifier_is_one_paper_whatever_its_title() -> None:
    assert len(set(_ids(("Old Title", "arxiv:2401.00001"), ("New Title", "arxiv:2401.00001")))) == 1


def test_a_same_title_with_another_identifier_is_another_paper() -> None:
    ids = _ids(("Mamba", "arxiv:2401.00001"), ("Mamba", "arxiv:2401.00002"), ("Mamba", None))
    assert len(set(ids)) == 3
    assert ids[2] == "paper/mamba"


def test_an_arxiv_id_and_a_doi_do_not_contradict() -> None:
    assert len(set(_ids(("T", "arxiv:2401.00001"), ("T", "doi:10.1/x")))) == 1


LAKE = ListedPaper("Mamba", None, ("Ada Lake", "Bo Brook"), complete=True)
POND = ListedPaper("Mamba", None, ("Cy Pond",), complete=True)
SHOWN = ListedPaper("MAMBA", None, ("Brook, B.",))


def test_a_same_title_by_others_is_another_paper() -> None:
    ids = paper_ids([LAKE, POND])
    assert ids == {LAKE: "paper/mamba;brook-b", POND: "paper/mamba;pond-c"}


def test_a_list_that_is_cut_short_belongs_to_the_paper_whose_authors_it_shows() -> None:
    ids = paper_ids([LAKE, POND, SHOWN])
    assert ids[SHOWN] == ids[LAKE]


def test_a_record_without_authors_or_identifier_is_neither_of_two_papers() -> None:
    bare = ListedPaper("mamba")
    ids = paper_ids([LAKE, POND, bare])
    assert ids[bare] == "paper/mamba"
    assert why_papers(LAKE, bare, ids) == PaperRule.UNIDENTIFIED


def test_two_lists_that_are_cut_short_tell_no_papers_apart() -> None:
    assert len(set(paper_ids([SHOWN, ListedPaper("Mamba", None, ("Cy Pond",))]).values())) == 1


def test_each_rule_has_a_name() -> None:
    numbered = ListedPaper("Mamba", "arxiv:2401.00001", LAKE.authors, complete=True)
    renamed = ListedPaper("Snake", "arxiv:2401.00001")
    ids = paper_ids([LAKE, POND, numbered, renamed])
    assert why_papers(LAKE, numbered, ids) == PaperRule.SAME_TITLE
    assert why_papers(numbered, renamed, ids) == PaperRule.SAME_IDENTIFIER
    assert why_papers(LAKE, renamed, ids) == PaperRule.CHAIN
    assert why_papers(LAKE, POND, ids) == PaperRule.OTHER_AUTHORS
    assert why_papers(POND, renamed, ids) == PaperRule.OTHER_TITLE
    other = ListedPaper("Mamba", "arxiv:2401.00002")
    assert why_papers(numbered, other, paper_ids([numbered, other])) == PaperRule.OTHER_IDENTIFIER


@pytest.mark.parametrize(
    "address",
    [
        "https://arxiv.org/abs/2405.15738v2",
        "http://arxiv.org/pdf/2405.15738",
        "https://arxiv.org/html/2405.15738v1",
        "https://huggingface.co/papers/2405.15738",
        "https://doi.org/10.48550/arXiv.2405.15738",
        "arXiv:2405.15738v3",
        "2405.15738v1",
    ],
)
def test_all_forms_of_an_arxiv_id_are_one(address: str) -> None:
    assert Paper("1", "T", "A", SourceLocation("p", 1), url=address).identifier == "arxiv:2405.15738"


@given(st.lists(records, max_size=8))
def test_the_order_of_records_does_not_count(entries: list[ListedPaper]) -> None:
    assert paper_ids(entries) == paper_ids(reversed(entries))


@given(st.lists(records, max_size=8))
def test_one_identifier_has_one_id_and_records_of_other_papers_share_none(entries: list[ListedPaper]) -> None:
    ids = paper_ids(entries)
    for identifier in {record.identifier for record in entries if record.identifier}:
        assert len({node for record, node in ids.items() if record.identifier == identifier}) == 1
    for one in ids:
        for other in ids:
            joined = why_papers(one, other, ids) in {
                PaperRule.SAME_IDENTIFIER,
                PaperRule.SAME_TITLE,
                PaperRule.CHAIN,
            }
            assert joined == (ids[one] == ids[other])
