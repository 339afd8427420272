from __future__ import annotations

from paperatlas.records import Entity, Evidence, Graph, Statement
from paperatlas.schema import node_type, predicate
from paperatlas.viewing.drawing import draw
from paperatlas.viewing.selection import select
from samples import HOSTILE, sample_graph
from viewing.synthetic import synthetic_graph


def test_nodes_and_lines_look_as_the_schema_says() -> None:
    graph = sample_graph()
    network = draw(graph, select(graph, 100))
    for node in network.nodes:
        assert node["shape"] == node_type(node["group"]).shape
        assert network.options["groups"][node["group"]]["color"] == node_type(node["group"]).colour
    for edge in network.edges:
        assert edge["color"] == predicate(edge["predicate"]).colour
        assert edge["arrows"] == "to"


def test_nothing_moves_at_opening() -> None:
    graph = sample_graph()
    network = draw(graph, select(graph, 100))
    assert network.options["physics"] is False
    assert all(isinstance(node["x"], int) and isinstance(node["y"], int) for node in network.nodes)


def test_nothing_has_a_title_that_would_be_parsed_as_html() -> None:
    graph = sample_graph(HOSTILE)
    network = draw(graph, select(graph, 100))
    assert not any("title" in drawn for drawn in (*network.nodes, *network.edges))


def test_the_most_telling_node_is_the_largest() -> None:
    graph = synthetic_graph(30)
    selection = select(graph, 100)
    sizes = {node["id"]: node["size"] for node in draw(graph, selection).nodes}
    assert list(sizes.values()) == sorted(sizes.values(), reverse=True)
    assert max(sizes.values()) > 2 * min(sizes.values())


def test_lines_between_the_same_nodes_do_not_cover_each_other() -> None:
    graph = sample_graph()
    network = draw(graph, select(graph, 100))
    between = [edge for edge in network.edges if {edge["from"], edge["to"]} == {"model/otter7b", "model/beaver13b"}]
    assert len(between) == 2
    assert ["smooth" in edge for edge in between] == [False, True]


def test_support_makes_a_line_wider_and_inference_dashes_it() -> None:
    names = ("model/a", "model/b", "model/c")
    two = (Evidence("paper/1", "q"), Evidence("paper/2", "q"))
    graph = Graph(
        {name: Entity(name, "Model", name) for name in names},
        (
            Statement("model/a", "based-on", "model/b", two),
            Statement("model/b", "variant-of", "model/c", inferred_by="name-prefix"),
        ),
    )
    stated, inferred = draw(graph, select(graph, 10)).edges
    assert stated["width"] > inferred["width"]
    assert "dashes" not in stated
    assert inferred["dashes"]
