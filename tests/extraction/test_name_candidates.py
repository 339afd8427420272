from __future__ import annotations

import pytest
from spacy.matcher import PhraseMatcher

from paperatlas.extraction.abbreviations import abbreviation_definitions
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
    ("text", "pair"),
    [
        ("We use River Preference Optimization (RPO).", ("River Preference Optimization", "RPO")),
        ("the trident network (TridentNet) is", ("trident network", "TridentNet")),
        ("many large pond models (LPMs) swim", ("large pond models", "LPMs")),
        ("a Relational Pointer Decoder (referred to as RPD)", ("Relational Pointer Decoder", "RPD")),
    ],
)
def test_a_short_form_in_brackets_stands_for_the_words_before(text: str, pair: tuple[str, str]) -> None:
    doc = NLP(text)
    assert [(doc[slice(*long)].text, doc[slice(*short)].text) for long, short in abbreviation_definitions(doc)] == [
        pair
    ]


@pytest.mark.parametrize("text", ["on ponds (see below)", "Otter (QXZ) swims", "(ABC)", "Otter. (OTR)", "a pond ("])
def test_other_brackets_define_nothing(text: str) -> None:
    assert list(abbreviation_definitions(NLP(text))) == []
