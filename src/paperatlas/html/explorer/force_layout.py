"""Finding places by forces: nodes push each other away, statements draw them together.

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

__all__ = ["GOLDEN_ANGLE", "ROOM", "layout_disc", "layout_nodes", "separate_discs", "separate_points", "sunflower"]

ROOM: Final = 10.0
"""The distance that two nodes should have."""

_ROUNDS: Final = 250

_APPROXIMATE: Final = 500  # from how many nodes on far ones push as one, after Barnes and Hut 1986

_SETTINGS: Final = {"strongGravityMode": True, "gravity": 0.05, "scalingRatio": 10.0, "edgeWeightInfluence": 1.0}

_EVEN: Final = 0.75  # how much of the way from the forces' radii to an evenly filled disc


def sunflower(count: int) -> Points:
    """Points one unit of area apart, turning around 0, 0 from the inside out.

    Args:
        count: How many.

    >>> sunflower(2).round(1).tolist()
    [[0.4, 0.0], [-0.5, 0.5]]
    """
    numbers = np.arange(count)
    reach = np.sqrt((numbers + 0.5) / np.pi)
    turns = numbers * GOLDEN_ANGLE
    return np.column_stack((reach * np.cos(turns), reach * np.sin(turns)))


def layout_nodes(start: Points, ties: NDArray[np.int64], weights: NDArray[np.float64]) -> Points:
    """Let forces move points until they are about at rest.

    Args:
        start: One row x, y for each point.
        ties: One row for each tie, with the places of both ends, which differ.
        weights: How strong each tie is, above 0.

    Returns:
        The points, around 0, 0; their scale is that of the forces. The same for the same arguments.
    """
    if len(start) < 3:
        return start
    points = layout(
        len(start),
        ties,
        init=start,
        weights=weights,
        iterations=_ROUNDS,
        barnesHutOptimize=len(start) >= _APPROXIMATE,
        **_SETTINGS,
    )
    return np.asarray(points - points.mean(axis=0), dtype=np.float64)


def layout_disc(ties: NDArray[np.int64], weights: NDArray[np.float64], count: int) -> Points:
    """Places for the nodes of one group within a disc that they fill about evenly.

    Args:
        ties: As for :func:`layout_nodes`.
        weights: As for :func:`layout_nodes`.
        count: How many nodes there are, the one that belongs in the middle first.
    """
    points = layout_nodes(sunflower(count) * ROOM, ties, weights)
    reach = np.linalg.norm(points, axis=1)
    order = np.argsort(reach, kind="stable")
    even = np.empty(count)
    even[order] = np.sqrt((np.arange(count) + 0.5) / np.pi) * ROOM * 1.15
    scaled = reach * (even.max() / max(reach.max(), 1e-9))
    target = _EVEN * even + (1 - _EVEN) * scaled
    points = points * (target / np.maximum(reach, 1e-9))[:, None]
    return separate_points(points, np.ones(count, dtype=bool), ROOM * 0.9, rounds=30)


GOLDEN_ANGLE: Final = float(np.pi * (3 - np.sqrt(5)))
"""Between one seed of a sunflower and the next; no two of many seeds stand in one direction."""

_SEPARATION_ROUNDS: Final = 60

_DISC_ROUNDS: Final = 200

_ENOUGH: Final = 0.01  # of the reach that two discs should keep


def separate_points(
    points: Points, movable: NDArray[np.bool_], room: float, rounds: int = _SEPARATION_ROUNDS
) -> Points:
    """Push points apart until hardly any two are closer than ``room``.

    Args:
        points: One row x, y for each point.
        movable: Whether each point may be moved.
        room: The distance to reach.
        rounds: How often to push at most.

    >>> pushed = separate_points(np.array([[0.0, 0.0], [1.0, 0.0]]), np.array([False, True]), 3.0)
    >>> pushed[0].tolist(), bool(pushed[1, 0] > 2.9)
    ([0.0, 0.0], True)
    """
    points = points.copy()
    for _ in range(rounds):
        pairs = cKDTree(points).query_pairs(room, output_type="ndarray")
        if not len(pairs):
            break
        first, second = pairs[np.lexsort(pairs.T)].T
        apart = points[first] - points[second]
        distance = np.linalg.norm(apart, axis=1, keepdims=True)
        push = apart / np.maximum(distance, 1.0) * (room - distance) / 2
        np.add.at(points, first, push * movable[first, None])
        np.subtract.at(points, second, push * movable[second, None])
    return points


def separate_discs(middles: Points, radii: NDArray[np.float64]) -> Points:
    """Push discs apart until hardly any two cover each other; small ones give way to large ones.

    Args:
        middles: One row x, y for each disc.
        radii: How far each reaches, above 0.

    Returns:
        The new middles. Discs that covered nothing stand where they stood.

    >>> moved = separate_discs(np.array([[0.0, 0.0], [1.0, 0.0]]), np.array([5.0, 5.0]))
    >>> bool(np.linalg.norm(moved[0] - moved[1]) > 9.8)
    True
    """
    middles = _unstacked(middles)
    weights = np.square(radii)
    for _ in range(_DISC_ROUNDS):
        first, second = _near(middles, radii)
        apart = middles[first] - middles[second]
        distance = np.maximum(np.linalg.norm(apart, axis=1), 1e-9)
        reach = radii[first] + radii[second]
        close = distance < reach * (1 - _ENOUGH)
        if not close.any():
            break
        first, second, apart, distance, reach = (array[close] for array in (first, second, apart, distance, reach))
        push = apart * ((reach - distance) / distance)[:, None]
        share = (weights[second] / (weights[first] + weights[second]))[:, None]
        np.add.at(middles, first, push * share)
        np.subtract.at(middles, second, push * (1 - share))
    return middles


def _unstacked(middles: Points) -> Points:
    """Return a copy in which discs of about one middle stand a little apart, which gives a direction to push them."""
    turns = np.arange(len(middles)) * GOLDEN_ANGLE
    _, first = np.unique(middles.round(6), axis=0, return_index=True)
    stacked = np.setdiff1d(np.arange(len(middles)), first)
    middles = middles.copy()
    middles[stacked] += 1e-3 * np.column_stack((np.cos(turns), np.sin(turns)))[stacked]
    return middles


def _near(middles: Points, radii: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The pairs of discs that may cover each other: small discs against near ones, the few large ones against all."""
    small = np.flatnonzero(radii <= 2 * np.median(radii))
    large = np.flatnonzero(radii > 2 * np.median(radii))
    near = small[cKDTree(middles[small]).query_pairs(4 * np.median(radii), output_type="ndarray")]
    near = near[np.lexsort(near.T)]
    many = np.column_stack((np.repeat(large, len(small)), np.tile(small, len(large))))
    upper = np.triu_indices(len(large), 1)
    both = np.concatenate((near, many, np.column_stack((large[upper[0]], large[upper[1]]))))
    return both[:, 0], both[:, 1]
