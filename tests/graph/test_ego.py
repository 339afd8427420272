from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import paperatlas as pa
from paperatlas.errors import GraphError
from samples import sample_graph
from synthetic_graph import synthetic_graph

if TYPE_CHECKING:
    from paperatlas.graph.graph import Graph

GRAPH = synthetic_graph(30)
NETWORK = nx.Graph([(its.subject, its.object) for its in GRAPH.statements])
NODES = st.sampled_from(sorted(GRAPH.entities))


def reached(graph: Graph) -> set[str]:
    """The nodes that statements join, and the one asked for."""
    return {end for its in graph.statements for end in (its.subject, its.object)}


@settings(deadline=None)
@given(NODES, st.integers(1, 4))
def test_it_holds_just_what_is_near(node: str, depth: int) -> None:
    ego = pa.ego(GRAPH, node, depth)
    near = set(nx.ego_graph(NETWORK, node, depth))
    assert reached(ego) == near
    assert set(ego.statements) == {its for its in GRAPH.statements if {its.subject, its.object} <= near}


@settings(deadline=None)
@given(NODES, st.integers(0, 3))
def test_it_is_a_whole_graph(node: str, depth: int) -> None:
    ego = pa.ego(GRAPH, node, depth)
    assert ego.entities.keys() >= reached(ego) | {node}
    assert {paper for its in ego.statements for paper in its.papers} <= ego.entities.keys()
    assert list(ego.entities) == [its for its in GRAPH.entities if its in ego.entities]
    assert (ego.base, ego.pages) == (GRAPH.base, GRAPH.pages)


@settings(deadline=None)
@given(NODES, st.integers(0, 3))
def test_more_steps_hold_more(node: str, depth: int) -> None:
    assert pa.ego(GRAPH, node, depth).entities.keys() <= pa.ego(GRAPH, node, depth + 1).entities.keys()


@settings(deadline=None)
@given(NODES, st.integers(0, 2))
def test_an_ego_of_an_ego_is_the_same(node: str, depth: int) -> None:
    ego = pa.ego(GRAPH, node, depth)
    assert pa.ego(ego, node, depth) == ego


def test_names_are_found_in_any_spelling() -> None:
    graph = sample_graph()
    assert pa.ego(graph, "otter 7b") == pa.ego(graph, "model/otter7b")


def test_an_unknown_name_tells_near_ones() -> None:
    with pytest.raises(GraphError, match="did you mean 'Otter-7B'"):
        pa.ego(sample_graph(), "Oter-7B")


def test_no_depth_below_none() -> None:
    with pytest.raises(GraphError, match="depth of 0 or more"):
        pa.ego(sample_graph(), "Otter-7B", -1)


def test_it_can_be_explored() -> None:
    assert "iframe" in pa.explore(pa.ego(sample_graph(), "Otter-7B"))._repr_html_()


def test_unsure_statements_join_what_is_there_and_lead_nowhere() -> None:
    graph = sample_graph()
    apart = tuple(edge for edge in graph.statements if edge.predicate in {"compares-to", "based-on"})
    graph = replace(graph, statements=tuple(edge for edge in graph.statements if edge not in apart), unsure=apart)
    assert "model/beaver13b" not in pa.ego(graph, "Otter-7B").entities
    assert pa.ego(graph, "Otter-7B").unsure == ()
    joined = replace(graph.statements[0], subject="paper/one", predicate="mentions", object="model/beaver13b")
    near = pa.ego(replace(graph, statements=(*graph.statements, joined)), "Otter-7B", 2)
    assert {edge.predicate for edge in near.unsure} == {"based-on"}
