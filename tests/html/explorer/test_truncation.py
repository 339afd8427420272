from __future__ import annotations

from paperatlas.html.explorer.truncation import select_nodes
from samples import sample_graph
from synthetic_graph import synthetic_graph

GRAPH = synthetic_graph(20)


def test_all_of_a_small_graph_is_held() -> None:
    choice = select_nodes(GRAPH)
    assert choice.nodes == tuple(GRAPH.entities)
    assert choice.statements == GRAPH.statements


def test_of_too_many_nodes_the_most_telling_are_held() -> None:
    choice = select_nodes(GRAPH, most_nodes=10)
    assert len(choice.nodes) == 10
    least = min(choice.weights.values())
    full = select_nodes(GRAPH).weights
    assert all(full[node] <= least for node in GRAPH.entities if node not in choice.weights)
    assert all({its.subject, its.object} <= set(choice.nodes) for its in choice.statements)


def test_authors_are_left_out_before_papers_of_which_little_is_stated() -> None:
    graph = sample_graph()
    held = select_nodes(graph, most_nodes=len(graph.entities) - 1).weights
    assert graph.entities.keys() - held.keys() == {"author/ada-lake"}


def test_of_too_many_statements_each_node_keeps_one() -> None:
    choice = select_nodes(GRAPH, most_edges=50)
    assert len(choice.statements) == 50
    touched = {end for its in choice.statements for end in (its.subject, its.object)}
    assert touched == set(GRAPH.entities)
    assert [its.id for its in choice.statements] == [its.id for its in GRAPH.statements if its in choice.statements]
