from __future__ import annotations

from paperatlas.analysis import analyze
from paperatlas.analysis.measures import communities
from paperatlas.graph.graph import Entity, Graph, Statement
from paperatlas.html.explorer.selection import group_nodes, select_nodes
from samples import sample_graph
from synthetic_graph import synthetic_graph

GRAPH = synthetic_graph(20)


def test_a_small_graph_is_selected_whole() -> None:
    selection = select_nodes(GRAPH)
    assert selection.nodes == tuple(GRAPH.entities)
    assert selection.statements == GRAPH.statements


def test_the_most_important_of_too_many_nodes_are_selected() -> None:
    selection = select_nodes(GRAPH, max_nodes=10)
    assert len(selection.nodes) == 10
    least = min(selection.weights.values())
    full = select_nodes(GRAPH).weights
    assert all(full[node] <= least for node in GRAPH.entities if node not in selection.weights)
    assert all({statement.subject, statement.object} <= set(selection.nodes) for statement in selection.statements)


def test_authors_are_left_out_before_papers_with_few_statements() -> None:
    graph = sample_graph()
    selected = select_nodes(graph, max_nodes=len(graph.entities) - 1).weights
    assert graph.entities.keys() - selected.keys() == {"author/ada-lake"}


def test_each_node_keeps_one_of_too_many_statements() -> None:
    selection = select_nodes(GRAPH, max_edges=50)
    assert len(selection.statements) == 50
    touched = {end for statement in selection.statements for end in (statement.subject, statement.object)}
    assert touched == set(GRAPH.entities)
    assert [statement.id for statement in selection.statements] == [
        statement.id for statement in GRAPH.statements if statement in selection.statements
    ]


def numbers(graph: Graph) -> dict[str, int]:
    groups = group_nodes(graph, select_nodes(graph), communities(graph)[0])
    return {node: group.number for group in groups for node in group.members}


def test_every_node_is_in_one_group_and_the_largest_comes_first() -> None:
    graph = synthetic_graph(60)
    groups = group_nodes(graph, select_nodes(graph), communities(graph)[0])
    assert sorted(node for group in groups for node in group.members) == sorted(graph.entities)
    assert [len(group.members) for group in groups] == sorted((len(group.members) for group in groups), reverse=True)


def test_authors_are_where_their_papers_are() -> None:
    group_numbers = numbers(sample_graph())
    assert group_numbers["author/ada-lake"] == group_numbers["paper/one"] == group_numbers["lab/wet-lab"]


def test_a_group_is_named_after_its_most_important_entities() -> None:
    (first, *_) = group_nodes(sample_graph(), select_nodes(sample_graph()), communities(sample_graph())[0])
    assert first.name == " · ".join(sample_graph().entities[node].label for node in first.leads)
    assert len(first.leads) <= 3
    assert all(not node.startswith(("paper/", "author/")) for node in first.leads)


def test_groups_are_the_communities_of_the_analysis_with_the_same_numbers() -> None:
    graph = synthetic_graph(60)
    group_numbers = numbers(graph)
    community_numbers = {
        node: measures.community for node, measures in analyze(graph).nodes.items() if measures.community is not None
    }
    assert community_numbers
    assert {node: group_numbers[node] for node in community_numbers} == community_numbers


def test_a_node_without_a_community_joins_its_neighbours_or_stays_alone() -> None:
    graph = synthetic_graph(60)
    loose = {name: Entity(name, "Author", name) for name in ("author/ada", "author/bo")}
    written = Statement("paper/p0007", "authored-by", "author/ada")
    group_numbers = numbers(Graph({**graph.entities, **loose}, (*graph.statements, written), graph.papers))
    assert group_numbers["author/ada"] == group_numbers["paper/p0007"]
    assert [node for node in group_numbers if group_numbers[node] == group_numbers["author/bo"]] == ["author/bo"]


def test_a_group_too_small_to_be_a_community_has_no_name_on_the_map() -> None:
    graph = Graph({"model/a": Entity("model/a", "Model", "A")})
    assert [group.named for group in group_nodes(graph, select_nodes(graph), [])] == [False]
