from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.extraction.coordination import coordinated, list_around
from paperatlas.extraction.extractor import blank_pipeline

NLP = blank_pipeline()
NAMES = frozenset(("Otter", "Stoat", "Mink", "Beaver", "Newt"))


def lists(text: str) -> list[list[str]]:
    doc = NLP(text)
    spans = [(token.i, token.i + 1) for token in doc if token.text in NAMES]
    return [[doc[start].text for start, _ in members] for members in coordinated(doc, spans)]


@pytest.mark.parametrize(
    "text",
    [
        "It swims on Otter, Stoat, Mink and Beaver.",
        "It swims on Otter, Stoat, Mink, and Beaver.",
        "It swims (e.g., Otter, Stoat, Mink, Beaver) well.",
        "It swims on Otter/Stoat/Mink/Beaver.",
        "It swims on rivers such as Otter, Stoat, Mink as well as Beaver.",
        "It swims on rivers including Otter; Stoat; Mink; and Beaver.",
        "It swims on both Otter and Stoat, and the Mink & Beaver.",
        "It swims on Otter (Reed et al., 2016), Stoat (Brook, 2017), Mink [3] and Beaver (+4.5).",
        "It swims on Otter (like Newt), Stoat, Mink, Beaver.",
        "It swims on three rivers: Otter, Stoat, Mink, plus Beaver.",
    ],
)
def test_the_members_of_a_list_belong_together(text: str) -> None:
    assert lists(text) == [["Otter", "Stoat", "Mink", "Beaver"]]


@pytest.mark.parametrize(
    "text",
    [
        "Otter beats Stoat.",
        "Otter. Stoat.",
        "Otter swims, and Stoat sleeps.",
        "Otter (Stoat) swims.",
        "Otter) and Stoat.",
        "Otter Stoat.",
        "It swims with Otter, but not with Stoat.",
    ],
)
def test_names_apart_are_no_list(text: str) -> None:
    assert lists(text) == []


def test_lists_inside_and_outside_of_brackets_are_two() -> None:
    assert sorted(lists("Otter (Mink and Newt) and Stoat.")) == [["Mink", "Newt"], ["Otter", "Stoat"]]


@given(st.lists(st.sampled_from([*sorted(NAMES), ",", "and", "(", ")", "swims", "."]), max_size=30))
def test_each_name_is_in_one_list_at_most_and_in_one_sentence(words: list[str]) -> None:
    doc = NLP(" ".join(words))
    spans = [(token.i, token.i + 1) for token in doc if token.text in NAMES]
    members = [span for found in coordinated(doc, spans) for span in found]
    assert len(members) == len(set(members))
    assert all(len({doc[start].sent.start for start, _ in found}) == 1 for found in coordinated(doc, spans))


def test_the_list_around_a_name_has_all_its_name_like_words() -> None:
    doc = NLP("We swim on Red River, Stoat-2 and Mink today.")
    start, end = list_around(doc, (6, 7))
    assert doc[start:end].text == "Red River, Stoat-2 and Mink"
