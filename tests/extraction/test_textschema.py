from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from corpora import KITCHEN
from paperatlas.errors import SchemaError
from paperatlas.extraction.textschema import DEFAULT_SCHEMA, TextSchema, load_schema
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


@pytest.mark.parametrize("schema", [DEFAULT_SCHEMA, TextSchema.parse(yaml.safe_load(KITCHEN))])
def test_a_schema_is_read_as_it_is_written(schema: TextSchema) -> None:
    assert TextSchema.parse(schema.plain()) == schema


def test_a_file_names_types_predicates_and_outcomes(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(KITCHEN)
    schema = load_schema(tmp_path / "s.yaml")
    assert schema.name_classes == ("Dish", "Ingredient", "Dish+", "-")
    assert schema.relation_classes == ("made-with", "goes-beside well", "goes-beside badly", "-")
    assert schema.fitting("Paper", "Ingredient") == ("made-with",)
    assert schema.fitting("Ingredient", "Dish") == ()


def test_a_schema_covers_its_parts_alone() -> None:
    plain = DEFAULT_SCHEMA.plain()
    part = TextSchema.parse({"types": plain["types"][:2], "predicates": plain["predicates"][:1]})
    assert DEFAULT_SCHEMA.covers(part)
    assert not part.covers(DEFAULT_SCHEMA)
    assert not DEFAULT_SCHEMA.covers(TextSchema.parse(yaml.safe_load(KITCHEN)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no list types:"),
        ("types: [Dish]", "there is no list types:"),
        ("types: []\npredicates: []", "a schema needs types of its own"),
        ("types: [{name: Paper}]\npredicates: []", "not Paper"),
        (DISH, "there is no list predicates:"),
        ("types: [{name: a b}]\npredicates: []", "a type is named 'a b'"),
        ("types: [{name: Dish+}]\npredicates: []", r"a type is named 'Dish\+'"),
        ("types: [{name: Dish}, {name: Dish}]\npredicates: []", "'Dish' is there twice"),
        ("types: [{name: Dish, introduced: 3}]\npredicates: []", "introduced: is not a yes or no"),
        (DISH + "predicates: [{name: p, to: [Dish]}]", r"p: from is no list of types; write it as \[Dish, Paper\]"),
        (DISH + "predicates: [{name: p, from: [Dish], to: [Soup]}]", "p: to has 'Soup', which is no type"),
        (DISH + "predicates: [{name: p, from: [Dish], to: [Paper]}]", "p: to has 'Paper'"),
        (DISH + "predicates: [{name: p, from: [Dish], to: [Dish], outcomes: 3}]", "p: outcomes is no list"),
        (DISH + "predicates: [{name: p, from: [Dish], to: [Dish], outcomes: [3]}]", "an outcome of p is named 3"),
        (DISH + "predicates: [{name: 5}]", "a predicate is named 5"),
        ("types: [", "is no YAML in UTF-8"),
    ],
)
def test_what_is_no_schema_is_told(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(text)
    with pytest.raises(SchemaError, match=f"s.yaml.*{said}"):
        load_schema(path)
