from __future__ import annotations

import pytest
from pyvis.network import Network

from paperatlas.errors import OutputError
from paperatlas.graph.display import NODE_COLOURS, PREDICATE_COLOURS
from paperatlas.graph.graph import Graph
from paperatlas.graph.importance import importance
from paperatlas.html.pyvis_network import to_pyvis
from paperatlas.html.theme import NODE_SHAPES
from samples import HOSTILE, sample_graph
from synthetic_graph import synthetic_graph


def test_a_small_graph_is_held_whole() -> None:
    graph = sample_graph()
    network = to_pyvis(graph)
    assert isinstance(network, Network)
    assert set(network.get_nodes()) == set(graph.entities)
    assert {edge["id"] for edge in network.edges} == {statement.id for statement in graph.statements}


def test_nodes_and_edges_look_like_their_types() -> None:
    network = to_pyvis(sample_graph())
    for node in network.nodes:
        assert (node["color"], node["shape"]) == (NODE_COLOURS[node["type"]], NODE_SHAPES[node["type"]])
    for edge in network.edges:
        assert edge["color"] == PREDICATE_COLOURS[edge["predicate"]]
        assert edge["arrows"] == "to"


def test_inferred_statements_are_dashed_and_lines_between_two_nodes_lie_apart() -> None:
    graph = sample_graph()
    edges = {edge["id"]: edge for edge in to_pyvis(graph).edges}
    assert {its.id for its in graph.statements if its.inferred_by} == {key for key in edges if "dashes" in edges[key]}
    bends: dict[frozenset[str], list[float]] = {}
    for edge in edges.values():
        bend = edge.get("smooth", {}).get("roundness", 0.0)
        bends.setdefault(frozenset((edge["from"], edge["to"])), []).append(bend)
    assert any(len(found) > 1 for found in bends.values())
    assert all(len(found) == len(set(found)) for found in bends.values())


def test_of_a_large_graph_the_most_telling_nodes_are_held() -> None:
    graph = synthetic_graph(80)
    network = to_pyvis(graph, limit=50)
    held, weights = set(network.get_nodes()), importance(graph)
    assert len(held) == 50
    assert min(weights[node] for node in held) >= max(weights[node] for node in graph.entities if node not in held)
    sizes = {node["id"]: node["size"] for node in network.nodes}
    assert max(sizes.values()) == sizes[max(held, key=weights.__getitem__)]


def test_each_node_has_a_place_of_its_own_and_nothing_moves() -> None:
    network = to_pyvis(synthetic_graph(60))
    assert len({(node["x"], node["y"]) for node in network.nodes}) == len(network.nodes)
    assert network.options.physics.enabled is False
    network.toggle_physics(True)  # it is free to be changed
    assert '"enabled": true' in network.generate_html()


def test_no_text_of_a_paper_is_shown_under_the_mouse() -> None:
    network = to_pyvis(sample_graph(HOSTILE))
    assert not any("<" in part["title"] or "href" in part["title"] for part in (*network.nodes, *network.edges))


def test_pyvis_itself_writes_hostile_texts_as_text() -> None:
    network = to_pyvis(sample_graph(HOSTILE))
    network.add_node(HOSTILE, HOSTILE)
    network.heading = HOSTILE
    assert "<img" not in network.generate_html()


def test_a_limit_below_one_is_refused() -> None:
    with pytest.raises(OutputError, match="limit of 1 or more"):
        to_pyvis(sample_graph(), limit=0)


def test_an_empty_graph_makes_an_empty_network() -> None:
    assert to_pyvis(Graph()).nodes == []
