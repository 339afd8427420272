from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import URIRef

from paperatlas.text.keys import iri_part, name_key, title_key


@pytest.mark.parametrize(
    "names",
    [
        ("LLaMA 2", "Llama-2", "llama2", "LLAMA_2"),
        ("AIME 2024", "AIME-2024", "AIME2024"),
        ("Common Crawl", "CommonCrawl", "common-crawl"),
        ("GPT‑4", "GPT-4", "ＧＰＴ４"),
    ],
)
def test_spellings_of_one_name_have_one_key(names: tuple[str, ...]) -> None:
    assert len({name_key(name) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HumanEval", "HumanEval+"),
        ("Llama-2-7B", "Llama-27B"),
        ("Llama-2", "Llama-2-7B"),
        ("MATH", "MATH-500"),
        ("GPT-3.5", "GPT-35"),
        ("C", "C++"),
    ],
)
def test_names_of_two_things_have_two_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)
    assert iri_part(name_key(one)) != iri_part(name_key(other))


@given(st.text(min_size=1))
def test_keys_are_their_own_keys(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)
    assert title_key(title_key(name)) == title_key(name)


@given(st.text())
def test_an_iri_part_makes_a_valid_iri_and_holds_the_key(key: str) -> None:
    part = iri_part(key)
    URIRef(f"https://example.org/{part}").n3()
    if len(key) <= 120:
        assert unquote(part) == key


@given(st.text(max_size=300), st.text(max_size=300))
def test_iri_parts_are_injective(one: str, other: str) -> None:
    assert (iri_part(one) == iri_part(other)) == (one == other)


def test_long_keys_that_start_alike_stay_apart() -> None:
    assert iri_part("a" * 300) != iri_part("a" * 301)
    assert len(iri_part("a" * 300)) < 140
