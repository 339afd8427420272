from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from benchmarks.annotated_papers import KITCHEN
from paperatlas.errors import SchemaError
from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA, ExtractionSchema, load_schema
from paperatlas.schema import check_edge

if TYPE_CHECKING:
    from pathlib import Path

DISH = "types: [{name: Dish}]\n"


def test_the_default_is_part_of_the_schema_of_the_graph() -> None:
    for rule in DEFAULT_SCHEMA.predicates:
        for subject in rule.subjects:
            for object_ in rule.objects:
                check_edge(subject, rule.name, object_)
    assert "Lab+" not in DEFAULT_SCHEMA.name_classes
    assert DEFAULT_SCHEMA.relation_classes[-2:] == ("compares-to unspecified", "-")


@pytest.mark.parametrize("schema", [DEFAULT_SCHEMA, ExtractionSchema.parse(yaml.safe_load(KITCHEN))])
def test_a_schema_is_read_as_it_is_written(schema: ExtractionSchema) -> None:
    assert ExtractionSchema.parse(schema.plain()) == schema


def test_a_file_names_types_predicates_and_outcomes(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(KITCHEN)
    schema = load_schema(tmp_path / "s.yaml")
    assert schema.name_classes == ("Dish", "Ingredient", "Dish+", "-")
    assert schema.relation_classes == ("made-with", "goes-beside well", "goes-beside badly", "-")
    assert schema.predicates_between("Paper", "Ingredient") == ("made-with",)
    assert schema.predicates_between("Ingredient", "Dish") == ()


def test_a_schema_covers_its_parts_alone() -> None:
    plain = DEFAULT_SCHEMA.plain()
    part = ExtractionSchema.parse({"types": plain["types"][:2], "predicates": plain["predicates"][:1]})
    assert DEFAULT_SCHEMA.covers(part)
    assert not part.covers(DEFAULT_SCHEMA)
    assert not DEFAULT_SCHEMA.covers(ExtractionSchema.parse(yaml.safe_load(KITCHEN)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the whole is None; write fields"),
        ("types: [Dish]", "s.yaml:1: types[0] is 'Dish'; write fields"),
        ("types: []\npredicates: []", "types is a list; write 1 or more in it"),
        ("types: [{name: Paper}]\npredicates: []", "types[0].name is Paper, the text itself"),
        (DISH, "predicates is missing; add it"),
        ("types: [{name: a b}]\npredicates: []", "types[0].name is 'a b'; write a name of letters"),
        ("types: [{name: Dish+}]\npredicates: []", "types[0].name is 'Dish+'"),
        ("types: [{name: ''}]\npredicates: []", "types[0].name is ''"),
        ("types: [{name: Dish}, {name: Dish}]\npredicates: []", "types has 'Dish' twice"),
        ("types: [{name: Dish, introduced: 3}]\npredicates: []", "types[0].introduced is 3; write true or false"),
        (DISH + "predicates: [{name: p, to: [Dish]}]", "s.yaml:2: predicates[0].from is missing"),
        (DISH + "predicates: [{name: p, from: [], to: [Dish]}]", "predicates[0].from is a list; write 1 or more"),
        (DISH + "predicates: [{name: p, from: [Dish], to: [Soup]}]", "predicates[0].to[0] is 'Soup', no type; use one"),
        (DISH + "predicates: [{name: p, from: [Dish], to: [Paper]}]", "predicates[0].to[0] is 'Paper'"),
        (DISH + "predicates: [{name: p, from: [Dish], to: [Dish], outcomes: 3}]", "predicates[0].outcomes is 3"),
        (DISH + "predicates: [{name: p, from: [Dish], to: [Dish], outcomes: [3]}]", "predicates[0].outcomes[0] is 3"),
        (DISH + "predicates: [{name: p, from: [Dish], to: [Dish], outcomes: [a, a]}]", "outcomes has 'a' twice"),
        (DISH + "predicates: [{name: 5}]", "predicates[0].name is 5"),
        ("types: [", "this is no YAML"),
    ],
)
def test_what_is_no_schema_is_told(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(text)
    with pytest.raises(SchemaError, match=re.escape(said)):
        load_schema(path)
