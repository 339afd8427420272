from __future__ import annotations

import pytest
from spacy.matcher import PhraseMatcher

from paperatlas.extraction.extractor import blank_pipeline
from paperatlas.extraction.name_candidates import find_candidates
from paperatlas.extraction.ner import gazetteer_matcher

NLP = blank_pipeline()


def forms(text: str, *known: str) -> list[set[str]]:
    doc = NLP(text)
    matcher = gazetteer_matcher(NLP.vocab, map(NLP.make_doc, known)) if known else PhraseMatcher(NLP.vocab)
    return [
        {doc[start:end].text for start, end in candidate.spans}
        for candidate in find_candidates(doc, matcher, doc._.extraction.links)
    ]


@pytest.mark.parametrize("name", ["Otter-7B", "vLLM", "Stream LoRA 2.5", "gpt-oss-120b", "HumanEval+"])
def test_what_looks_like_a_name_is_a_candidate(name: str) -> None:
    assert {name} in forms(f"a title\nwe use {name} here.")


def test_the_head_of_a_title_is_a_candidate() -> None:
    assert {"Infinity Pond"} in forms("Infinity Pond: A Deep Story\nnothing else.")


def test_ordinary_words_of_a_title_are_none() -> None:
    assert forms("A Deep Story of Ponds\nnothing else.") == []
    assert forms("A DEEP STORY OF PONDS\nnothing else.") == []


def test_a_word_of_the_title_is_a_candidate_if_the_abstract_writes_it_as_a_name() -> None:
    assert {"Beaver"} in forms("The Beaver Dam\nwe like Beaver much.")


def test_a_known_name_in_small_letters_is_a_candidate() -> None:
    assert forms("t\nwe use needle in a pond here.", "needle in a pond") == [{"needle in a pond"}]


def test_forms_of_one_name_are_one_candidate() -> None:
    found = forms("t\nthe Pond Model (PM), PMs and Pond-Model, pond models.")
    assert {"Pond Model", "PM", "PMs", "Pond-Model"} in found


def test_names_in_addresses_and_broken_characters_are_none() -> None:
    assert forms("t\nsee https://github.com/Otter-7B and Pond\ufffdNet-3.") == []


@pytest.mark.parametrize(
    "name",
    [
        "GPT-4o mini",
        "o3 mini",
        "o1 pro",
        "GPT-4.1 nano",
        "Phi-3 mini",
        "Gemini 2.0 flash-lite",
        "Claude 3 haiku",
        "Llama 3 instruct",
        "GPT 4o mini",
        "GPT-4o realtime",
        "OtterLM large",
        "Otter2.5 coder instruct",
        "Stoat v3 base",
    ],
)
def test_a_word_for_a_variant_belongs_to_the_name_before_it(name: str) -> None:
    found = set().union(*forms(f"a title\nwe see that {name} outperforms all others."))
    assert name in found
    assert name.rsplit(" ", 1)[0] not in found


@pytest.mark.parametrize("name", ["Qwen turbo", "Mistral large", "Otter medium"])
def test_a_word_for_a_variant_belongs_to_a_known_name(name: str) -> None:
    assert forms(f"a title\nwe try {name}, as always.", name.partition(" ")[0]) == [{name}]


@pytest.mark.parametrize(
    "text",
    [
        "Llama-3 large language models",
        "GPT-4 base models",
        "OtterLM small rivers",
        "OtterLM chat data",
        "OtterLM preview pages",
        "OtterLM thinking traces",
        "OtterLM is small",
        "OtterLM, large",
        "OtterLM light fields",
        "OtterLM max pooling",
    ],
)
def test_an_adjective_before_a_noun_is_no_part_of_the_name(text: str) -> None:
    name = text.partition(" ")[0].strip(",")
    assert forms(f"a title\nwe use {text}.") == [{name}]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("otter-opus-4-6 30 points above", "otter-opus-4-6"),
        ("OtterLM 12.5 points above", "OtterLM"),
        ("OtterLM 3 times faster", "OtterLM"),
        ("OtterLM 40 tasks", "OtterLM"),
        ("OtterLM 1,000 samples", "OtterLM"),
        ("OtterLM 15 percent", "OtterLM"),
        ("OtterLM 20 % better", "OtterLM"),
        ("Otter-4-1 2 days", "Otter-4-1"),
        ("OtterLM 7 billion", "OtterLM"),
        ("OtterLM 100 questions", "OtterLM"),
    ],
)
def test_a_number_that_counts_is_no_part_of_the_name(text: str, name: str) -> None:
    assert forms(f"a title\nwe see {text}.") == [{name}]


@pytest.mark.parametrize("name", ["OtterLM 2", "OtterLM 3.5", "OtterLM-2 70B", "OtterBench 2024", "OtterLM 7B"])
def test_a_version_or_size_is_a_part_of_the_name(name: str) -> None:
    assert {name} in forms(f"a title\nwe try {name} now.")


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Otter-3.1-8B/70B/405B", "Otter-3.1"),
        ("Otter-7/40/180B", "Otter"),
        ("Otter-VL-3B/7B-Instruct", "Otter-VL"),
        ("OtterLM 3B/8B", "OtterLM"),
        ("Otter-2.5-7B / 14B", "Otter-2.5"),
        ("Otter-1M/2M/5M", "Otter"),
        ("Otter3-4B/8B/30B-A3B", "Otter3"),
        ("Otter-0.5B/1.5B", "Otter"),
        ("OtterLM 7/13B", "OtterLM"),
        ("Otter-VL 4B/8B/30B", "Otter-VL"),
    ],
)
def test_sizes_behind_slashes_mention_the_family(text: str, family: str) -> None:
    found = forms(f"a title\nwe tune {text} here, and {family} too.")
    assert {text, family} in found
    assert set().union(*found) == {text, family}


@pytest.mark.parametrize(
    "form",
    ["RQ1", "RQ12", "FP4", "INT8", "BF16", "W4A16", "NVFP4", "Sec3", "Fig2", "Table-1", "ICLR 2024", "CVPR", "Q"],
)
def test_labels_formats_and_venues_are_no_names(form: str) -> None:
    assert forms(f"a title\nas for {form}, we see ponds.") == []


@pytest.mark.parametrize("form", ["RQ-VAE", "FP8-LM", "INT4Net", "CVPRBench", "Q-Otter", "ARC-c", "ARC-e", "ARC-C"])
def test_names_that_start_like_labels_are_names(form: str) -> None:
    assert {form} in forms(f"a title\nas for {form}, we see ponds.")


def test_a_registered_name_may_look_like_a_label() -> None:
    assert forms("a title\nas for RQ1, we see ponds.", "RQ1") == [{"RQ1"}]


def test_no_piece_of_a_long_form_is_a_name() -> None:
    found = forms("a title\nwe use River Consistency Policy Optimization (RCPO).")
    assert found == [{"River Consistency Policy Optimization", "RCPO"}]
