from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperatlas.curation.registry import KnownEntity
from paperatlas.errors import ReadingError
from paperatlas.resolution.resolve import RULE_TEXTS, explain, read_names, resolve
from resolution.scoring import answers, gold, same_f1, variant_f1

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HERE = Path(__file__).parent
LINES = gold(HERE / "names.jsonl")

NAMES = st.lists(
    st.sampled_from([{key: line[key] for key in ("name", "type", "aliases") if key in line} for line in LINES]),
    max_size=25,
)


def test_real_names_are_resolved_as_people_do() -> None:
    found = answers(LINES)
    assert same_f1(LINES, found) >= 0.99
    assert variant_f1(LINES, found) >= 0.98


def test_names_that_no_rule_was_written_for_are_resolved_nearly_as_well() -> None:
    lines = gold(HERE / "unseen_names.jsonl")
    found = answers(lines)
    assert same_f1(lines, found) >= 0.95
    assert variant_f1(lines, found) >= 0.92


@settings(max_examples=10, deadline=None)
@given(NAMES, st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_count(entries: list[dict[str, Any]], order: Any) -> None:
    shuffled = list(entries)
    order.shuffle(shuffled)
    found = {json.dumps(line, sort_keys=True) for line in resolve(entries)}
    assert {json.dumps(line, sort_keys=True) for line in resolve(shuffled)} == found


@settings(max_examples=10, deadline=None)
@given(NAMES)
def test_resolving_again_changes_nothing(entries: list[dict[str, Any]]) -> None:
    found: Sequence[Mapping[str, Any]] = resolve(entries)
    assert resolve(found) == found
    assert [{key: line[key] for key in entry} for entry, line in zip(entries, found, strict=True)] == entries


@settings(max_examples=10, deadline=None)
@given(st.text(min_size=1).filter(str.strip), st.sampled_from(["Model", "Dataset", "Method", "Lab"]))
def test_any_text_is_a_name(name: str, type_name: str) -> None:
    entries = [{"name": f"x{form}", "type": type_name} for form in (name, f" {name.upper()} ", f"{name} 7B")]
    first, _, _ = resolve(entries)
    assert first["entity"].startswith("https://w3id.org/paperatlas/")


def test_a_registry_and_its_lines_have_the_last_word(tmp_path: Path) -> None:
    entries = [{"name": name, "type": "Model"} for name in ("Code Llama", "Llama-2", "HF-CodeLlama")]
    registry = tmp_path / "registry.yaml"
    registry.write_text(
        "- {name: CodeLlama, type: Model, aliases: [HF-CodeLlama], line_of: Llama 2}\n- {name: Llama 2, type: Model}\n"
    )
    first, second, third = resolve(entries, registry=registry, base="https://example.org/")
    assert first["entity"] == third["entity"] == "https://example.org/model/codellama"
    assert (first["label"], first["variant_of"], second["variant_of"]) == ("CodeLlama", second["entity"], None)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "is no JSON"),
        ("[]", "the whole is a list; write fields"),
        ('{"type": "Model"}', "name is missing; add it"),
        ('{"name": " ", "type": "Model"}', "name is ' '; write a text"),
        ('{"name": "x", "type": "Person"}', "type is 'Person'; use one of"),
        ('{"name": "x", "type": ["Model"]}', "type is a list"),
        ('{"name": "x", "type": "Model", "aliases": "y"}', "aliases is 'y'; write a list"),
        ('{"name": "x", "type": "Model", "aliases": [1]}', "aliases[0] is 1; write a text"),
    ],
)
def test_a_bad_line_is_named_with_file_and_number(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "names.jsonl"
    path.write_text('{"name": "x", "type": "Model"}\n\n' + line, encoding="utf-8")
    with pytest.raises(ReadingError, match=r"names\.jsonl:3") as caught:
        list(read_names(path))
    assert message in str(caught.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="cannot read the names"):
        list(read_names(tmp_path / "none.jsonl"))
    (tmp_path / "bad.jsonl").write_bytes(b"\xff")
    with pytest.raises(ReadingError, match=r"bad\.jsonl:1: this is no JSON in UTF-8"):
        list(read_names(tmp_path / "bad.jsonl"))


@pytest.mark.parametrize(
    ("names", "type_name", "told"),
    [
        (("LLaMA 2", "Llama-2"), None, "spelling"),
        (("SQuAD 2.0", "SQuADv2"), "Dataset", "writing"),
        (("Llama-2-7B", "Llama-2-7B-Chat"), "Model", 'variant-by-name: "Llama-2-7B-Chat" is a variant'),
        (("Llama", "Falcon"), None, "family: llama, falcon"),
        (("Otter 2", "Otter v2"), None, "the registry lists both"),
    ],
)
def test_why_names_the_rule(names: tuple[str, str], type_name: str | None, told: str) -> None:
    known = [KnownEntity("Otter 2", "Model"), KnownEntity("Otter v2", "Model")]
    assert told in "\n".join(explain(names, type_name, known=known))


def test_why_finds_the_types_of_names_that_are_listed() -> None:
    listed = [{"name": "Falcon", "type": "Model"}, {"name": "FALCON", "type": "Method"}]
    assert "else_two" in "\n".join(explain(("Falcon", "FALCON"), context=listed))
    listed = [{"name": "Falcon", "type": "Model"}, {"name": "Otters", "type": "Method"}]
    assert "type: Model, Method" in "\n".join(explain(("Falcon", "Otters"), context=listed))


def test_why_says_that_a_short_form_is_of_several_things() -> None:
    listed = [
        {"name": "Self-Controlled Memory", "type": "Method", "aliases": ["SCM"]},
        {"name": "Structural Causal Model", "type": "Method", "aliases": ["SCM"]},
    ]
    assert "several things" in explain(("SCM", "Structural Causal Model"), "Method", listed)[-1]


def test_every_rule_says_what_it_does_here_and_in_the_docs() -> None:
    page = (HERE.parents[1] / "docs" / "resolution.md").read_text("utf-8")
    for rule, text in RULE_TEXTS.items():
        assert text.endswith((".", "two.", "one."))
        assert f"| {rule} | {text} |" in page
