from __future__ import annotations

import pytest

from paperatlas.resolution.lexicon import PartKind
from paperatlas.resolution.name_parser import parse, without_maker


@pytest.mark.parametrize(
    ("type_name", "names"),
    [
        ("Model", ("Llama-2-7B", "LLaMA2 7b", "llama 2 7 billion", "Llama-2 7 B", "meta-llama/Llama-2-7b-hf")),
        ("Model", ("Claude 3.5 Sonnet", "Claude Sonnet 3.5", "claude-3-5-sonnet", "Claude-3.5-sonnet-latest")),
        ("Model", ("Stable Diffusion v1.5", "Stable Diffusion v1-5", "stable-diffusion 1.5")),
        ("Model", ("Gemini 2.0 Flash", "gemini-2-flash", "Gemini Flash 2.0")),
        ("Model", ("FLUX.1-dev", "FLUX.1 [dev]", "FLUX.1[dev]", "black-forest-labs/FLUX.1-dev")),
        ("Model", ("YOLOv8n", "YOLO-v8-n", "YOLO 8n")),
        ("Model", ("ViT-B/16", "ViT-B-16", "ViT-B16")),
        ("Model", ("gpt-4-turbo-2024-04-09", "GPT-4 Turbo 2024-0409", "GPT-4-Turbo-20240409")),
        ("Model", ("Mixtral 8×7B", "Mixtral-8x7b")),
        ("Model", ("GPT-o1", "o1", "ChatGPT o1")),
        ("Model", ("Command R+", "command-r-plus")),
        ("Model", ("Qwen3-30B", "Qwen3-30B-A3B")),
        ("Dataset", ("AIME 2024", "AIME24", "AIME'24", "AIME’24", "aime-24")),
        ("Dataset", ("SQuAD 2.0", "SQuADv2", "SQuAD v2.0", "SQuAD2")),
        ("Dataset", ("ImageNet 256x256", "ImageNet-256px", "ImageNet 256×256", "ImageNet-256")),
        ("Dataset", ("WMT'14 En→De", "WMT 2014 en-de", r"WMT14 En$\rightarrow$De")),
        ("Dataset", ("HumanEval+", "HumanEval Plus")),
    ],
)
def test_writings_of_one_name_have_one_canonical_form(type_name: str, names: tuple[str, ...]) -> None:
    assert len({parse(name, type_name).canonical for name in names}) == 1


@pytest.mark.parametrize(
    ("type_name", "one", "other"),
    [
        ("Model", "Llama-2-7B", "Llama-2.7B"),
        ("Model", "Llama-2-7B", "Llama-2-7B-Chat"),
        ("Model", "Llama-2", "Llama-3"),
        ("Model", "Qwen2", "Qwen2.5"),
        ("Model", "GPT-4", "GPT-4o"),
        ("Model", "BERT-base", "BERT-large"),
        ("Model", "YOLO11s", "YOLO11n"),
        ("Model", "Gemma-7B-it", "Gemma-7B-Instruct"),
        ("Dataset", "MATH", "MATH-500"),
        ("Dataset", "CIFAR-10", "CIFAR-100"),
        ("Dataset", "ImageNet-1K", "ImageNet"),
        ("Dataset", "V* Bench", "VBench"),
        ("Method", "LoRA", "LoRA+"),
    ],
)
def test_names_of_two_granularities_have_two(type_name: str, one: str, other: str) -> None:
    assert parse(one, type_name).canonical != parse(other, type_name).canonical


def test_a_name_falls_into_family_version_size_and_tuning() -> None:
    name = parse("Qwen/Qwen2.5-Coder-32B-Instruct", "Model")
    assert name.family == "qwen"
    assert name.parts == (
        (PartKind.VERSION, "2.5"),
        (PartKind.LINE, "coder"),
        (PartKind.SIZE, "32b"),
        (PartKind.TUNING, "instruct"),
    )


@pytest.mark.parametrize("name", ["o1", "T5", "R1", "C4", "I3D", "3D-GRAND", "GPT-J", "-", "()", "漢字", "Opus"])
def test_what_has_no_parts_is_all_family(name: str) -> None:
    assert parse(name, "Model").parts == ()
    assert parse(name, "Model").family


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("OpenAI o1", "o1"),
        ("Meta-Llama-3-8B", "Llama-3-8B"),
        ("Google DeepMind Gemini", "Gemini"),
        ("meta-llama/Meta-Llama-3-8B", "Llama-3-8B"),
        ("DeepSeek-R1", "R1"),
        ("DeepSeek-V3", None),
        ("Mistral-7B", None),
        ("Mistral Large", None),
        ("Amazon", None),
        ("Otter", None),
    ],
)
def test_a_maker_is_taken_off_where_a_name_is_left(name: str, rest: str | None) -> None:
    assert without_maker(name) == rest
