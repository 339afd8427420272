from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperatlas.extraction import ModelExtractor
from paperatlas.graph.papers import Paper, SourceLocation

if TYPE_CHECKING:
    from paperatlas.graph.extractions import Extraction, Relation

EXTRACTOR = ModelExtractor()


def extract(abstract: str, title: str = "Otter-7B: A Small Model") -> Extraction:
    return next(EXTRACTOR.extract([Paper("1", title, abstract, SourceLocation("p", 1))]))


def relation(extraction: Extraction, predicate: str, object_: str) -> Relation:
    (found,) = [r for r in extraction.relations if (r.predicate, r.object) == (predicate, object_)]
    return found


@pytest.mark.parametrize(
    ("sentence", "predicate", "object_", "outcome"),
    [
        ("Otter-7B outperforms LLaMA-2-13B by a wide margin.", "compares-to", "LLaMA-2-13B", "better"),
        ("Otter-7B is evaluated on the PondBench benchmark.", "evaluates-on", "PondBench", None),
        ("Experiments on PondBench show that Otter-7B is strong.", "evaluates-on", "PondBench", None),
        ("Otter-7B is fine-tuned from Llama-3-8B.", "based-on", "Llama-3-8B", None),
    ],
)
def test_plain_statements_are_read(sentence: str, predicate: str, object_: str, outcome: str | None) -> None:
    extraction = extract(f"We present Otter-7B, a language model. {sentence}")
    found = relation(extraction, predicate, object_)
    assert (found.subject, found.outcome) == ("Otter-7B", outcome)
    assert extraction.text[found.evidence.start : found.evidence.end] == sentence


def test_a_paper_that_names_nothing_of_its_own_is_the_subject_itself() -> None:
    extraction = extract("We evaluate our approach on GSM8K and MMLU.", title="On ponds")
    assert {(r.subject, r.object) for r in extraction.relations} == {("PAPER", "GSM8K"), ("PAPER", "MMLU")}


def test_what_is_implied_is_stated_of_one_thing_only() -> None:
    extraction = extract("We present Otter-7B, a model. Our model outperforms GPT-4. Otter-7B outperforms GPT-4 again.")
    assert [r.subject for r in extraction.relations if r.object == "GPT-4"] == ["Otter-7B"]


@pytest.mark.parametrize("gap", ["and a pond " * 4, "and a pond " * 20])
def test_the_evidence_of_a_long_sentence_is_all_of_it(gap: str) -> None:
    sentence = f"Otter-7B, small {gap}as it is, clearly outperforms LLaMA-2-13B, even {gap}so."
    extraction = extract(f"We present Otter-7B, a model. {sentence}")
    quotes = {extraction.text[r.evidence.start : r.evidence.end] for r in extraction.relations}
    assert quotes == {sentence}


def test_evidence_that_calls_the_subject_our_model_has_the_sentence_that_names_it() -> None:
    extraction = extract("We present Otter-7B, a small model. Our model outperforms GPT-4.", title="On ponds")
    found = relation(extraction, "compares-to", "GPT-4")
    quote = extraction.text[found.evidence.start : found.evidence.end]
    assert (found.subject, quote) == ("Otter-7B", extraction.text.partition("\n")[2])


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("We use GPT-4o as a judge.", "GPT-4o"),
        ("Otter-7B improves the CLIP score on MS-COCO.", "CLIP"),
        ("Otter-7B does not use LoRA.", "LoRA"),
        ("Unlike BERT, Otter-7B has no encoder.", "BERT"),
    ],
)
def test_what_a_sentence_denies_is_not_stated(sentence: str, name: str) -> None:
    relations = extract(f"We present Otter-7B, a language model. {sentence}").relations
    assert not [relation for relation in relations if name in {relation.subject, relation.object}]


def test_nothing_is_stated_where_nothing_is_named() -> None:
    assert extract("It swims. It is wet.", title="On ponds").relations == ()
