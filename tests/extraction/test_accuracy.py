"""The extractor against papers that people annotated, where those are at hand."""

from __future__ import annotations

import importlib.util
import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from paperatlas.extraction import RuleExtractor, to_line
from paperatlas.records import Listing, Paper

DATA = os.environ.get("PAPERATLAS_DATA")
ANNOTATION = Path(DATA or "/nowhere") / "annotation"

pytestmark = pytest.mark.skipif(not DATA, reason="PAPERATLAS_DATA does not say where annotated papers are")


def read(name: str) -> list[dict[str, Any]]:
    lines = (ANNOTATION / name).read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def load(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, ANNOTATION / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def lines() -> list[dict[str, object]]:
    papers = [Paper(p["id"], p["title"], p["abstract"], Listing("dev", 1)) for p in read("dev.papers.jsonl")]
    return [to_line(extraction) for extraction in RuleExtractor().extract(papers)]


def test_names_and_relations_are_found(lines: list[dict[str, object]]) -> None:
    result = load("score").score(read("dev.gold.jsonl"), lines)
    assert result["entities"]["all"]["f1"] >= 0.78
    assert result["introduced"]["f1"] >= 0.72
    assert result["relations lenient"]["all"]["f1"] >= 0.48
    assert result["outcome accuracy"] >= 0.8


def test_lines_are_as_annotators_would_write_them(lines: list[dict[str, object]]) -> None:
    faults = load("check").faults
    papers = {paper["id"]: paper for paper in read("dev.papers.jsonl")}
    assert [fault for line in lines for fault in faults(papers[line["id"]], line)] == []
    assert len(lines) == len(papers)


def test_hundreds_of_abstracts_take_seconds() -> None:
    papers = [Paper(p["id"], p["title"], p["abstract"], Listing("dev", 1)) for p in read("dev.papers.jsonl")]
    start = time.process_time()
    extractor = RuleExtractor()
    assert extractor.nlp.pipe_names[-1] == "paperatlas_relations"
    assert time.process_time() - start < 2
    assert len(list(extractor.extract(papers))) / (time.process_time() - start) > 30
