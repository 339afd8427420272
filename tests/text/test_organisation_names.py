from __future__ import annotations

import pytest

from paperatlas.text.organisation_names import split_handle


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nvidia NVIDIA", ("nvidia", "NVIDIA")),
        ("ByteDance-Seed ByteDance Seed", ("ByteDance-Seed", "ByteDance Seed")),
        ("facebook AI at Meta", ("facebook", "AI at Meta")),
        ("Peking University", (None, "Peking University")),
        ("sichuan university", (None, "sichuan university")),
        ("NVIDIA", (None, "NVIDIA")),
        ("a !", (None, "a !")),
    ],
)
def test_a_short_name_is_told_from_the_first_word_of_a_name(text: str, found: tuple[str | None, str]) -> None:
    assert split_handle(text) == found
