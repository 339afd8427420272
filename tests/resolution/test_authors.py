from __future__ import annotations

from dataclasses import replace
from itertools import chain, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.curation.corrections import AuthorEnd
from paperatlas.resolution.authors import AuthoredPaper, AuthorRule, Authors, resolve_authors
from paperatlas.text.person_names import person_name

if TYPE_CHECKING:
    from collections.abc import Sequence

Ends = tuple[AuthorEnd, AuthorEnd]


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


def _among_many(*papers: tuple[str, ...], different: Sequence[Ends] = ()) -> Authors:
    """Papers a, b, c … with these authors, in a graph of some ten thousand others, among them a hundred Yifans."""
    letters = [f"{one}{other}" for one in "bcdfghjklmnp" for other in "aeiou"]
    others = [f"{one}{other}yan {third}ng" for one in letters for other in letters for third in letters[:3]]
    crowd = AuthoredPaper("paper/crowd", "crowd", (*others, *(f"Yifan {family}ng" for family in letters)))
    wrote = [AuthoredPaper(f"paper/{x}", x, names, titles=(x,)) for x, names in zip("abcdefghij", papers, strict=False)]
    return resolve_authors([crowd, *wrote], different=different)


def test_a_name_that_is_rare_among_many_thousands_is_one_person() -> None:
    authors = _among_many(("Ada Rivermouth",), ("Ada Rivermouth", "Babyan Bang"), ("Rivermouth, Ada B.",))
    assert _same(authors, ("a", "Ada Rivermouth"), ("b", "Ada Rivermouth"))
    assert _same(authors, ("a", "Ada Rivermouth"), ("c", "Rivermouth, Ada B."))
    assert authors.why(("paper/a", "Ada Rivermouth"), ("paper/b", "Ada Rivermouth")) == AuthorRule.RARE_NAME
    assert not _same(
        _authors(("Ada Rivermouth",), ("Ada Rivermouth",)), ("a", "Ada Rivermouth"), ("b", "Ada Rivermouth")
    )


@pytest.mark.parametrize("name", ["Babyan Bang", "Zhang Yifan", "A. Rivermouth", "Rivermouth", "Babyan Bang Jr"])
def test_a_common_family_name_an_initial_or_a_single_word_is_never_rare(name: str) -> None:
    authors = _among_many((name,), (name,))
    assert not _same(authors, ("a", name), ("b", name))


def test_people_of_a_rare_name_whose_initials_contradict_are_joined_by_what_they_share() -> None:
    authors = _among_many(("Ada B. Rivermouth", "Bo Brook"), ("Ada Rivermouth", "Bo Brook"), ("Ada C. Rivermouth",))
    assert _same(authors, ("a", "Ada B. Rivermouth"), ("b", "Ada Rivermouth"))
    assert not _same(authors, ("b", "Ada Rivermouth"), ("c", "Ada C. Rivermouth"))


def test_who_is_parted_from_a_rare_name_leaves_the_others_one() -> None:
    different = [(AuthorEnd("Ada Rivermouth", "a"), AuthorEnd("Ada Rivermouth"))]
    authors = _among_many(("Ada Rivermouth",), ("Ada Rivermouth",), ("Ada Rivermouth",), different=different)
    assert not _same(authors, ("a", "Ada Rivermouth"), ("b", "Ada Rivermouth"))
    assert _same(authors, ("b", "Ada Rivermouth"), ("c", "Ada Rivermouth"))


def _corrected(papers: Sequence[tuple[str, ...]], same: Sequence[Ends] = (), different: Sequence[Ends] = ()) -> Authors:
    """Papers of the titles a, b, c … with these authors, under corrections."""
    wrote = [AuthoredPaper(f"paper/{x}", x, names, titles=(x,)) for x, names in zip("abcdefghij", papers, strict=False)]
    return resolve_authors(wrote, same, different)


def test_names_that_a_correction_joins_are_one_with_the_iri_of_the_label() -> None:
    papers = [("Wei Li", "Bo Brook"), ("W. Li",), ("W. Q. Li",), ("Wei Li",)]
    authors = _corrected(papers, [(AuthorEnd("li, wei"), AuthorEnd("W. Li"))])
    assert _same(authors, ("a", "Wei Li"), ("b", "W. Li"))
    assert _same(authors, ("a", "Wei Li"), ("d", "Wei Li"))
    assert not _same(authors, ("b", "W. Li"), ("c", "W. Q. Li"))
    assert [author.id for author in authors.entities()] == ["author/bo-brook", "author/w-li", "author/wei-li"]
    assert authors.why(("paper/a", "Wei Li"), ("paper/b", "W. Li")) == AuthorRule.CORRECTION


def test_an_author_with_a_paper_joins_that_one_of_the_name_alone() -> None:
    papers = [("Wei Li",), ("Wei Li",), ("Alex Wang",)]
    authors = _corrected(papers, [(AuthorEnd("Wei Li", "B"), AuthorEnd("Alex Wang", "c"))])
    assert _same(authors, ("b", "Wei Li"), ("c", "Alex Wang"))
    assert not _same(authors, ("a", "Wei Li"), ("b", "Wei Li"))


