from __future__ import annotations

from paperatlas.analysis import analyze
from paperatlas.analysis.measures import communities
from paperatlas.graph.graph import Entity, Graph, Statement
from paperatlas.html.explorer.communities import group_nodes
from paperatlas.html.explorer.truncation import select_nodes
from samples import sample_graph
from synthetic_graph import synthetic_graph


def numbers(graph: Graph) -> dict[str, int]:
    groups = group_nodes(graph, select_nodes(graph), communities(graph)[0])
    return {node: group.number for group in groups for node in group.members}


def test_every_node_is_in_one_group_and_the_largest_comes_first() -> None:
    graph = synthetic_graph(60)
    groups = group_nodes(graph, select_nodes(graph), communities(graph)[0])
    assert sorted(node for group in groups for node in group.members) == sorted(graph.entities)
    assert [len(group.members) for group in groups] == sorted((len(group.members) for group in groups), reverse=True)


def test_authors_are_where_their_papers_are() -> None:
    found = numbers(sample_graph())
    assert found["author/ada-lake"] == found["paper/one"] == found["lab/wet-lab"]


def test_a_group_is_called_after_its_most_telling_things() -> None:
    (first, *_) = group_nodes(sample_graph(), select_nodes(sample_graph()), communities(sample_graph())[0])
    assert first.name == " · ".join(sample_graph().entities[node].label for node in first.leads)
    assert len(first.leads) <= 3
    assert all(not node.startswith(("paper/", "author/")) for node in first.leads)


def test_groups_are_the_communities_of_the_analysis_by_the_same_numbers() -> None:
    graph = synthetic_graph(60)
    found = numbers(graph)
    of_analysis = {node: its.community for node, its in analyze(graph).nodes.items() if its.community is not None}
    assert of_analysis
    assert {node: found[node] for node in of_analysis} == of_analysis


def test_what_is_in_no_community_joins_its_neighbours_or_stays_alone() -> None:
    graph = synthetic_graph(60)
    loose = {name: Entity(name, "Author", name) for name in ("author/ada", "author/bo")}
    written = Statement("paper/p0007", "authored-by", "author/ada")
    found = numbers(Graph({**graph.entities, **loose}, (*graph.statements, written), graph.papers))
    assert found["author/ada"] == found["paper/p0007"]
    assert [node for node in found if found[node] == found["author/bo"]] == ["author/bo"]


def test_a_group_too_small_to_be_a_community_has_no_name_on_the_map() -> None:
    graph = Graph({"model/a": Entity("model/a", "Model", "A")})
    assert [group.named for group in group_nodes(graph, select_nodes(graph), [])] == [False]
