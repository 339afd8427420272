from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from paperatlas.graph.graph import Graph, set_graph_display
from samples import sample_graph

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def no_display() -> Iterator[None]:
    set_graph_display(None)
    yield
    set_graph_display(None)


def test_equal_graphs_have_one_hash() -> None:
    assert hash(sample_graph()) == hash(sample_graph())
    assert len({sample_graph(), sample_graph(), Graph()}) == 2


def test_the_order_of_nodes_counts_neither_for_equality_nor_for_the_hash() -> None:
    graph = sample_graph()
    turned = replace(graph, entities=dict(reversed(list(graph.entities.items()))))
    assert turned == graph
    assert hash(turned) == hash(graph)


def test_a_graph_prints_as_one_short_line() -> None:
    graph = sample_graph()
    assert repr(graph) == f"<Graph: {len(graph.entities)} nodes, {len(graph.statements)} statements, 2 papers>"


def test_a_notebook_shows_the_line_until_a_display_is_set() -> None:
    graph = sample_graph()
    assert graph._repr_html_() is None
    set_graph_display(lambda shown: f"<p>{len(shown.entities)}</p>")
    assert graph._repr_html_() == f"<p>{len(graph.entities)}</p>"
