from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.extraction.word_clusters import WordClusters, word_key

WORDS = WordClusters.parse("word\twide\tnarrow\notter-0b\t7\t70\nbeats\t3\t40\nsurpasses\t3\t41\n")


@pytest.mark.parametrize(("word", "key"), [("GPT-4", "gpt-0"), ("LLAMA", "llama"), ("1,024", "0,0")])
def test_case_and_numbers_do_not_count(word: str, key: str) -> None:
    assert word_key(word) == key


def test_words_that_are_used_alike_share_a_group() -> None:
    assert set(WORDS.of("Beats")) & set(WORDS.of("surpasses"))
    assert not set(WORDS.of("beats")) & set(WORDS.of("Otter-13B"))


def test_wide_and_narrow_groups_are_told_apart() -> None:
    assert WORDS.of("Otter-7B") == ("~7", "~~70")
    assert WORDS.features("left", "Otter-7B") == ("left=Otter-7B", "left~7", "left~~70")


@given(st.text())
def test_a_word_in_no_group_gives_its_own_feature_only(word: str) -> None:
    assert WordClusters().features("after", word) == (f"after={word}",)


@pytest.mark.parametrize("table", ["word\twide\tnarrow\notter\t1\n", "word\twide\tnarrow\notter\tx\t1\n"])
def test_a_broken_table_is_an_error(table: str) -> None:
    with pytest.raises(ValueError, match=r"unpack|invalid literal"):
        WordClusters.parse(table)
