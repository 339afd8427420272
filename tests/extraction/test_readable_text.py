from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.extraction import ModelExtractor
from paperatlas.extraction.readable_text import align_readable, readable_text
from paperatlas.graph.papers import Paper, SourceLocation

if TYPE_CHECKING:
    from paperatlas.graph.extractions import Extraction

EXTRACTOR = ModelExtractor()
HARD_TEXT = st.text(
    st.sampled_from("aB1 .\n-$\\{}^_&;<>*+'\"\u00ad\u200b\ud800τ²\r\t\u00a0"), max_size=80
) | st.lists(
    st.sampled_from(
        ["Otter-7B", r"\textbf{", "}", "$", r"\tau", "^2", "_{0.5}", "&amp;", r"\ours", "Dr. ", "GSM8K.See the ", "\n",
         "-", " ", "**", ". ", "We test ", "https://a.org/b_{c}"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


def extract(title: str, abstract: str) -> Extraction:
    return next(EXTRACTOR.extract([Paper("1", title, abstract, SourceLocation("p.txt", 1))]))


def read(abstract: str) -> str:
    return readable_text(f"T\n{abstract}").removeprefix("T\n")


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        ("on GSM8K.See the rest", "on GSM8K. See the rest"),
        ("with HumanEval+.All data is open", "with HumanEval+. All data is open"),
        ("on C4.Training takes a day", "on C4. Training takes a day"),
        ("on CIFAR-10.Experiments show gains", "on CIFAR-10. Experiments show gains"),
        ("on MMLU.Ablations are given", "on MMLU. Ablations are given"),
        ("with Llama-3.1.Training is fast", "with Llama-3.1. Training is fast"),
        ("by 5%.Models are small", "by 5%. Models are small"),
        ("(see A).Each is small", "(see A). Each is small"),
        ("on ROSE++.Gains are small", "on ROSE++. Gains are small"),
        ("does it beat GPT-4?Yes it does", "does it beat GPT-4? Yes it does"),
    ],
)
def test_a_stop_gets_its_missing_space(text: str, readable: str) -> None:
    assert read(text) == readable


@pytest.mark.parametrize(
    "text",
    [
        "Llama-3.1 is", "GPT-4.Turbo is small", "v2.Beta is out", "FLUX-1.Dev and others", "FLUX.1.Dev runs fast",
        "Node.js is", "Character.AI is", "Stability.AI runs", "data.gov has", "U.S.Army has", "J.Otter has it",
        "COLLEAGUE.SKILL is", "PRIMA.CPP runs", "src/GPT4.Main is run", "mail@GSM8K.See it", "Dr.Otter-14B is",
        "GSM8K.See", "https://a.io/GPT4.See it", "README_V2.Main is it",
    ],
)  # fmt: skip
def test_a_stop_inside_a_name_stays(text: str) -> None:
    assert read(text) == text


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        ("We test gemma-7B4 here", "We test gemma-7B here"),
        ("Otter-2-7B2, Stoat-8B3.", "Otter-2-7B, Stoat-8B."),
        ("Otter-1.5B1 and", "Otter-1.5B and"),
        ("Otter 7B² and", "Otter 7B and"),
        ("Otter-7B¹² and", "Otter-7B and"),
        ("Otter-350M³ and", "Otter-350M and"),
        ("Otter-7B* and", "Otter-7B and"),
        ("V* and A* and CoSTA*", "V* and A* and CoSTA*"),
        ("E2M1 and E1M2", "E2M1 and E1M2"),
        ("Otter-7B-v4 and Otter-7B4x", "Otter-7B-v4 and Otter-7B4x"),
        ("Benchmark² and GPT-4o1", "Benchmark² and GPT-4o1"),
    ],
)
def test_marks_of_footnotes_are_no_part_of_names(text: str, readable: str) -> None:
    assert read(text) == readable


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        ("with Llama\n-2 and", "with Llama-2 and"),
        ("with Deep-\nOtter and", "with Deep-Otter and"),
        ("with Qwen\n2.5 and", "with Qwen 2.5 and"),
        ("We test Otter-7B\r\non RiverEval.", "We test Otter-7B on RiverEval."),
        ("We use a small\n  model of text", "We use a small model of text"),
        ("is good.\nWe test it", "is good. We test it"),
        ("One paragraph.\n\nAnother one", "One paragraph.\n\nAnother one"),
        ("Main Results\nWe test it", "Main Results\nWe test it"),
        ("We do:\n- one thing\n* another", "We do:\n- one thing\n* another"),
        ("We do:\n1. one thing\n2) another", "We do:\n1. one thing\n2) another"),
        ("# Heading\nWe test it", "# Heading\nWe test it"),
        ("We compare it with\nOtter-7B here", "We compare it with Otter-7B here"),
    ],
)
def test_only_headings_paragraphs_and_lists_keep_their_line_breaks(text: str, readable: str) -> None:
    assert read(text) == readable


