"""Force-directed layout of points, and the separation of points and discs.

The forces are those of ForceAtlas2 (Jacomy and others 2014, doi:10.1371/journal.pone.0098679), computed by
crategraph-forceatlas2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from crategraph_forceatlas2 import layout
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

__all__ = [
    "GOLDEN_ANGLE",
    "NODE_DISTANCE",
    "fermat_spiral",
    "layout_disc",
    "layout_nodes",
    "separate_discs",
    "separate_points",
]

NODE_DISTANCE: Final = 10.0
"""The least distance of two nodes."""

GOLDEN_ANGLE: Final = float(np.pi * (3 - np.sqrt(5)))
"""The angle between one point of a Fermat spiral and the next; hardly any two points lie in one direction."""

_ITERATIONS: Final = 250
_BARNES_HUT_NODES: Final = 500
"""The number of nodes from which far nodes repel as one (Barnes and Hut 1986)."""

_SETTINGS: Final = {"strongGravityMode": True, "gravity": 0.05, "scalingRatio": 10.0, "edgeWeightInfluence": 1.0}
_EVENNESS: Final = 0.75
"""The share of an evenly filled disc in the final radii; the forces give the other share."""

_POINT_ROUNDS: Final = 60
_DISC_ROUNDS: Final = 200
_OVERLAP: Final = 0.01
"""The allowed overlap of two discs, as a share of the sum of their radii."""


def fermat_spiral(count: int) -> Points:
    """Return points one unit of area apart on a Fermat spiral (Vogel 1979, doi:10.1016/0025-5564(79)90080-4).

    Args:
        count: The number of points.

    >>> fermat_spiral(2).round(1).tolist()
    [[0.4, 0.0], [-0.5, 0.5]]
    """
    numbers = np.arange(count)
    distances = np.sqrt((numbers + 0.5) / np.pi)
    angles = numbers * GOLDEN_ANGLE
    return np.column_stack((distances * np.cos(angles), distances * np.sin(angles)))


def layout_nodes(start: Points, ties: NDArray[np.int64], weights: NDArray[np.float64]) -> Points:
    """Move points by forces until they are about at rest.

    Args:
        start: One row x, y for each point.
        ties: One row for each tie, with the numbers of both ends, which differ.
        weights: The weight of each tie, above 0.

    Returns:
        The points, around 0, 0, on the scale of the forces.
    """
    if len(start) < 3:
        return start
    points = layout(
        len(start),
        ties,
        init=start,
        weights=weights,
        iterations=_ITERATIONS,
        barnesHutOptimize=len(start) >= _BARNES_HUT_NODES,
        **_SETTINGS,
    )
    return np.asarray(points - points.mean(axis=0), dtype=np.float64)


def layout_disc(ties: NDArray[np.int64], weights: NDArray[np.float64], count: int) -> Points:
    """Return points for the nodes of one group, which fill a disc about evenly.

    Args:
        ties: As for :func:`layout_nodes`.
        weights: As for :func:`layout_nodes`.
        count: The number of nodes, the central one first.
    """
    points = layout_nodes(fermat_spiral(count) * NODE_DISTANCE, ties, weights)
    distances = np.linalg.norm(points, axis=1)
    order = np.argsort(distances, kind="stable")
    even = np.empty(count)
    even[order] = np.sqrt((np.arange(count) + 0.5) / np.pi) * NODE_DISTANCE * 1.15
    scaled = distances * (even.max() / max(distances.max(), 1e-9))
    targets = _EVENNESS * even + (1 - _EVENNESS) * scaled
    points = points * (targets / np.maximum(distances, 1e-9))[:, None]
    return separate_points(points, np.ones(count, dtype=bool), NODE_DISTANCE * 0.9, rounds=30)


def separate_points(
    points: Points, movable: NDArray[np.bool_], min_distance: float, rounds: int = _POINT_ROUNDS
) -> Points:
    """Push points apart until hardly any two are closer than ``min_distance``.

    Args:
        points: One row x, y for each point.
        movable: Whether each point may move.
        min_distance: The distance to reach.
        rounds: The most rounds.

    >>> pushed = separate_points(np.array([[0.0, 0.0], [1.0, 0.0]]), np.array([False, True]), 3.0)
    >>> pushed[0].tolist(), bool(pushed[1, 0] > 2.9)
    ([0.0, 0.0], True)
    """
    points = points.copy()
    for _ in range(rounds):
        pairs = cKDTree(points).query_pairs(min_distance, output_type="ndarray")
        if not len(pairs):
            break
        first, second = pairs[np.lexsort(pairs.T)].T
        difference = points[first] - points[second]
        distance = np.linalg.norm(difference, axis=1, keepdims=True)
        push = difference / np.maximum(distance, 1.0) * (min_distance - distance) / 2
        np.add.at(points, first, push * movable[first, None])
        np.subtract.at(points, second, push * movable[second, None])
    return points


def separate_discs(centres: Points, radii: NDArray[np.float64]) -> Points:
    """Push discs apart until hardly any two overlap; small discs give way to large ones.

    Args:
        centres: One row x, y for each disc.
        radii: The radius of each disc, above 0.

    Returns:
        The new centres; discs without an overlap stay.

    >>> moved = separate_discs(np.array([[0.0, 0.0], [1.0, 0.0]]), np.array([5.0, 5.0]))
    >>> bool(np.linalg.norm(moved[0] - moved[1]) > 9.8)
    True
    """
    centres = _unstack(centres)
    weights = np.square(radii)
    for _ in range(_DISC_ROUNDS):
        first, second = _near_pairs(centres, radii)
        difference = centres[first] - centres[second]
        distance = np.maximum(np.linalg.norm(difference, axis=1), 1e-9)
        reach = radii[first] + radii[second]
        close = distance < reach * (1 - _OVERLAP)
        if not close.any():
            break
        first, second, difference, distance, reach = (
            array[close] for array in (first, second, difference, distance, reach)
        )
        push = difference * ((reach - distance) / distance)[:, None]
        share = (weights[second] / (weights[first] + weights[second]))[:, None]
        np.add.at(centres, first, push * share)
        np.subtract.at(centres, second, push * (1 - share))
    return centres


def _unstack(centres: Points) -> Points:
    """Return a copy with discs of about one centre slightly apart, which gives the push a direction."""
    angles = np.arange(len(centres)) * GOLDEN_ANGLE
    _, first = np.unique(centres.round(6), axis=0, return_index=True)
    stacked = np.setdiff1d(np.arange(len(centres)), first)
    centres = centres.copy()
    centres[stacked] += 1e-3 * np.column_stack((np.cos(angles), np.sin(angles)))[stacked]
    return centres


def _near_pairs(centres: Points, radii: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the pairs of discs that may overlap: small discs and near ones, the few large ones and all others."""
    small = np.flatnonzero(radii <= 2 * np.median(radii))
    large = np.flatnonzero(radii > 2 * np.median(radii))
    near = small[cKDTree(centres[small]).query_pairs(4 * np.median(radii), output_type="ndarray")]
    near = near[np.lexsort(near.T)]
    mixed = np.column_stack((np.repeat(large, len(small)), np.tile(small, len(large))))
    upper = np.triu_indices(len(large), 1)
    pairs = np.concatenate((near, mixed, np.column_stack((large[upper[0]], large[upper[1]]))))
    return pairs[:, 0], pairs[:, 1]
