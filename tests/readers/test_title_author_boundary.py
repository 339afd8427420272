from __future__ import annotations

import json

import pytest

from data import shared
from paperatlas.readers.title_author_boundary import split_byline


@pytest.mark.parametrize(
    ("line", "title", "authors"),
    [
        ("Rivers on a $9K BudgetAda Lake, Bo Brook et al.", "Rivers on a $9K Budget", ("Ada Lake", "Bo Brook")),
        ("Lessons for LLMsAda Lake", "Lessons for LLMs", ("Ada Lake",)),
        (
            "Would It Float, or Sink? A Test of LLMsAda Lake, Bo brook",
            "Would It Float, or Sink? A Test of LLMs",
            ("Ada Lake", "Bo brook"),
        ),
        ("Deep Decay ($D^3$): FasterÉlise Łąka", "Deep Decay ($D^3$): Faster", ("Élise Łąka",)),
        ("Why Sink?J. K. Brook, Bo van der Meer", "Why Sink?", ("J. K. Brook", "Bo van der Meer")),
        ("NetsMcKay Bo, Ada O'Neill", "Nets", ("McKay Bo", "Ada O'Neill")),
        ("Scaling GPT-4Ada Lake-Brook", "Scaling GPT-4", ("Ada Lake-Brook",)),
        ("No Authors Here", "No Authors Here", ()),
        ("河流模型李雷", "河流模型李雷", ()),
    ],
)
def test_the_boundary_is_found_by_shape(line: str, title: str, authors: tuple[str, ...]) -> None:
    byline = split_byline(line)
    assert (byline.title, byline.authors) == (title, authors)


def test_a_word_of_the_abstract_has_no_boundary() -> None:
    assert split_byline("Improving RiverNet Models", "We improve RiverNet by rain.").authors == ()
    assert split_byline("Nets for RiversJiaKui Lake", "Rivers need nets.").authors == ("JiaKui Lake",)


def test_the_boundary_is_found_in_real_titles_and_names() -> None:
    right = total = 0
    with shared("papers/hf_daily.jsonl").open(encoding="utf-8") as lines:
        for paper in map(json.loads, lines):
            shown = paper["authors"][:3]
            ending = " et al." if len(paper["authors"]) > 3 else ""
            byline = split_byline(f"{paper['title']}{', '.join(shown)}{ending} · some-lab", paper["abstract"])
            right += (byline.title, byline.authors) == (paper["title"], tuple(shown))
            total += 1
    assert right / total >= 0.99