def test_the_break_behind_the_title_stays() -> None:
    assert readable_text("Llama\n-2 is good") == "Llama\n-2 is good"
    assert readable_text("\nOtter\nis good") == "\nOtter is good"


@pytest.mark.parametrize("title", ["Dr. Otter", "MR. Stoat", "Mr. Otter", "St. Pond", "Dr. MAS", "Dr. Zero"])
def test_a_titled_name_is_one_token_and_keeps_its_space(title: str) -> None:
    assert readable_text(f"T\nWe introduce {title}, a tool.").count(title.replace(" ", "")) == 1
    found = extract(
        f"{title}: An Agent for Rivers", f"We introduce {title}, an agent. {title} outperforms GPT-4 on MMLU."
    )
    assert len(found.sentences) == 3
    [own] = [entity for entity in found.entities if entity.introduced]
    assert own.name == title
    assert {mention.text for mention in own.mentions} == {title}


@pytest.mark.parametrize("text", ["the reconstructed MR. We test it", "the old Dr. This is all", "St. However it"])
def test_a_sentence_behind_a_title_stays_apart(text: str) -> None:
    assert read(text) == text


@pytest.mark.parametrize(
    ("marked_up", "name"),
    [
        (r"\textsc{Otter}-7B", "Otter-7B"),
        (r"$\texttt{Otter-7B}$", "Otter-7B"),
        (r"{\sc Otter}-7B", "Otter-7B"),
        ("<b>Otter</b>-7B", "Otter-7B"),
        ("Ot\u00adter-7B", "Otter-7B"),
        ("Otter\u200b-7B", "Otter-7B"),
        ("Otter&shy;-7B", "Otter-7B"),
        ("Otter&#45;7B", "Otter-7B"),
        (r"Otter\nobreakdash-7B", "Otter-7B"),
        ("Otter\n-7B", "Otter-7B"),
        ("R&amp;D-Otter", "R&D-Otter"),
        (r"S$^2$-Otter", "S²-Otter"),
        ("S^2-Otter", "S²-Otter"),
        (r"$\mu$Otter", "μOtter"),
        (r"$\tau$-Otter", "τ-Otter"),
        ("Otter++", "Otter++"),
    ],
)
def test_a_name_is_readable_and_its_mentions_are_as_written(marked_up: str, name: str) -> None:
    abstract = f"We present {marked_up}, a language model. {marked_up} outperforms GPT-4 on MMLU."
    found = extract("On Rivers", abstract)
    [own] = [entity for entity in found.entities if entity.introduced]
    assert own.name == name
    assert [mention.text for mention in own.mentions] == [marked_up] * 2
    assert all(found.text[m.start : m.end] == m.text for m in own.mentions)
    [better] = [r for r in found.relations if (r.subject, r.object) == (name, "GPT-4")]
    assert found.text[better.evidence.start : better.evidence.end] == f"{marked_up} outperforms GPT-4 on MMLU."


def test_an_address_stays_as_it_is_written() -> None:
    found = extract("T", r"We present Otter\,7B$^2$. Code: https://otter.io/pi_0/x and \url{https://a.org/b\_c}.")
    assert [link.url for link in found.links] == ["https://otter.io/pi_0/x", "https://a.org/b_c"]
    assert [found.text[link.start : link.end] for link in found.links] == [
        "https://otter.io/pi_0/x",
        r"https://a.org/b\_c",
    ]


@given(HARD_TEXT)
def test_all_places_are_in_the_original_and_sentences_hold_its_words(text: str) -> None:
    found = extract("Otter", text)
    for entity in found.entities:
        assert all(found.text[m.start : m.end] == m.text for m in entity.mentions)
        assert [m.start for m in entity.mentions] == sorted(m.start for m in entity.mentions)
    spans = found.sentences
    assert all(0 <= span.start < span.end <= len(found.text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@given(HARD_TEXT)
def test_reading_readable_text_keeps_the_title_and_can_be_encoded(text: str) -> None:
    aligned = align_readable(f"A Title\n{text}")
    assert aligned.text.startswith("A Title\n")
    assert len(aligned.text) == len(aligned.starts) == len(aligned.ends)
    aligned.text.encode()


@pytest.mark.parametrize(
    "piece", [" ", "\n", "a\n", "-\n", "Dr. ", "A.", "*a", "_", "7B", "-7B1", "a* ", "\\(", "A.Be c"]
)
def test_long_texts_of_one_piece_are_read(piece: str) -> None:
    text = f"T\n{piece * 20_000}"
    assert len(readable_text(text)) <= 2 * len(text)
