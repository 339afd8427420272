"""Made-up annotated papers to train on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

KITCHEN = """\
types:
  - {name: Dish, introduced: true}
  - {name: Ingredient}
predicates:
  - {name: made-with, from: [Dish, Paper], to: [Ingredient]}
  - {name: goes-beside, from: [Dish], to: [Dish], outcomes: [well, badly]}
"""


def entity(name: str, kind: str, *, introduced: bool = False) -> dict[str, Any]:
    """Return an annotated entity whose only mention is its name."""
    return {"name": name, "type": kind, "introduced": introduced, "mentions": [name]}


def relation(subject: str, predicate: str, object_: str, evidence: str, **more: str) -> dict[str, Any]:
    """Return an annotated relation, with further fields such as its outcome."""
    return {"subject": subject, "predicate": predicate, "object": object_, "evidence": evidence, **more}


def write(folder: Path, papers: list[dict[str, Any]], golds: list[dict[str, Any]]) -> tuple[Path, Path]:
    """Write papers and their annotations into a folder; return the two files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = folder / "papers.jsonl", folder / "gold.jsonl"
    for file, lines in zip(files, (papers, golds), strict=True):
        file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return files


def otters(folder: Path, count: int = 30) -> tuple[Path, Path]:
    """Write papers that each introduce a model and test it on the same benchmark."""
    papers, golds = [], []
    for number in range(count):
        name = f"Otter{'abcdefghij'[number % 10]}-{number}B"
        abstract = f"We present {name}, a model. {name} is tested on PondBench. The UIO is wet. Lake University helps."
        papers.append({"id": str(number), "title": f"{name}: A Model", "abstract": abstract})
        entities = [
            entity(name, "Model", introduced=True),
            entity("PondBench", "Dataset"),
            entity("Lake University", "Lab"),
        ]
        tested = relation(name, "evaluates-on", "PondBench", f"{name} is tested on PondBench")
        golds.append({"id": str(number), "entities": entities, "relations": [tested]})
    return write(folder, papers, golds)


def kitchen(folder: Path, count: int = 40) -> tuple[Path, Path]:
    """Write notes about dishes, their ingredients and the dishes that they are served beside."""
    heads, tails = ("Mor", "Pel", "Zan", "Tiv", "Gul", "Bre", "Kos", "Fen"), ("ba", "dino", "keto", "rella", "shu")
    papers, golds = [], []
    for number in range(count):
        dish = heads[number % 8] + tails[number % 5]
        other = heads[(number + 3) % 8] + tails[(number + 1) % 5]
        spice = f"{('Red', 'Old', 'Sea')[number % 3]} {('Pepper', 'Salt', 'Clove', 'Mint')[number % 4]}"
        outcome = ("well", "badly")[number % 2]
        made, beside = f"We cook {dish} with {spice} tonight", f"{dish} goes {outcome} beside the dish {other}"
        papers.append({"id": f"n{number}", "title": "A note on food", "abstract": f"{made}. {beside}. Serve it hot."})
        entities = [entity(dish, "Dish", introduced=True), entity(other, "Dish"), entity(spice, "Ingredient")]
        stated = [
            relation(dish, "made-with", spice, made),
            relation(dish, "goes-beside", other, beside, outcome=outcome),
        ]
        golds.append({"id": f"n{number}", "entities": entities, "relations": stated})
    return write(folder, papers, golds)
