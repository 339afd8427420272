from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.resolution.authors import AuthoredPaper, AuthorRule, Authors, resolve_authors


def _authors(*papers: tuple[str, ...], **more: tuple[str, ...]) -> Authors:
    """Papers a, b, c … with these authors, and the organisations of those that are named."""
    return resolve_authors(
        AuthoredPaper(f"paper/{letter}", letter, names, more.get(letter, ()))
        for letter, names in zip("abcdefghij", papers, strict=False)
    )


def _same(authors: Authors, one: tuple[str, str], other: tuple[str, str]) -> bool:
    return authors.entity(f"paper/{one[0]}", one[1]) == authors.entity(f"paper/{other[0]}", other[1])


def test_a_shared_coauthor_makes_one_person() -> None:
    authors = _authors(("Yang Liu", "Bo Brook"), ("Bo Brook", "Cy Pond", "Yang Liu"))
    assert _same(authors, ("a", "Yang Liu"), ("b", "Yang Liu"))
    why = authors.why(("paper/a", "Yang Liu"), ("paper/b", "Yang Liu"))
    assert why == AuthorRule.SHARED_COAUTHOR
    assert authors.entity("paper/a", "Yang Liu").id == "author/yang-liu"


def test_a_shared_organisation_makes_one_person() -> None:
    authors = _authors(("Yang Liu",), ("Yang Liu",), a=("lab/wet",), b=("lab/wet", "lab/dry"))
    assert authors.why(("paper/a", "Yang Liu"), ("paper/b", "Yang Liu")) == AuthorRule.SHARED_LAB


def test_organisations_of_others_do_not_count_where_each_author_has_their_own() -> None:
    own = {"Yang Liu": ("lab/dry",), "Bo Brook": ("lab/wet",)}
    papers = [
        AuthoredPaper("paper/a", "a", ("Bo Brook", "Yang Liu"), ("lab/wet", "lab/dry"), own),
        AuthoredPaper("paper/b", "b", ("Yang Liu",), ("lab/wet",)),
    ]
    assert len(resolve_authors(papers).entities()) == 3


def test_an_author_listing_page_makes_one_person() -> None:
    papers = [AuthoredPaper(f"paper/{x}", x, ("Yang Liu",), pages=("authors.txt",)) for x in "ab"]
    authors = resolve_authors(papers)
    assert authors.why(("paper/a", "Yang Liu"), ("paper/b", "Yang Liu")) == AuthorRule.SHARED_PAGE


def test_a_bare_name_on_unrelated_papers_stays_apart_with_the_paper_in_the_iri() -> None:
    authors = _authors(("Yang Liu", "Bo Brook"), ("Yang Liu", "Cy Pond"))
    assert [author.id for author in authors.entities() if author.label == "Yang Liu"] == [
        "author/yang-liu;a",
        "author/yang-liu;b",
    ]
    assert authors.why(("paper/a", "Yang Liu"), ("paper/b", "Yang Liu")) == AuthorRule.NOTHING_SHARED


def test_sharing_is_carried_on() -> None:
    authors = _authors(("Yang Liu", "Bo Brook"), ("Yang Liu", "Bo Brook", "Cy Pond"), ("Yang Liu", "Cy Pond"))
    assert authors.why(("paper/a", "Yang Liu"), ("paper/c", "Yang Liu")) == AuthorRule.CHAIN


def test_a_later_paper_of_somebody_else_keeps_the_others_iris() -> None:
    before = _authors(("Yang Liu", "Bo Brook"), ("Yang Liu", "Cy Pond"))
    after = _authors(("Yang Liu", "Bo Brook"), ("Yang Liu", "Cy Pond"), ("Yang Liu", "Di Marsh"), ("Bo Brook",))
    assert {author.id for author in before.entities()} - {author.id for author in after.entities()} == {
        "author/bo-brook"
    }


def test_missing_initials_are_no_contradiction_but_other_ones_are() -> None:
    joined = _authors(("Michael Ryoo", "Bo Brook"), ("Michael S. Ryoo", "Bo Brook"))
    assert _same(joined, ("a", "Michael Ryoo"), ("b", "Michael S. Ryoo"))
    assert joined.entity("paper/a", "Michael Ryoo").aliases == ("Michael Ryoo",)
    parted = _authors(("Michael B. Ryoo", "Bo Brook"), ("Michael S. Ryoo", "Bo Brook"), ("Michael S Ryoo", "Bo Brook"))
    assert not _same(parted, ("a", "Michael B. Ryoo"), ("b", "Michael S. Ryoo"))
    assert _same(parted, ("b", "Michael S. Ryoo"), ("c", "Michael S Ryoo"))
    why = parted.why(("paper/a", "Michael B. Ryoo"), ("paper/b", "Michael S. Ryoo"))
    assert why == AuthorRule.CONTRADICTION


