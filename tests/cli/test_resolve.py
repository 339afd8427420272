from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner

from paperatlas.cli import main

if TYPE_CHECKING:
    from pathlib import Path

LINES = [
    {"name": "Llama-2-7B", "type": "Model", "mine": 1},
    {"name": "LLaMA 2", "type": "Model", "aliases": ["Llama-2"]},
    {"name": "MATH", "type": "Dataset"},
]


def _names(folder: Path) -> str:
    path = folder / "names.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in LINES), encoding="utf-8")
    return str(path)


def test_each_line_comes_back_in_its_place_with_what_it_names(tmp_path: Path) -> None:
    out = tmp_path / "resolved.jsonl"
    done = CliRunner().invoke(main, ["resolve", _names(tmp_path), "-o", str(out)])
    assert (done.exit_code, done.output) == (0, "")
    found = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [line | own for line, own in zip(found, LINES, strict=True)] == found
    base = "https://w3id.org/paperatlas/"
    assert [line["entity"] for line in found] == [
        f"{base}model/llama2-7b",
        f"{base}model/llama2",
        f"{base}dataset/math",
    ]
    assert [line["variant_of"] for line in found] == [f"{base}model/llama2", None, None]
    printed = CliRunner().invoke(main, ["resolve", _names(tmp_path)])
    assert printed.output == out.read_text("utf-8")


def test_why_tells_what_joined_two_names(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["resolve", "--why", "OpenAI o1", "o1", "--type", "Model"])
    assert done.exit_code == 0
    assert "maker_in_front" in done.output
    done = CliRunner().invoke(main, ["resolve", _names(tmp_path), "--why", "Llama-2", "LLaMA2"])
    assert "one thing" in done.output


def test_a_registry_names_things(tmp_path: Path) -> None:
    registry = tmp_path / "known.yaml"
    registry.write_text("- {name: Llama Two, type: Model, aliases: [Llama-2]}\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["resolve", _names(tmp_path), "--registry", str(registry)])
    assert json.loads(done.output.splitlines()[1])["label"] == "Llama Two"


def test_what_is_missing_or_wrong_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["resolve"])
    assert done.exit_code == 2
    assert "--why" in done.output
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{}\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["resolve", str(bad)])
    assert done.exit_code == 1
    assert "bad.jsonl:1: name is missing" in done.stderr
