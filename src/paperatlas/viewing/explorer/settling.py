"""Finding places by forces: nodes push each other away, statements draw them together.

The forces are those of ForceAtlas2 (Jacomy and others 2014, doi:10.1371/journal.pone.0098679), computed by
crategraph-forceatlas2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from crategraph_forceatlas2 import layout

from paperatlas.viewing.spreading import GOLDEN_ANGLE, spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

__all__ = ["ROOM", "settle", "settle_disc", "sunflower"]

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


def settle(start: Points, ties: NDArray[np.int64], weights: NDArray[np.float64]) -> Points:
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


def settle_disc(ties: NDArray[np.int64], weights: NDArray[np.float64], count: int) -> Points:
    """Places for the nodes of one group within a disc that they fill about evenly.

    Args:
        ties: As for :func:`settle`.
        weights: As for :func:`settle`.
        count: How many nodes there are, the one that belongs in the middle first.
    """
    points = settle(sunflower(count) * ROOM, ties, weights)
    reach = np.linalg.norm(points, axis=1)
    order = np.argsort(reach, kind="stable")
    even = np.empty(count)
    even[order] = np.sqrt((np.arange(count) + 0.5) / np.pi) * ROOM * 1.15
    scaled = reach * (even.max() / max(reach.max(), 1e-9))
    target = _EVEN * even + (1 - _EVEN) * scaled
    points = points * (target / np.maximum(reach, 1e-9))[:, None]
    return spread(points, np.ones(count, dtype=bool), ROOM * 0.9, rounds=30)
