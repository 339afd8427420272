from __future__ import annotations

import pytest

from paperatlas.resolution.families import closest_family
from paperatlas.resolution.normal_forms import name_key

MODELS = {name_key(name) for name in ("Llama", "Llama-2", "Llama-2-7B", "Qwen2.5", "Mixtral", "o1", "GPT", "BERT")}
DATASETS = {name_key(name) for name in ("MATH", "HumanEval", "MMLU", "LongBench")}


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Llama-2-7B-Chat", "Llama-2-7B"),
        ("Llama-2-13B-Chat", "Llama-2"),
        ("LLaMA2", "Llama"),
        ("Qwen2.5-Math-72B-Instruct", "Qwen2.5"),
        ("Mixtral-8x7B", "Mixtral"),
        ("o1-mini", "o1"),
        ("GPT-4", "GPT"),
        ("BERT-large", "BERT"),
    ],
)
def test_a_size_version_or_tuning_leads_to_the_closest_family(name: str, family: str) -> None:
    assert closest_family(name, "Model", MODELS) == name_key(family)


@pytest.mark.parametrize("name", ["GPT-J", "OpenLLaMA", "CodeLlama", "Llama", "LongLLaMA-7B", "7B", ""])
def test_another_name_is_no_variant(name: str) -> None:
    assert closest_family(name, "Model", MODELS) is None


@pytest.mark.parametrize(
    ("name", "family"),
    [("MATH-500", "MATH"), ("HumanEval+", "HumanEval"), ("MMLU-Pro", "MMLU"), ("LongBench v2", "LongBench")],
)
def test_datasets_have_variants_too(name: str, family: str) -> None:
    assert closest_family(name, "Dataset", DATASETS) == name_key(family)


def test_other_types_have_none() -> None:
    assert closest_family("LoRA-2", "Method", {"lora"}) is None
