from __future__ import annotations

from paperatlas.graph.display import NODE_COLOURS
from paperatlas.schema import NODE_TYPES, PREDICATES, PROPERTIES
from paperatlas.server.assets import vocabulary


def test_every_type_predicate_and_property_is_offered_once() -> None:
    names = [term["name"] for term in vocabulary()["terms"]]
    assert len(set(names)) == len(names)
    terms = [
        *(entry.name for entry in NODE_TYPES),
        *(rule.term for rule in PREDICATES),
        *(row.term for row in PROPERTIES),
    ]
    assert {f"pa:{name}" for name in terms} <= set(names)


def test_terms_have_prefixes_that_are_known() -> None:
    words = vocabulary()
    assert {term["name"].partition(":")[0] for term in words["terms"]} <= set(words["prefixes"])


def test_types_have_the_colours_of_the_other_pages() -> None:
    assert vocabulary()["kinds"]["model"]["colour"] == NODE_COLOURS["Model"]