def test_two_forms_on_one_paper_are_two_people_with_two_iris() -> None:
    authors = _authors(("Michael B. Ryoo", "Michael S. Ryoo", "Bo Brook"))
    assert {"author/michael-ryoo;a;b", "author/michael-ryoo;a;s"} < {author.id for author in authors.entities()}


def test_a_shortened_given_name_is_the_only_one_it_fits() -> None:
    authors = _authors(("X. Li", "Bo Brook"), ("Xiang Li", "Bo Brook"), ("Xu Li", "Cy Pond"))
    assert _same(authors, ("a", "X. Li"), ("b", "Xiang Li"))
    assert authors.entity("paper/a", "X. Li").label == "Xiang Li"
    assert authors.why(("paper/a", "X. Li"), ("paper/b", "Xiang Li")) == AuthorRule.SHORTENED
    assert authors.why(("paper/a", "X. Li"), ("paper/c", "Xu Li")) == AuthorRule.OTHER_NAME


@pytest.mark.parametrize(
    "others",
    [
        [("Xiang Li", "Bo Brook"), ("Xu Li", "Bo Brook")],
        [("Xiang Li", "Cy Pond")],
        [("Xiang B. Li", "Bo Brook")],
    ],
)
def test_a_shortened_given_name_that_fits_several_or_none_stays(others: list[tuple[str, ...]]) -> None:
    authors = _authors(("X. A. Li", "Bo Brook"), *others)
    assert authors.entity("paper/a", "X. A. Li").id == "author/x-li"


def test_a_team_is_one_author_everywhere() -> None:
    authors = _authors(("Kimi Team",), ("Kimi Team", "Bo Brook"))
    assert authors.why(("paper/a", "Kimi Team"), ("paper/b", "Kimi Team")) == AuthorRule.COLLECTIVE


def test_one_mention_is_one_author() -> None:
    authors = _authors(("Ji-Rong Wen", "Jirong Wen"))
    assert authors.why(("paper/a", "Ji-Rong Wen"), ("paper/a", "Jirong Wen")) == AuthorRule.ONE_MENTION


names = st.sampled_from(
    ["Yang Liu", "Liu, Yang", "Y. Liu", "Yang B. Liu", "Yang C. Liu", "Bo Brook", "Cy Pond", "Ab Team"]
)
papers = st.lists(st.lists(names, min_size=1, max_size=4, unique=True).map(tuple), max_size=7).map(
    lambda lists: [AuthoredPaper(f"paper/{n}", str(n), found) for n, found in enumerate(lists)]
)


@given(papers, st.randoms(use_true_random=False))
def test_the_order_of_papers_does_not_count(wrote: list[AuthoredPaper], chance: object) -> None:
    shuffled = list(reversed(wrote))
    one, other = resolve_authors(wrote), resolve_authors(shuffled)
    assert one.entities() == other.entities()
    assert all(one.entity(paper.id, name) == other.entity(paper.id, name) for paper in wrote for name in paper.authors)


@given(papers)
def test_an_iri_is_one_persons_and_nobody_is_twice_on_a_paper(wrote: list[AuthoredPaper]) -> None:
    authors = resolve_authors(wrote)
    ids = [author.id for author in authors.entities()]
    assert len(ids) == len(set(ids))
    parting = {AuthorRule.NOTHING_SHARED, AuthorRule.CONTRADICTION, AuthorRule.OTHER_NAME}
    mentions = [(paper.id, name) for paper in wrote for name in paper.authors]
    for one in mentions:
        for other in mentions:
            assert (authors.entity(*one) != authors.entity(*other)) == (authors.why(one, other) in parting)


@given(papers)
def test_resolving_again_what_was_told_apart_changes_nothing(wrote: list[AuthoredPaper]) -> None:
    assert resolve_authors(wrote).entities() == resolve_authors([*wrote]).entities()
