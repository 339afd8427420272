"""The extractor against papers that people annotated, where those are at hand."""

from __future__ import annotations

import importlib.util
import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from paperatlas.extraction import ModelExtractor, to_line
from paperatlas.extraction.pipeline import reader
from paperatlas.records import Listing, Paper

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = os.environ.get("PAPERATLAS_DATA")
ANNOTATION = Path(DATA or "/nowhere") / "annotation"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA, reason="PAPERATLAS_DATA does not say where annotated papers are"),
]


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
    return [to_line(extraction) for extraction in ModelExtractor().extract(papers)]


def test_names_and_relations_are_found(lines: list[dict[str, object]]) -> None:
    result = load("score").score(read("dev.gold.jsonl"), lines)
    assert result["entities"]["all"]["f1"] >= 0.849
    assert result["introduced"]["f1"] >= 0.834
    assert result["relations lenient"]["all"]["f1"] >= 0.62
    assert result["relations strict"]["all"]["f1"] >= 0.52
    assert result["outcome accuracy"] >= 0.98


def matched(lines: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any], dict[str, Any] | None]]:
    """Each relation that was found, with its paper and the relation that people noted, if they did."""
    pair = load("score").pair
    papers = {paper["id"]: paper for paper in read("dev.papers.jsonl")}
    found = {line["id"]: line for line in lines}
    for gold in read("dev.gold.jsonl"):
        names = {"PAPER": "PAPER", **pair(gold, found[gold["id"]])}
        noted = {(r["subject"], r["predicate"], r["object"]): r for r in gold["relations"]}
        for said in found[gold["id"]]["relations"]:
            triple = names.get(said["subject"]), said["predicate"], names.get(said["object"])
            yield papers[gold["id"]], said, noted.get(triple)


def test_the_evidence_is_in_the_sentence_that_people_quote(lines: list[dict[str, Any]]) -> None:
    nlp = reader()
    same = [
        any(said["evidence"] in s.text and noted["evidence"] in s.text for s in nlp(text_of(paper)).sents)
        for paper, said, noted in matched(lines)
        if noted
    ]
    assert sum(same) / len(same) >= 0.9


def text_of(paper: dict[str, Any]) -> str:
    return f"{paper['title']}\n{paper['abstract']}"


def error_of_calibration(confidences: list[float], right: list[bool]) -> float:
    """Expected calibration error over five bins of equal count."""
    order = np.argsort(confidences, kind="stable")
    bins = np.array_split(np.array([confidences, right], dtype=float)[:, order], 5, axis=1)
    return float(sum(part.shape[1] * abs(part[0].mean() - part[1].mean()) for part in bins) / len(right))


def test_confidence_tells_how_often_a_relation_is_right(lines: list[dict[str, Any]]) -> None:
    found = [(said["confidence"], noted is not None) for _, said, noted in matched(lines)]
    assert error_of_calibration([c for c, _ in found], [right for _, right in found]) <= 0.1


def test_confidence_tells_how_often_a_name_is_right(lines: list[dict[str, Any]]) -> None:
    pair, gold = load("score").pair, {line["id"]: line for line in read("dev.gold.jsonl")}
    found = [(e["confidence"], e["name"] in pair(gold[line["id"]], line)) for line in lines for e in line["entities"]]
    assert error_of_calibration([c for c, _ in found], [right for _, right in found]) <= 0.06


def test_lines_are_as_annotators_would_write_them(lines: list[dict[str, object]]) -> None:
    faults = load("check").faults
    papers = {paper["id"]: paper for paper in read("dev.papers.jsonl")}
    assert [fault for line in lines for fault in faults(papers[line["id"]], line)] == []
    assert len(lines) == len(papers)


def test_hundreds_of_abstracts_take_seconds() -> None:
    papers = [Paper(p["id"], p["title"], p["abstract"], Listing("dev", 1)) for p in read("dev.papers.jsonl")]
    start = time.process_time()
    extractor = ModelExtractor()
    assert extractor.nlp.pipe_names[-1] == "paperatlas_relations"
    assert time.process_time() - start < 2
    assert len(list(extractor.extract(papers))) / (time.process_time() - start) > 12
