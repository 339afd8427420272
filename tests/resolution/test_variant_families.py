from __future__ import annotations

import pytest

from paperatlas.graph.graph import Entity
from paperatlas.resolution.name_parser import parse
from paperatlas.resolution.variant_families import BY_NAME, BY_REGISTRY, closest_families, stems


def _closest(name: str, *others: str, type_name: str = "Model", lines: dict[str, str] | None = None) -> str | None:
    entities = [Entity(label, type_name, label) for label in (name, *others)]
    found = closest_families(entities, lines or {})
    return found[name].id if name in found else None


@pytest.mark.parametrize(
    ("name", "others", "family"),
    [
        ("Llama-2-7B-Chat", ["Llama", "Llama-2", "Llama-2-7B", "Llama-2-Chat"], "Llama-2-7B"),
        ("Llama-2-7B-Chat", ["Llama", "Llama-2", "Llama-2-Chat"], "Llama-2-Chat"),
        ("Llama-2-13B-Chat", ["Llama", "Llama-2", "Llama-2-7B"], "Llama-2"),
        ("LLaMA2", ["Llama", "Llama-7B"], "Llama"),
        ("Llama-2-7B", ["Llama-7B", "Llama-3"], None),
        ("Qwen2.5-Math-72B-Instruct", ["Qwen2.5", "Qwen2.5-7B", "Qwen"], "Qwen2.5"),
        ("Qwen2-VL", ["Qwen-VL", "Qwen"], "Qwen-VL"),
        ("DeepSeek-R1-Distill-Qwen-7B", ["DeepSeek-R1", "Qwen", "Qwen-7B"], "DeepSeek-R1"),
        ("DeepSeek-Coder-V2", ["DeepSeek", "DeepSeek-V2", "DeepSeek-Coder"], "DeepSeek-Coder"),
        ("gpt-4-turbo-2024-04-09", ["GPT-4", "GPT-4 Turbo", "GPT"], "GPT-4 Turbo"),
        ("gpt-5-nano-2025-08-07", ["gpt-5-2025-08-07", "GPT-5"], "GPT-5"),
        ("GPT-4o-audio", ["GPT-4", "GPT-4o"], "GPT-4o"),
        ("o1-mini", ["OpenAI o1"], "OpenAI o1"),
        ("ViT-B/16", ["ViT", "ViT-B"], "ViT-B"),
        ("YOLOv8n", ["YOLO", "YOLOv8"], "YOLOv8"),
        ("DINOv2", ["DINO"], "DINO"),
        ("Whisper-large-v3", ["Whisper"], "Whisper"),
        ("BERT-large", ["BERT"], "BERT"),
        ("GPT-J", ["GPT"], None),
        ("OpenLLaMA", ["LLaMA"], None),
        ("Llama-3-8B-SimPO", ["Llama-3-8B", "Llama-3"], None),
        ("o3", ["GPT", "GPT-o3"], None),
    ],
)
def test_a_model_is_a_variant_of_the_closest_family_there_is(name: str, others: list[str], family: str | None) -> None:
    assert _closest(name, *others) == family


@pytest.mark.parametrize(
    ("name", "others", "family"),
    [
        ("MATH-500", ["MATH"], "MATH"),
        ("Math23K", ["MATH"], None),
        ("MMLU-Pro", ["MMLU"], "MMLU"),
        ("HumanEval+", ["HumanEval"], "HumanEval"),
        ("SWE-bench-Verified-Mini", ["SWE-bench", "SWE-bench Verified"], "SWE-bench Verified"),
        ("CIFAR-100", ["CIFAR-10"], None),
        ("CC12M", ["CC"], None),
        ("WMT'14 En→De", ["WMT", "WMT 2014"], "WMT 2014"),
        ("ImageNet 256x256", ["ImageNet"], "ImageNet"),
    ],
)
def test_a_dataset_is_a_variant_of_the_closest_family_there_is(
    name: str, others: list[str], family: str | None
) -> None:
    assert _closest(name, *others, type_name="Dataset") == family


def test_the_registry_tells_what_names_do_not() -> None:
    lines = {"CodeLlama": "Llama 2", "SDXL": "Stable Diffusion", "Llama 3.1": "Llama 3", "Llama 3": "Llama 2"}
    assert _closest("Code Llama", "Llama-2", lines=lines) == "Llama-2"
    assert _closest("CodeLlama-34B", "Llama", lines=lines) == "Llama"
    assert _closest("SDXL-Turbo", "Stable Diffusion", "SDXL", lines=lines) == "SDXL"
    assert _closest("Llama 3.1", "Llama", "Llama 3", lines=lines) == "Llama 3"
    assert _closest("Llama 3.1-8B", "Llama 3.1", "Llama 3", lines=lines) == "Llama 3.1"
    assert _closest("Llama 3.1", "Llama-2", lines=lines) == "Llama-2"


def test_a_line_that_leads_back_to_itself_leads_nowhere() -> None:
    assert _closest("A1", "B1", lines={"A1": "C1", "C1": "A1"}) is None


def test_it_says_whether_the_name_or_the_registry_told() -> None:
    entities = [Entity(name, "Model", name) for name in ("SD", "SD-2", "XY")]
    found = closest_families(entities, {"XY": "SD"})
    assert {name: family.rule for name, family in found.items()} == {"SD-2": BY_NAME, "XY": BY_REGISTRY}


def test_a_short_form_of_the_family_leads_to_it() -> None:
    entities = [Entity("m/sd", "Model", "Stable Diffusion", ("SD",)), Entity("m/sd3", "Model", "SD3")]
    assert closest_families(entities, {})["m/sd3"].id == "m/sd"


def test_an_alias_that_is_only_the_end_or_the_front_of_a_name_leads_nowhere() -> None:
    arena = [Entity("d/1", "Dataset", "Chatbot Arena", ("Arena",)), Entity("d/2", "Dataset", "Arena-Hard")]
    assert closest_families(arena, {}) == {}
    llama = [Entity("m/1", "Model", "Llama", ("Llama-3B", "Llamas")), Entity("m/2", "Model", "Llama-3B-Chat")]
    assert closest_families(llama, {})["m/2"].id == "m/1"
    assert "m/1" not in closest_families(llama, {})


def test_methods_have_no_families() -> None:
    assert _closest("LoRA-2", "LoRA", type_name="Method") is None


def test_a_name_of_very_many_parts_is_left_alone() -> None:
    assert list(stems(parse("A1 7B 8B 9B chat instruct base thinking preview", "Model"))) == []


@pytest.mark.parametrize(
    ("name", "family"),
    [("Otter-Image-2", "Otter"), ("Otter-Video-1.5", "Otter"), ("Otter-Audio-3", "Otter"), ("OT1-1.5B", "OT")],
)
def test_a_version_of_a_line_or_a_piece_of_a_name_is_no_variant_of_what_stands_before(name: str, family: str) -> None:
    assert _closest(name, family) is None


def test_a_version_of_a_line_is_a_variant_of_the_line() -> None:
    assert _closest("Otter-Image-2", "Otter", "Otter-Image") == "Otter-Image"


def test_of_several_things_of_one_name_none_has_variants() -> None:
    entities = [Entity(f"model/prism;{paper}", "Model", "Prism") for paper in "ab"]
    variant = Entity("model/prism7b", "Model", "Prism-7B")
    assert closest_families([*entities, variant], {}) == {}
    assert closest_families([entities[0], variant], {})["model/prism7b"].id == "model/prism;a"
