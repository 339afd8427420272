from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperatlas.extraction import ModelExtractor
from paperatlas.graph.display import NODE_COLOURS
from paperatlas.graph.extractions import PAPER, ExtractedEntity, Extraction, Link, Mention, Relation, Span
from paperatlas.graph.papers import Paper, SourceLocation
from paperatlas.html.annotated_page import render_annotated
from samples import HOSTILE

EXTRACTOR = ModelExtractor()
TEXT = "Otter-7B: A Model\nWe present Otter-7B. It beats Beaver on PondBench."


def mentions(text: str, name: str) -> tuple[Mention, ...]:
    return tuple(Mention(match.start(), match.end(), name) for match in re.finditer(re.escape(name), text))


def sample(text: str = TEXT) -> Extraction:
    sentence = Span(text.index("It"), len(text))
    return Extraction(
        "arxiv:1",
        text,
        "rules-0.1.0",
        (
            ExtractedEntity("Otter-7B", "Model", mentions(text, "Otter-7B"), 0.91, Span(18, 38)),
            ExtractedEntity("Beaver", "Method", mentions(text, "Beaver"), 0.6),
            ExtractedEntity("PondBench", "Dataset", mentions(text, "PondBench"), 0.7),
        ),
        (
            Relation("Otter-7B", "compares-to", "Beaver", sentence, 0.655, "better"),
            Relation(PAPER, "evaluates-on", "PondBench", sentence, 0.5),
        ),
        (Span(0, text.index("\n")), Span(text.index("\n") + 1, sentence.start - 1), sentence),
        (Link(0, 1, "https://a.org"),),
    )


def visible(html: str) -> str:
    """Return the text without tags."""
    return re.sub(r"<[^>]+>", "", html)


def test_less_certain_relations_are_counted_and_folded() -> None:
    extraction = sample()
    likely, unlikely = (
        replace(relation, confidence=c) for relation, c in zip(extraction.relations, (0.99, 0.05), strict=True)
    )
    page = render_annotated([replace(extraction, relations=(likely, unlikely))])
    assert "1 relation, 1 less certain" in visible(page)
    folded = page.partition('<details class="unsure">')[2].partition("</details>")[0]
    assert "evaluates-on" in folded
    assert "compares-to" not in folded
    everything = render_annotated([replace(extraction, relations=(likely, unlikely))], min_confidence=0)
    assert "2 relations" in visible(everything)
    assert "less certain" not in everything


def test_names_are_marked_where_they_stand() -> None:
    page = render_annotated([sample()])
    marks = re.findall(r'<mark class="([^"]+)" title="([^"]+)"><bdi>([^<]+)</bdi>', page)
    assert [(style, text) for style, _, text in marks] == [
        ("k-Model own", "Otter-7B"),
        ("k-Model own", "Otter-7B"),
        ("k-Method", "Beaver"),
        ("k-Dataset", "PondBench"),
    ]
    assert marks[0][1] == "Otter-7B: Model, confidence 0.91, introduced by this paper"
    assert f".k-Model{{--kind:{NODE_COLOURS['Model']}}}" in page


def test_relations_stand_below_with_their_words() -> None:
    page = render_annotated([sample()], min_confidence=0)
    rows = re.findall(r"<tr>(.*?)</tr>", page.partition("What it states")[2].partition("All names")[0], re.DOTALL)
    assert [" ".join(visible(row).split()) for row in rows[1:]] == [
        "Otter-7Bcompares-tobetterBeaver“It beats Beaver on PondBench.”0.66",
        "the paperevaluates-onPondBench“It beats Beaver on PondBench.”0.50",
    ]


def test_a_quote_leads_to_its_sentence() -> None:
    page = render_annotated([sample(), sample()])
    targets = re.findall(r'<a href="#(p\ds\d)">', page)
    assert targets == ["p1s2", "p1s2", "p2s2", "p2s2"]
    assert 'id="p1s2">It beats' in page
    assert page.count('id="p2s2"') == 1


def test_many_papers_have_a_list_and_one_has_its_title_as_the_name_of_the_page() -> None:
    many = render_annotated([sample(), sample()], note="There are <more>.")
    assert "2 papers" in many
    assert "There are &lt;more&gt;." in many
    assert '<a href="#p2"><bdi>Otter-7B: A Model</bdi></a>' in many
    assert "<title>Otter-7B: A Model · paperatlas</title>" in render_annotated([sample()])


def test_nothing_found_is_said() -> None:
    page = render_annotated([Extraction("1", "\n", "rules")])
    assert "Nothing was found in this text." in page
    assert "0 names · 0 relations" in page


def test_the_page_may_fetch_and_run_nothing() -> None:
    page = render_annotated([sample()])
    assert "default-src 'none'; script-src 'none'; style-src 'sha256-" in page
    assert not re.search(r"<script|<link|<img|@import|url\(|\sstyle=|\son\w+=", page)
    assert page == render_annotated([sample()])


def test_hostile_text_stays_text() -> None:
    odd = HOSTILE.replace("\n", " ")
    text = f"{odd}\nWe present {odd} and {{text}} {{0}}. It beats it."
    name = ExtractedEntity(odd, "Model", mentions(text, odd), 0.5)
    relation = Relation(PAPER, "applied-to", odd, Span(text.index("We"), len(text)), 0.4)
    page = render_annotated([Extraction(odd, text, odd, (name,), (relation,), (Span(0, len(odd)),))], note=odd)
    assert not re.search(r"<script|<img", page)
    assert "{text} {0}" in visible(page)


def test_a_sentence_that_would_start_inside_a_name_does_not() -> None:
    text = "T\nWe use A. B here."
    name = ExtractedEntity("A. B", "Method", mentions(text, "A. B"), 0.5)
    spans = (Span(0, 1), Span(2, 11), Span(12, len(text)))
    assert "<bdi>A. B</bdi>" in render_annotated([Extraction("1", text, "rules", (name,), (), spans)])


@settings(deadline=None, max_examples=25)
@given(st.text(max_size=30), st.lists(st.sampled_from(["We use GPT-4.", "<b>", "\n", "MMLU", "é\ud83d"])).map(" ".join))
def test_any_text_is_shown_whole(title: str, abstract: str) -> None:
    paper = Paper("1", title.replace("\n", " "), abstract, SourceLocation("p", 1))
    page = render_annotated(list(EXTRACTOR.extract([paper])))
    page.encode()
    assert page.count("<article") == 1


@pytest.mark.parametrize("count", [0, 40])
def test_any_number_of_papers(count: int) -> None:
    assert render_annotated([sample()] * count).count("<article") == count
