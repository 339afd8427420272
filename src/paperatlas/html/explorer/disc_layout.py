"""The layout of the explorer: each group of nodes in a disc, and no disc over another.

Forces place the nodes within a group (:mod:`~paperatlas.html.explorer.force_layout`), and authors stand around their
papers. Forces between the groups place the discs, which are then pushed apart. Nodes with a previous position keep it,
unless they make room for new neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from paperatlas.graph.importance import display_weight
from paperatlas.html.explorer.force_layout import (
    GOLDEN_ANGLE,
    NODE_DISTANCE,
    fermat_spiral,
    layout_disc,
    layout_nodes,
    separate_discs,
    separate_points,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from paperatlas.html.explorer.selection import ExplorerGroup, GraphSelection

    Points = NDArray[np.float64]
    Positions = Mapping[str, tuple[float, float]]
    Ties = dict[tuple[int, int], float]

__all__ = ["layout_groups"]

_MAX_MARGIN: Final = 1.5 * NODE_DISTANCE
_AUTHOR_DISTANCE: Final = 0.3 * NODE_DISTANCE
"""The distance of the first author from the paper."""

_AREA_FACTOR: Final = 1.2
"""The area of a disc before discs are pushed apart, as a multiple of its final area."""

_KEPT_SHARE: Final = 0.5
"""The share of nodes with a previous position from which a disc keeps its positions."""

_MIN_TIE: Final = 0.1
_MAX_TIE: Final = 2.0


@dataclass(slots=True)
class _Disc:
    """A group during the layout.

    Attributes:
        nodes: The nodes without the authors around papers, the most important first.
        named: Whether the group is shown as a community.
        ties: The weight of each tie, by the numbers of its ends in ``nodes``.
        points: The position of each node relative to the centre.
        centre: The position of the centre; NaN if unknown.
    """

    nodes: list[str]
    named: bool
    ties: Ties = field(default_factory=lambda: defaultdict(float))
    points: Points = field(default_factory=lambda: np.zeros((0, 2)))
    centre: Points = field(default_factory=lambda: np.full(2, np.nan))

    @property
    def radius(self) -> float:
        """The radius with the margin, which is smaller for a small group."""
        reach = float(np.linalg.norm(self.points, axis=1).max()) + NODE_DISTANCE / 2
        return reach + min(_MAX_MARGIN, 0.15 * reach)


def layout_groups(
    selection: GraphSelection, groups: Sequence[ExplorerGroup], previous: Positions
) -> dict[str, tuple[float, float]]:
    """Compute the position of every node.

    Args:
        selection: The nodes and statements that the explorer shows.
        groups: The groups of the nodes.
        previous: The positions in the last build, by id.

    Returns:
        x to the right and y up, with one decimal, by id in the order of the graph, in a disc around 0, 0.
    """
    group_numbers = {node: number for number, group in enumerate(groups) for node in group.members}
    papers = _author_papers(selection, group_numbers)
    discs = []
    for group in groups:
        nodes = (node for node in group.members if node not in papers)
        discs.append(_Disc(sorted(nodes, key=lambda node: (-selection.weights[node], node)), group.named))
    between = _add_ties(selection, discs, group_numbers, papers)
    for disc in discs:
        _place_nodes(disc, previous)
    _place_discs(discs, between)
    points = {node: disc.centre + point for disc in discs for node, point in zip(disc.nodes, disc.points, strict=True)}
    points |= _author_points(papers, points)
    return {node: (round(float(points[node][0]), 1), round(float(points[node][1]), 1)) for node in selection.nodes}


def _author_papers(selection: GraphSelection, group_numbers: Mapping[str, int]) -> dict[str, list[str]]:
    """Return the papers in the group of each author that has some."""
    papers: dict[str, list[str]] = defaultdict(list)
    for statement in selection.statements:
        paper, author = statement.subject, statement.object
        if statement.predicate == "authored-by" and group_numbers[paper] == group_numbers[author]:
            papers[author].append(paper)
    return papers


def _add_ties(
    selection: GraphSelection, discs: Sequence[_Disc], group_numbers: Mapping[str, int], authors: Mapping[str, object]
) -> Ties:
    """Add the ties within each disc to it, and return those between discs, by the numbers of the discs."""
    node_numbers = {node: number for disc in discs for number, node in enumerate(disc.nodes)}
    between: Ties = defaultdict(float)
    for statement in selection.statements:
        source, target = statement.subject, statement.object
        if source == target or source in authors or target in authors:
            continue
        numbers = group_numbers[source], group_numbers[target]
        if numbers[0] == numbers[1]:
            ends = node_numbers[source], node_numbers[target]
            discs[numbers[0]].ties[min(ends), max(ends)] += display_weight(statement)
        else:
            between[min(numbers), max(numbers)] += display_weight(statement)
    return between


def _place_nodes(disc: _Disc, previous: Positions) -> None:
    """Place the nodes of a disc, beside their previous positions if at least half of them have one."""
    points = np.array([previous.get(node, (np.nan, np.nan)) for node in disc.nodes])
    known = ~np.isnan(points[:, 0])
    if known.any():
        disc.centre = _centre(points[known])
    if known.sum() < _KEPT_SHARE * len(known):
        points = layout_disc(*_tie_arrays(disc.ties), len(disc.nodes))
        disc.points = points - _centre(points)
        return
    if not known.all():
        points = separate_points(_fill_missing(points, disc.ties), ~known, 0.9 * NODE_DISTANCE)
    disc.centre = _centre(points)
    disc.points = points - disc.centre


def _centre(points: Points) -> Points:
    """Return the centre of the bounding box of points, which moves with them exactly."""
    return np.asarray((points.min(axis=0) + points.max(axis=0)) / 2, dtype=np.float64)


def _tie_arrays(ties: Ties) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the ends and the weights of ties, the weights clipped so that no tie outweighs all others."""
    ends = np.array(list(ties), dtype=np.int64).reshape(-1, 2)
    return ends, np.clip(np.array(list(ties.values()), dtype=np.float64), _MIN_TIE, _MAX_TIE)


