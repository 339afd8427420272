from __future__ import annotations

import pytest

from paperatlas.graph.display import NODE_COLOURS, PREDICATE_COLOURS
from paperatlas.graph.graph import Entity, Graph, Statement
from paperatlas.graph.importance import WEIGHTS, credit_weight, display_weight, importance, tie_weight
from paperatlas.html.theme import INVERSE_LABELS, NODE_SHAPES
from paperatlas.schema import NODE_TYPES, PREDICATES
from samples import sample_graph

_PREDICATES = [entry.name for entry in PREDICATES]


def test_tables_have_an_entry_for_each_predicate_and_node_type_in_the_order_of_the_schema() -> None:
    assert [list(table) for table in (WEIGHTS, PREDICATE_COLOURS, INVERSE_LABELS)] == [_PREDICATES] * 3
    types = [entry.name for entry in NODE_TYPES]
    assert [list(table) for table in (NODE_COLOURS, NODE_SHAPES)] == [types] * 2


def test_what_more_papers_state_and_what_is_surer_weighs_more() -> None:
    graph = sample_graph()
    twice = next(its for its in graph.statements if its.support == 2)
    assert tie_weight(twice) == WEIGHTS[twice.predicate].tie * 2 * twice.confidence
    sure, unsure = (Statement("model/a", "based-on", "model/b", confidence=share) for share in (1.0, 0.5))
    assert display_weight(sure) == 2 * display_weight(unsure)


def test_to_introduce_ties_and_gives_no_credit() -> None:
    own = Statement("paper/a", "introduces", "model/a")
    assert (tie_weight(own), credit_weight(own)) == (1.0, 0.0)


@pytest.mark.parametrize("predicate", ["authored-by", "mentions"])
def test_a_long_list_does_not_make_its_paper_important(predicate: str) -> None:
    entities = {node: Entity(node, "Paper", node) for node in ("paper/a", "x/b")}
    found = importance(Graph(entities, (Statement("paper/a", predicate, "x/b"),)))
    assert found["paper/a"] == 0.0
    assert found["x/b"] == WEIGHTS[predicate].display
