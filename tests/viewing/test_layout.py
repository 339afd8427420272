from __future__ import annotations

import math
from itertools import combinations

import numpy as np

from paperatlas.records import Entity, Graph, Statement
from paperatlas.viewing.layout import place
from paperatlas.viewing.selection import select
from paperatlas.viewing.spreading import spread
from samples import sample_graph
from viewing.synthetic import synthetic_graph


def test_every_node_has_a_place_and_the_same_one_each_time() -> None:
    selection = select(synthetic_graph(60), 1000)
    points = place(selection)
    assert set(points) == set(selection.steps)
    assert place(selection) == points


def test_nodes_do_not_cover_each_other() -> None:
    selection = select(synthetic_graph(120), 1000)
    points = place(selection)
    close = [pair for pair in combinations(points, 2) if math.dist(points[pair[0]], points[pair[1]]) < 20]
    assert len(close) <= len(points) / 100


def test_the_core_stands_in_the_middle_and_wider_than_high() -> None:
    selection = select(synthetic_graph(200), 1000)
    points = place(selection)
    inner = [math.hypot(*points[node]) for node in selection.core]
    outer = [math.hypot(*points[node]) for node in selection.steps if node not in selection.core]
    assert sum(inner) / len(inner) < sum(outer) / len(outer)
    xs, ys = zip(*(points[node] for node in selection.core), strict=True)
    assert max(xs) - min(xs) > max(ys) - min(ys)


def test_a_core_of_several_pieces_stays_together() -> None:
    names = [f"model/{letter}" for letter in "abcdef"]
    graph = Graph(
        {name: Entity(name, "Model", name) for name in names},
        tuple(Statement(one, "based-on", other) for one, other in zip(names[::2], names[1::2], strict=True)),
    )
    points = place(select(graph, 10))
    assert max(math.dist(*pair) for pair in combinations(points.values(), 2)) < 1500


def test_graphs_of_no_node_one_node_and_loops_are_placed() -> None:
    one = {"model/a": Entity("model/a", "Model", "A")}
    assert place(select(Graph(), 10)) == {}
    assert set(place(select(Graph(one), 10))) == set(one)
    assert set(place(select(Graph(one, (Statement("model/a", "based-on", "model/a"),)), 10))) == set(one)
    assert len(place(select(sample_graph(), 100))) == 11


def test_spreading_leaves_what_may_not_move() -> None:
    points = np.array([[0.0, 0.0], [1.0, 0.0], [200.0, 0.0]])
    apart = spread(points, np.array([False, True, True]), 50.0)
    assert apart[0].tolist() == [0.0, 0.0]
    assert apart[2].tolist() == [200.0, 0.0]
    assert math.dist(apart[0], apart[1]) > 45
