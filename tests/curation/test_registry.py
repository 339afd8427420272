from __future__ import annotations

import json
import re
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
import yaml

from paperatlas.curation.registry import KnownEntity, load_registry, shipped_registry
from paperatlas.errors import ReadingError
from paperatlas.text.keys import name_key

if TYPE_CHECKING:
    from pathlib import Path


def test_a_registry_is_read(tmp_path: Path) -> None:
    path = tmp_path / "known.yaml"
    path.write_text("- {name: Otter-7B, type: Model, aliases: [Otter 7B]}\n- {name: PondBench, type: Dataset}\n")
    assert load_registry(path) == (KnownEntity("Otter-7B", "Model", ("Otter 7B",)), KnownEntity("PondBench", "Dataset"))


def test_facts_of_a_registry_are_read(tmp_path: Path) -> None:
    path = tmp_path / "known.yaml"
    path.write_text(
        "- {name: Otter, type: Model, organisation: Pond Lab, released: 2024-05-31, hugging_face: pond-lab/otter,\n"
        "   home: 'https://pond.example/otter', line_of: Stoat, sources: {released: our own list}}\n"
    )
    (thing,) = load_registry(path)
    assert (thing.organisation, thing.released, thing.line_of) == ("Pond Lab", "2024-05-31", "Stoat")
    assert (thing.hugging_face, thing.home) == ("pond-lab/otter", "https://pond.example/otter")
    assert thing.sources == (("released", "our own list"),)


@pytest.mark.parametrize("date", ["2024", "2024-05", "2024-05-31", "'2024-05-31'"])
def test_a_date_may_be_as_exact_as_it_is_known(tmp_path: Path, date: str) -> None:
    path = tmp_path / "known.yaml"
    path.write_text(f"- {{name: Otter, type: Model, released: {date}}}\n")
    assert load_registry(path)[0].released == date.strip("'")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "known.yaml:2: this is no YAML: "),
        ("name: x", "known.yaml:1: the whole is a set of fields; write a list"),
        ("- {type: Model}", "known.yaml:1: [0].name is missing; add it"),
        ("- {name: ' ', type: Model}", "[0].name is ' '; write a text that is not empty"),
        ("- {name: X, type: Thing}", "[0].type is 'Thing'; use one of Model, Dataset, Method, Lab"),
        ("- {name: X, type: Model, aliases: [1]}", "[0].aliases[0] is 1; write a text"),
        ("- {name: X, type: Model, released: soon}", "[0].released is 'soon'; write a date"),
        ("- {name: X, type: Model, released: 2024-13}", "write a date"),
        ("- {name: X, type: Model, released: 2024-02-31}", "this is no YAML: day is out of range"),
        ("- {name: X, type: Model, released: true}", "[0].released is True; write a text"),
        ("- {name: X, type: Model, hugging_face: 'a/b/c'}", "write an id as owner/name"),
        ("- {name: X, type: Model, home: 'javascript:alert(1)'}", "write a URL that begins with http"),
        ("- {name: X, type: Model, home: 'https://x.org/<b>'}", "write a URL that begins with http"),
        ("- {name: X, type: Model, line_of: [Y]}", "[0].line_of is a list; write a text"),
        ("- {name: X, type: Model, sources: [Y]}", "[0].sources is a list; write fields with their values"),
        ("- {name: X, type: Model, sources: {name: 1}}", "[0].sources.name is 1; write a text"),
    ],
)
def test_a_bad_registry_says_where_and_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "known.yaml"
    path.write_text(text)
    with pytest.raises(ReadingError, match=re.escape(said)):
        load_registry(path)


def test_a_missing_registry_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="check the path"):
        load_registry(tmp_path / "none.yaml")


def test_many_things_of_each_type_are_shipped() -> None:
    counts = Counter(thing.type for thing in shipped_registry())
    least = {"Model": 400, "Dataset": 300, "Lab": 150, "Method": 150}
    assert {type_name for type_name, count in least.items() if counts[type_name] < count} == set()


def test_no_shipped_name_belongs_to_two_things_of_one_type() -> None:
    names = [(thing.type, name_key(name)) for thing in shipped_registry() for name in (thing.name, *thing.aliases)]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_each_shipped_fact_has_a_source() -> None:
    without = [
        (thing.name, field)
        for thing in shipped_registry()
        for field in ("name", "aliases", "organisation", "released", "hugging_face", "home", "line_of")
        if getattr(thing, field) and not dict(thing.sources).get(field)
    ]
    assert without == []


def test_what_shipped_things_refer_to_is_shipped() -> None:
    models = {thing.name for thing in shipped_registry() if thing.type == "Model"}
    labs = {thing.name for thing in shipped_registry() if thing.type == "Lab"}
    assert [thing for thing in shipped_registry() if thing.line_of and thing.line_of not in models] == []
    assert [thing for thing in shipped_registry() if thing.organisation and thing.organisation not in labs] == []


def test_a_line_ends_somewhere() -> None:
    lines = {thing.name: thing.line_of for thing in shipped_registry() if thing.type == "Model"}
    for first in lines:
        seen, name = {first}, lines.get(first)
        while name:
            assert name not in seen
            seen.add(name)
            name = lines.get(name)


@pytest.mark.parametrize("part", ["models", "datasets", "labs", "methods"])
def test_a_shipped_file_passes_the_checks_of_a_users_own(part: str, tmp_path: Path) -> None:
    path = tmp_path / "known.yaml"
    text = (files("paperatlas.curation") / "known_things" / f"{part}.yaml").read_text("utf-8")
    lines = text.splitlines()[1::7]  # PyYAML's safe loader is slow, and the lines are of one make
    path.write_text("\n".join(lines), "utf-8")
    things = load_registry(path)
    shipped = {thing.name: thing for thing in shipped_registry() if thing.type == things[0].type}
    assert [thing for thing in things if shipped[thing.name] != thing] == []
    assert yaml.safe_load(lines[0])[0] == json.loads(lines[0][2:])


def test_aliases_of_labs_lead_to_them() -> None:
    labs = {
        name_key(name): thing.name
        for thing in shipped_registry()
        if thing.type == "Lab"
        for name in (thing.name, *thing.aliases)
    }
    said = ["nvidia", "deepseek-ai", "CMU", "UC Berkeley", "Ai2"]
    assert [labs[name_key(name)] for name in said] == [
        "NVIDIA",
        "DeepSeek",
        "Carnegie Mellon University",
        "University of California, Berkeley",
        "Allen Institute for AI",
    ]


def test_another_makers_model_is_of_no_line() -> None:
    lines = {thing.name: thing.line_of for thing in shipped_registry() if thing.type == "Model"}
    assert (lines["Code Llama"], lines["SDXL"]) == ("Llama 2", "Stable Diffusion")
    assert [name for name in ("GPT-J", "OpenLLaMA", "Alpaca", "Vicuna") if lines.get(name)] == []
