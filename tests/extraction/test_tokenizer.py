from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.extraction.extractor import blank_pipeline
from paperatlas.extraction.model_catalog import DEFAULT_MODEL, model_folder
from paperatlas.extraction.tokenizer import find_links, make_tokenizer

NLP = blank_pipeline()


def sentences(text: str) -> list[str]:
    doc = NLP(text)
    return [text[span.start : span.end] for span in doc._.extraction.sentences]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Llama-3.1-8B's", ["Llama-3.1-8B", "'s"]),
        ("GPT-4-based", ["GPT-4", "-", "based"]),
        ("SWE-bench,", ["SWE-bench", ","]),
        ("HumanEval+.", ["HumanEval+", "."]),
        ("LLaMA/GPT", ["LLaMA", "/", "GPT"]),
        ("1,200", ["1,200"]),
        ("ROSE++.", ["ROSE++", "."]),
        ("(ScanNet++)", ["(", "ScanNet++", ")"]),
        ("Insight-V++,", ["Insight-V++", ","]),
        ("SageAttention2++'s", ["SageAttention2++", "'s"]),
        ("C++-based", ["C++", "-", "based"]),
        ("C++/Python", ["C++", "/", "Python"]),
        ("Stoat+++", ["Stoat++", "+"]),
        ("A*-search", ["A*-search"]),
        ("V*,", ["V*", ","]),
        ("++", ["+", "+"]),
        ("(+3.2)+", ["(", "+", "3.2", ")", "+"]),
        ("QuIP#,", ["QuIP#", ","]),
        ("#1", ["#", "1"]),
        ("GUI-360°,", ["GUI-360°", ","]),
        ("90°", ["90", "°"]),
        ("∞Bench", ["∞Bench"]),
        ("∞-Bench.", ["∞-Bench", "."]),
        ("L∞", ["L", "∞"]),
        ("τ²-bench", ["τ²-bench"]),
        ("Character.AI", ["Character.AI"]),
        ("Stability.AI's", ["Stability.AI", "'s"]),
        ("Node.js", ["Node.js"]),
        ("data.gov", ["data.gov"]),
        ("Dr.Otter-14B", ["Dr.Otter-14B"]),
        ("consistent.Existing", ["consistent", ".", "Existing"]),
        (r"\textbf{Otter}", ["\\", "textbf", "{", "Otter", "}"]),
    ],
)
def test_names_are_whole_tokens(text: str, tokens: list[str]) -> None:
    assert [token.text for token in NLP.make_doc(text)] == tokens


@pytest.mark.parametrize(
    "parts",
    [
        ["A Title: With a Head", "We present Otter.", "It works."],
        ["T", "It reaches 2.5 points, e.g. on PondBench (cf. Fig. 3).", "vLLM is faster."],
        ["T", "Lake et al. show this.", "(1) First."],
        ["T", 'They call it "Otter."', '"Beaver" is another.'],
        ["T", "J. Lake made it!", "Is it good?", "Yes."],
        ["T", "We ask Dr. Lake and Mr. Otter about St. Pond.", "They agree."],
        ["T", "It ranks No. 5 of 20 vs. Otter-7B, see Fig. 3 and Tab. 2.", "We stop."],
        ["T", "The answer is no.", "We stop."],
        ["T", "See Vol. 3, Nos. 4 and Ch. 5.", "Prof. Otter agrees."],
    ],
)
def test_sentences_end_where_readers_end_them(parts: list[str]) -> None:
    title, *rest = parts
    assert sentences(f"{title}\n{' '.join(rest)}") == parts


def test_a_missing_space_after_a_full_stop_still_ends_a_sentence() -> None:
    assert sentences("T\nThis is consistent.Existing work is not.") == [
        "T",
        "This is consistent.",
        "Existing work is not.",
    ]


@given(st.text(max_size=200))
def test_sentences_cover_every_character_but_space(text: str) -> None:
    text = text.encode(errors="replace").decode()
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


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


def test_the_model_has_the_tokenizer_of_the_package() -> None:
    stored = (model_folder(DEFAULT_MODEL) / "tokenizer").read_bytes()
    assert make_tokenizer()(NLP).to_bytes(exclude=["vocab"]) == stored
