from __future__ import annotations

from paperatlas.records import Entity, Graph, Statement
from paperatlas.viewing.explorer.choosing import choose
from paperatlas.viewing.explorer.groups import group_nodes
from samples import sample_graph
from viewing.synthetic import synthetic_graph


def numbers(graph: Graph, before: dict[str, int]) -> dict[str, int]:
    groups = group_nodes(graph, choose(graph), before)
    return {node: group.number for group in groups for node in group.members}


def test_every_node_is_in_one_group_and_the_largest_comes_first() -> None:
    graph = synthetic_graph(60)
    groups = group_nodes(graph, choose(graph), {})
    assert sorted(node for group in groups for node in group.members) == sorted(graph.entities)
    assert [len(group.members) for group in groups] == sorted((len(group.members) for group in groups), reverse=True)


def test_authors_are_where_their_papers_are() -> None:
    found = numbers(sample_graph(), {})
    assert found["author/ada-lake"] == found["paper/one"] == found["lab/wet-lab"]


def test_a_group_is_called_after_its_most_telling_things() -> None:
    (first, *_) = group_nodes(sample_graph(), choose(sample_graph()), {})
    assert first.name == " · ".join(sample_graph().entities[node].label for node in first.leads)
    assert len(first.leads) <= 3
    assert all(not node.startswith(("paper/", "author/")) for node in first.leads)


def test_groups_are_kept_and_new_nodes_join_their_neighbours() -> None:
    graph = synthetic_graph(60)
    before = numbers(graph, {})
    entities = {
        **graph.entities,
        "model/new": Entity("model/new", "Model", "New"),
        "model/o": Entity("model/o", "Model", "O"),
    }
    grown = Graph(entities, (*graph.statements, Statement("model/new", "based-on", "model/m0007")), graph.papers)
    after = numbers(grown, before)
    assert {node: after[node] for node in before} == before
    assert after["model/new"] == before["model/m0007"]
    assert after["model/o"] not in before.values()


def test_a_group_too_small_to_be_a_community_has_no_name_on_the_map() -> None:
    graph = Graph({"model/a": Entity("model/a", "Model", "A")})
    assert [group.named for group in group_nodes(graph, choose(graph), {})] == [False]