def test_a_correction_joins_over_contradicting_initials_and_on_one_paper() -> None:
    authors = _corrected([("Michael B. Ryoo", "Michael S. Ryoo")], [(AuthorEnd("M B Ryoo"), AuthorEnd("Bo Brook"))])
    assert len(authors.entities()) == 2, "who is on no paper joins nothing"
    ends = AuthorEnd("Michael B. Ryoo"), AuthorEnd("Michael S. Ryoo")
    assert len(_corrected([("Michael B. Ryoo", "Michael S. Ryoo")], [ends]).entities()) == 1


def test_a_correction_parts_over_chains_and_each_paper_goes_where_it_shares_most() -> None:
    papers = [
        ("Wei Li", "Bo Brook", "Cy Pond"),
        ("Wei Li", "Bo Brook", "Cy Pond", "Di Marsh"),
        ("Wei Li", "Di Marsh", "Ed Fen", "Flo Bay"),
        ("Wei Li", "Ed Fen", "Flo Bay"),
    ]
    ends = AuthorEnd("Wei Li", "a"), AuthorEnd("Wei Li", "d")
    authors = _corrected(papers, different=[ends])
    assert _same(authors, ("a", "Wei Li"), ("b", "Wei Li"))
    assert _same(authors, ("c", "Wei Li"), ("d", "Wei Li"))
    assert not _same(authors, ("b", "Wei Li"), ("c", "Wei Li"))
    assert authors.why(("paper/a", "Wei Li"), ("paper/d", "Wei Li")) == AuthorRule.CORRECTION
    assert {"author/wei-li;a", "author/wei-li;c"} < {author.id for author in authors.entities()}


def test_an_author_of_a_paper_can_be_parted_from_all_others_of_the_name() -> None:
    papers = [("Wei Li", "Bo Brook")] * 4
    authors = _corrected(papers, different=[(AuthorEnd("Wei Li", "b"), AuthorEnd("Wei Li"))])
    assert len({authors.entity(f"paper/{x}", "Wei Li") for x in "abcd"}) == 2
    assert _same(authors, ("a", "Wei Li"), ("d", "Wei Li"))


def test_teams_and_shortened_names_can_be_parted_too() -> None:
    teams = _corrected([("Kimi Team",)] * 3, different=[(AuthorEnd("Kimi Team", "a"), AuthorEnd("Kimi Team", "b"))])
    assert len(teams.entities()) == 2
    short = _corrected(
        [("X. Li", "Bo Brook"), ("Xiang Li", "Bo Brook")], different=[(AuthorEnd("X. Li"), AuthorEnd("Xiang Li"))]
    )
    assert short.why(("paper/a", "X. Li"), ("paper/b", "Xiang Li")) == AuthorRule.CORRECTION


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


ends = st.tuples(*[st.builds(AuthorEnd, names, st.none() | st.sampled_from("0123"))] * 2)
corrections = st.lists(ends, max_size=3)


@given(papers, corrections, corrections)
def test_what_corrections_part_stays_parted_and_what_they_join_is_one_else(
    wrote: list[AuthoredPaper], same: list[Ends], different: list[Ends]
) -> None:
    wrote = [replace(paper, titles=(paper.suffix,)) for paper in wrote]
    authors = resolve_authors(wrote, same, different)
    assert resolve_authors(wrote[::-1], same, different).entities() == authors.entities()
    ids = [author.id for author in authors.entities()]
    assert len(ids) == len(set(ids))
    for one, other in different:
        for first, second in product(_meant(wrote, one), _meant(wrote, other)):
            mention = first[0], person_name(first[1]).full_key
            if mention != (second[0], person_name(second[1]).full_key):
                assert authors.entity(*first) != authors.entity(*second)
    for one, other in () if different else same:
        for first, second in product(_meant(wrote, one), _meant(wrote, other)):
            assert authors.entity(*first) == authors.entity(*second)


def _meant(wrote: list[AuthoredPaper], end: AuthorEnd) -> list[tuple[str, str]]:
    return [
        (paper.id, name)
        for paper in wrote
        for name in paper.authors
        if person_name(name).full_key == person_name(end.name).full_key and end.paper in (None, paper.suffix)
    ]


@given(papers, corrections, corrections)
def test_corrections_move_only_whom_they_name_and_who_was_one_with_them(
    wrote: list[AuthoredPaper], same: list[Ends], different: list[Ends]
) -> None:
    wrote = [replace(paper, titles=(paper.suffix,)) for paper in wrote]
    before, after = resolve_authors(wrote), resolve_authors(wrote, same, different)
    mentions = [(paper.id, name) for paper in wrote for name in paper.authors]
    named = {before.entity(*mention) for end in chain(*same, *different) for mention in _meant(wrote, end)}
    kept = [mention for mention in mentions if before.entity(*mention) not in named]
    for one, other in product(kept, mentions):
        assert (before.entity(*one) == before.entity(*other)) == (after.entity(*one) == after.entity(*other))
