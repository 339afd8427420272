from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperatlas.analysis.measures import communities
from paperatlas.graph.graph import Entity, Graph, Statement
from paperatlas.html.explorer.communities import group_nodes
from paperatlas.html.explorer.disc_layout import layout_communities
from paperatlas.html.explorer.force_layout import ROOM, layout_disc, separate_discs
from paperatlas.html.explorer.truncation import select_nodes
from synthetic_graph import synthetic_graph

if TYPE_CHECKING:
    from paperatlas.html.explorer.communities import ExplorerCommunity

Positions = dict[str, tuple[float, float]]


def placed(graph: Graph, before: Positions) -> tuple[Positions, tuple[ExplorerCommunity, ...]]:
    choice = select_nodes(graph)
    groups = group_nodes(graph, choice, communities(graph)[0])
    return layout_communities(choice, groups, before), groups


def disc(points: Positions, group: ExplorerCommunity) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], float]:
    at = np.array([points[node] for node in group.members])
    middle = (at.min(axis=0) + at.max(axis=0)) / 2
    return middle, float(np.linalg.norm(at - middle, axis=1).max())


def test_groups_lie_apart() -> None:
    points, groups = placed(synthetic_graph(150), {})
    assert len(groups) > 3
    for one, other in combinations([disc(points, group) for group in groups], 2):
        assert np.linalg.norm(one[0] - other[0]) > 0.98 * (one[1] + other[1])


def test_the_same_graph_is_placed_alike_and_stays_as_it_was() -> None:
    graph = synthetic_graph(80)
    points, _ = placed(graph, {})
    assert placed(graph, {})[0] == points
    again, _ = placed(graph, points)
    moved = [np.hypot(points[node][0] - again[node][0], points[node][1] - again[node][1]) for node in points]
    assert max(moved) <= 0.2


def test_authors_stand_around_their_paper() -> None:
    authors = [f"author/a{number}" for number in range(6)]
    entities = {name: Entity(name, "Author", name) for name in authors}
    entities["paper/p"] = Entity("paper/p", "Paper", "P")
    entities["model/m"] = Entity("model/m", "Model", "M")
    statements = [Statement("paper/p", "authored-by", name) for name in authors]
    graph = Graph(entities, (*statements, Statement("paper/p", "introduces", "model/m")))
    points, _ = placed(graph, {})
    reach = [np.hypot(*np.subtract(points[name], points["paper/p"])) for name in authors]
    assert len({points[name] for name in authors}) == 6
    assert max(reach) < ROOM


def test_an_empty_graph_has_no_places() -> None:
    assert placed(Graph(), {}) == ({}, ())


@example([(0.0, 0.0, 1.0), (0.0, 0.0, 1.0), (0.0, 1e-258, 1.0)])
@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50), st.floats(1, 30)), min_size=1, max_size=30))
@example([(0.0, 0.0, 1.0), (0.0, 0.0, 1.0), (0.0, 8.8e-151, 1.0)])
def test_discs_end_up_side_by_side(discs: list[tuple[float, float, float]]) -> None:
    radii = np.array([radius for *_, radius in discs])
    middles = separate_discs(np.array([(x, y) for x, y, _ in discs]), radii)
    for one, other in combinations(range(len(discs)), 2):
        assert np.linalg.norm(middles[one] - middles[other]) > 0.9 * (radii[one] + radii[other])


@settings(deadline=None)
@given(st.integers(1, 40))
def test_nodes_of_a_disc_hardly_cover_each_other(count: int) -> None:
    ties = np.array(
        [(number, (number * 7 + 1) % count) for number in range(count) if number != (number * 7 + 1) % count]
    )
    ties = ties.reshape(-1, 2).astype(np.int64)
    points = layout_disc(ties, np.ones(len(ties)), count)
    assert np.isfinite(points).all()
    apart = [np.linalg.norm(points[one] - points[other]) for one, other in combinations(range(count), 2)]
    assert min(apart, default=ROOM) > ROOM / 3
