from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from paperatlas.errors import ExtractionError
from paperatlas.extraction.fitting import main
from paperatlas.extraction.linear import Linear

if TYPE_CHECKING:
    from pathlib import Path

TABLES = ("known_names.tsv", "name_weights.tsv", "relation_weights.tsv")


def write_corpus(folder: Path, count: int = 30) -> tuple[Path, Path]:
    """Made-up papers that each introduce a model and test it on one and the same benchmark."""
    papers: list[dict[str, object]] = []
    golds: list[dict[str, object]] = []
    for number in range(count):
        name = f"Otter{'abcdefghij'[number % 10]}-{number}B"
        abstract = f"We present {name}, a model. {name} is tested on PondBench. The UIO is wet. Lake University helps."
        papers.append({"id": str(number), "title": f"{name}: A Model", "abstract": abstract})
        model = {"name": name, "type": "Model", "introduced": True, "mentions": [name]}
        bench = {"name": "PondBench", "type": "Dataset", "introduced": False, "mentions": ["PondBench"]}
        lab = {"name": "Lake University", "type": "Lab", "introduced": False, "mentions": ["Lake University"]}
        tested = {"subject": name, "predicate": "evaluates-on", "object": "PondBench"}
        tested["evidence"] = f"{name} is tested on PondBench"
        golds.append({"id": str(number), "entities": [model, bench, lab], "relations": [tested]})
    files = folder / "papers.jsonl", folder / "gold.jsonl"
    for file, lines in zip(files, (papers, golds), strict=True):
        file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return files


def test_tables_hold_what_the_papers_agree_on(tmp_path: Path) -> None:
    main(*write_corpus(tmp_path), tmp_path)
    known = (tmp_path / "known_names.tsv").read_text(encoding="utf-8").splitlines()
    assert {"PondBench\tDataset", "Lake University\tLab", "UIO\t-"} <= set(known)
    weights = Linear.parse((tmp_path / "name_weights.tsv").read_text(encoding="utf-8"))
    likeliest = weights.classes[weights.probabilities(["before=present", "is=model", "title start", "size"]).argmax()]
    assert likeliest == "Model+"


def test_the_same_papers_give_the_same_tables(tmp_path: Path) -> None:
    files = write_corpus(tmp_path)
    folders = tmp_path / "a", tmp_path / "b"
    for folder in folders:
        folder.mkdir()
        main(*files, folder)
    assert all((folders[0] / name).read_bytes() == (folders[1] / name).read_bytes() for name in TABLES)


def test_tables_hold_no_name_of_a_single_paper(tmp_path: Path) -> None:
    main(*write_corpus(tmp_path), tmp_path)
    text = "".join((tmp_path / name).read_text(encoding="utf-8") for name in TABLES)
    assert "Ottera-0B" not in text


def test_an_annotated_paper_that_is_not_there_is_named(tmp_path: Path) -> None:
    papers, gold = write_corpus(tmp_path, 2)
    papers.write_text(papers.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    with pytest.raises(ExtractionError, match="no paper '1'"):
        main(papers, gold, tmp_path)
