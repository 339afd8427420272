from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.extraction.urls import find_links


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Code: https://github.com/otter/net.", "https://github.com/otter/net"),
        ("See (https://otter.io/a_(b)).", "https://otter.io/a_(b)"),
        (r"at \url{https://otter.io/a\_b}", "https://otter.io/a_b"),
        (r"\href{https://otter.io}{here}", "https://otter.io"),
        ("[page](https://otter.io/x), too", "https://otter.io/x"),
        ("at github.com/otter/net, now", "https://github.com/otter/net"),
        ("at www.otter.org!", "https://www.otter.org"),
        ("**https://otter.io/x**", "https://otter.io/x"),
    ],
)
def test_an_address_is_found_without_what_is_around_it(text: str, url: str) -> None:
    assert [link.url for link in find_links(text)] == [url]


@pytest.mark.parametrize("text", ["Llama-3.1 and GPT-4.io", "e.g. this", "https:// nothing", "mail me@otter.com/x"])
def test_other_words_with_dots_are_no_address(text: str) -> None:
    assert find_links(text) == ()


@given(st.text(alphabet="ab:/.()\\{} whtps", max_size=60))
def test_links_stand_in_the_text_in_order_and_apart(text: str) -> None:
    links = find_links(text)
    assert all(0 <= link.start < link.end <= len(text) for link in links)
    assert all(a.end <= b.start for a, b in itertools.pairwise(links))
