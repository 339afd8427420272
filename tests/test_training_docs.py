"""The page on training does what it says."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import yaml

from benchmarks.annotated_papers import otters
from data import ROOT
from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA, ExtractionSchema
from paperatlas.training.gold import read_gold

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PAGE = (ROOT / "docs" / "training.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_annotated_paper_is_sound(tmp_path: Path) -> None:
    paper, gold = blocks("json")
    (tmp_path / "papers.jsonl").write_text(paper)
    (tmp_path / "gold.jsonl").write_text(gold)
    (read,) = read_gold(tmp_path / "papers.jsonl", tmp_path / "gold.jsonl", DEFAULT_SCHEMA)
    assert json.loads(gold)["entities"][0]["name"] == read.entities[0].name


def test_the_schema_is_one() -> None:
    (text,) = blocks("yaml")
    assert ExtractionSchema.parse(yaml.safe_load(text)).types == ("Dish", "Ingredient")


def test_the_examples_in_python_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    papers, gold = otters(tmp_path)
    (tmp_path / "other-papers.jsonl").write_bytes(papers.read_bytes())
    (tmp_path / "other-gold.jsonl").write_bytes(gold.read_bytes())
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "page.jsonl").write_bytes(papers.read_bytes())
    monkeypatch.chdir(tmp_path)
    for code in blocks("python"):
        exec(compile(code, "training.md", "exec"), {})  # noqa: S102
    assert "('Otter-7B', 'Model')" in capsys.readouterr().out
