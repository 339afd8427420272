"""Each question of queries/ has, on the pages of seeds/, the answer that reading those pages gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from pyoxigraph import RdfFormat, Store

from paperatlas.formats import FORMATS
from paperatlas.sparql import Question, ask, find_question, list_questions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paperatlas.graph.graph import Graph

FLM: Final = "FLM-101B: An Open LLM and How to Train It with $100K Budget"
NANO: Final = "nanoLM: an Affordable LLM Pre-training Benchmark via Accurate Loss Prediction across Scales"
SMOL: Final = "SmolLM2: When Smol Goes Big -- Data-Centric Training of a Small Language Model"
GLM: Final = "ChatGLM: A Family of Large Language Models from GLM-130B to GLM-4 All Tools"

Row = tuple[str | None, ...]

WHOLE: Final[dict[str, tuple[dict[str, str], tuple[str, ...], list[Row]]]] = {
    "beaten-by": (
        {"model": "smollm 2"},
        ("loser", "winner"),
        [("Llama3.2-1B", "SmolLM2"), ("Qwen2.5-1.5B", "SmolLM2")],
    ),
    "coauthors-of": (
        {"author": "Yao, Yiqun"},
        ("coauthor", "papers", "last"),
        [
            ("Xiang Li", "6", "2025-09-15"),
            ("Xin Jiang", "5", "2025-09-02"),
            ("Siqi Fan", "2", "2025-03-30"),
            ("Xiusheng Huang", "2", "2025-03-30"),
            ("Naitong Yu", "1", "2025-09-15"),
            ("Wenjia Ma", "1", "2024-08-08"),
            ("Xuezhi Fang", "1", "2024-08-08"),
        ],
    ),
    "compared-with": (
        {"thing": "Sheared-LLaMA"},
        ("outcome", "with"),
        [("better", "INCITE"), ("better", "OpenLLaMA"), ("better", "Pythia")],
    ),
    "conflicts": ({}, ("first", "second"), []),
    "evidence-between": (
        {"one": "Qwen2.5 1.5B", "other": "SmolLM2"},
        ("subject", "predicate", "object", "outcome", "paper"),
        [("SmolLM2", "https://w3id.org/paperatlas/vocab#comparesTo", "Qwen2.5-1.5B", "better", SMOL)],
    ),
    "labs-together": ({}, ("first", "second", "papers"), [("Tencent AI Lab", "Tsinghua University", "3")]),
    "most-disputed": ({}, ("first", "second"), []),
    "papers-of-author": (
        {"author": "xiang li"},
        ("paper", "date"),
        [
            ("EgoMem: Lifelong Memory Agent for Full-duplex Omnimodal Models", "2025-09-15"),
            ("FLM-Audio: Natural Monologues Improves Native Full-Duplex Chatbots via Dual Training", "2025-09-02"),
            ("RoboEgo System Card: An Omnimodal Model with Native Full Duplexity", "2025-06-02"),
            ("Sketch: A Toolkit for Streamlining LLM Operations", "2024-09-05"),
            ("52B to 1T: Lessons Learned via Tele-FLM Series", "2024-07-03"),
            ("Tele-FLM Technical Report", "2024-04-25"),
            (FLM, "2023-09-07"),
        ],
    ),
    "papers-of-lab": (
        {"lab": "tsinghua", "since": "2023"},
        ("paper", "date"),
        [
            (
                "Quantifying and Attributing the Hallucination of Large Language Models via Association Analysis",
                "2023-09-11",
            ),
            (FLM, "2023-09-07"),
            (NANO, "2023-04-14"),
        ],
    ),
    "shared-benchmarks": (
        {"one": "baichuan2", "other": "Yi"},
        ("benchmark", "first", "second"),
        [("MMLU", "Baichuan 2", "Yi")],
    ),
    "trained-and-evaluated-on-one-dataset": ({}, ("model", "dataset"), []),
    "what-beats": ({"model": "qwen2.5-1.5b"}, ("winner", "paper"), [("SmolLM2", SMOL)]),
    "who-introduced": (
        {"thing": "nano-LM"},
        ("paper", "date", "author", "lab"),
        [
            (NANO, "2023-04-14", "Siqi Fan", None),
            (NANO, "2023-04-14", "Xiusheng Huang", None),
            (NANO, "2023-04-14", "Yiqun Yao", None),
            (NANO, "2023-04-14", None, "Tencent AI Lab"),
            (NANO, "2023-04-14", None, "Tsinghua University"),
        ],
    ),
}
"""The parameters of a question, the columns that are looked at, and all of its rows in these columns."""

AMONG: Final[dict[str, tuple[dict[str, str], tuple[str, ...], list[Row]]]] = {
    "benchmarks-of": ({"model": "baichuan2"}, ("benchmark",), [("MMLU",), ("HumanEval",)]),
    "best-supported-statements": (
        {},
        ("subject", "object", "papers"),
        [("SmolLM2", "Qwen2.5-1.5B", "1"), ("SmolLM2", "Llama3.2-1B", "1")],
    ),
    "datasets-by-models": ({}, ("dataset",), [("MMLU",), ("HumanEval",), ("BayLing-80",)]),
    "descendants": ({"model": "Llama"}, ("derived", "source"), [("BayLing", "LLaMA")]),
    "introduced-by-paper": ({"paper": FLM.lower()}, ("introduced", "kind"), [("FLM-101B", "model")]),
    "introduced-datasets": (
        {},
        ("dataset", "paper"),
        [
            ("Dolma", "Dolma: an Open Corpus of Three Trillion Tokens for Language Model Pretraining Research"),
            ("CNNSum", "CNNSum: Exploring Long-Context Summarization with Large Language Models in Chinese Novels"),
        ],
    ),
    "labs-and-introductions": (
        {},
        ("lab", "introduced"),
        [("Tencent AI Lab", "FLM-101B"), ("Tsinghua University", "μScaling"), ("Microsoft", "SwiReasoning")],
    ),
    "lineage": ({"model": "longwriter zero"}, ("derived", "source"), [("LongWriter-Zero", "Qwen2.5-32B")]),
    "methods-applied-to": (
        {"model": "llama-2-7b"},
        ("method", "appliedTo"),
        [("Activation Beacon", "LLaMA2-7B"), ("LLM2LLM", "LLaMA2-7B")],
    ),
    "methods-based-on": ({"method": "SG-Lang"}, ("derived", "source"), [("InfiniteHiP", "SGLang")]),
    "models-evaluated-on": ({"benchmark": "mmlu"}, ("model",), [("Baichuan 2",), ("Yi",), ("GLM-4",)]),
    "models-trained-on": ({"dataset": "MathScale QA"}, ("model", "kind"), [("MathScale-7B", "model")]),
    "most-compared": ({}, ("thing",), [("GPT-4",), ("GPT-3.5",), ("Llama 2",)]),
    "named-beside": ({"thing": "Writing-Bench"}, ("beside", "kind"), [("LongWriter-Zero", "model")]),
    "names-of": ({"thing": "llama 2"}, ("name", "use"), [("Llama 2", "label"), ("LLaMA-2", "other name")]),
    "papers-about": ({"thing": "chatbot arena"}, ("paper",), [("Yi: Open Foundation Models by 01.AI",)]),
    "papers-mentioning-both": ({"one": "mmlu", "other": "gpt 4"}, ("paper",), [(GLM,)]),
    "papers-with-code": (
        {},
        ("paper", "code"),
        [("Sketch: A Toolkit for Streamlining LLM Operations", "https://github.com/cofe-ai/Sketch")],
    ),
    "statements-of-paper": (
        {"paper": SMOL},
        ("subject", "object", "outcome"),
        [("SmolLM2", "Qwen2.5-1.5B", "better"), ("SmolLM2", "Llama3.2-1B", "better")],
    ),
    "uncertain-statements": (
        {"thing": "SmolLM2", "below": "1"},
        ("subject", "object"),
        [("SmolLM2", "Qwen2.5-1.5B"), ("SmolLM2", "Llama3.2-1B")],
    ),
    "variants-of": (
        {"family": "deepseek r1"},
        ("variant", "of"),
        [("DeepSeek-R1-Zero", "DeepSeek-R1"), ("DeepSeek-R1-Distill-Qwen-32B", "DeepSeek-R1-Distill-Qwen")],
    ),
}
"""The same for questions with many rows, of which these were looked up."""


@pytest.fixture(scope="module")
def seeds(seeds_graph: Graph) -> Store:
    # What is sure enough for an edge is another matter, which the schema decides.
    store, whole = Store(), seeds_graph.with_min_confidence(0)
    store.load(FORMATS["ntriples"].render(whole), RdfFormat.N_TRIPLES)
    return store


def _rows(store: Store, name: str, params: Mapping[str, str], columns: tuple[str, ...]) -> list[Row]:
    """The rows of an answer in some columns, each once, in order."""
    rows = ask(store, find_question(name), params)
    return list(dict.fromkeys(tuple(row[column] for column in columns) for row in rows))


def test_every_question_has_an_answer_here() -> None:
    assert sorted((*WHOLE, *AMONG)) == [question.name for question in list_questions()]


@pytest.mark.parametrize("name", WHOLE)
def test_the_answer_is_the_one_that_the_pages_give(seeds: Store, name: str) -> None:
    params, columns, expected = WHOLE[name]
    found = _rows(seeds, name, params, columns)
    # How sure each statement is, by which some answers are sorted, is not for a reader to say.
    by_confidence = "DESC(?confidence)" in find_question(name).sparql
    assert (sorted(found, key=str) if by_confidence else found) == expected


@pytest.mark.parametrize("name", AMONG)
def test_what_the_pages_say_is_in_the_answer(seeds: Store, name: str) -> None:
    params, columns, expected = AMONG[name]
    found = _rows(seeds, name, params, columns)
    assert [row for row in expected if row not in found] == []


def test_the_most_compared_model_comes_first(seeds: Store) -> None:
    assert _rows(seeds, "most-compared", {}, ("thing",))[0] == ("GPT-4",)


@pytest.mark.parametrize("question", list_questions(), ids=lambda question: question.name)
def test_without_parameters_the_examples_are_asked_for(seeds: Store, question: Question) -> None:
    assert ask(seeds, question).rows == ask(seeds, question.sparql).rows