def _fill_missing(points: Points, ties: Ties) -> Points:
    """Fill in missing points: the mean of the neighbours' points, or of all points without a neighbour."""
    sums, counts = np.zeros_like(points), np.zeros(len(points))
    for ends in ties:
        for left, right in (ends, ends[::-1]):
            if not np.isnan(points[right, 0]):
                sums[left] += points[right]
                counts[left] += 1
    means = np.where(counts[:, None] > 0, sums / np.maximum(counts, 1)[:, None], np.nanmean(points, axis=0))
    jitter = fermat_spiral(len(points)) * NODE_DISTANCE / 4
    return np.where(np.isnan(points), means + jitter, points)


def _place_discs(discs: Sequence[_Disc], between: Ties) -> None:
    """Place the centres of the discs, so that no disc covers another."""
    if not discs:
        return
    radii = np.array([disc.radius for disc in discs])
    centres = np.array([disc.centre for disc in discs])
    if np.isnan(centres).all():
        centres = _first_centres(discs, radii, between)
    elif np.isnan(centres).any():
        centres = _fill_missing(centres, between)
    for disc, centre in zip(discs, separate_discs(centres, radii), strict=True):
        disc.centre = centre


def _first_centres(discs: Sequence[_Disc], radii: NDArray[np.float64], between: Ties) -> Points:
    """Return the first centres: of tied communities by forces, of all other discs in a ring around them."""
    ties = {ends: weight for ends, weight in between.items() if all(discs[number].named for number in ends)}
    inner = np.unique(np.array(list(ties), dtype=np.int64).reshape(-1))
    outer = np.setdiff1d(np.arange(len(discs)), inner)
    numbers = {int(disc): number for number, disc in enumerate(inner)}
    centres = np.zeros((len(discs), 2))
    centres[inner] = _inner_centres(
        radii[inner], {(numbers[left], numbers[right]): weight for (left, right), weight in ties.items()}
    )
    reach = float((np.linalg.norm(centres[inner], axis=1) + radii[inner]).max(initial=0.0))
    distances = np.sqrt((reach + _MAX_MARGIN) ** 2 + np.cumsum(_AREA_FACTOR * np.square(radii[outer])))
    angles = np.arange(len(outer)) * GOLDEN_ANGLE
    centres[outer] = np.column_stack((np.cos(angles), np.sin(angles))) * distances[:, None]
    return centres


def _inner_centres(radii: NDArray[np.float64], ties: Ties) -> Points:
    """Return the centres of discs side by side, tied ones close together, all within about a disc."""
    if not len(radii):
        return np.zeros((0, 2))
    points = layout_nodes(fermat_spiral(len(radii)) * float(radii.mean()) * 2, *_tie_arrays(ties))
    distances = np.linalg.norm(points, axis=1)
    order = np.argsort(distances, kind="stable")
    areas = np.square(radii[order]) * _AREA_FACTOR
    even = np.empty(len(radii))
    even[order] = np.sqrt(np.cumsum(areas) - areas / 2)
    return separate_discs(points * (even / np.maximum(distances, 1e-9))[:, None], radii)


def _author_points(papers: Mapping[str, Sequence[str]], points: Mapping[str, Points]) -> dict[str, Points]:
    """Return the points of authors: around the mean of their papers, authors of the same papers in a spiral."""
    author_points: dict[str, Points] = {}
    counts: dict[tuple[str, ...], int] = defaultdict(int)
    for author, paper_ids in papers.items():
        centre = np.mean([points[paper] for paper in paper_ids], axis=0)
        number = counts[tuple(paper_ids)]
        counts[tuple(paper_ids)] += 1
        angle, distance = number * GOLDEN_ANGLE, _AUTHOR_DISTANCE * np.sqrt(number + 1)
        author_points[author] = centre + distance * np.array([np.cos(angle), np.sin(angle)])
    return author_points
