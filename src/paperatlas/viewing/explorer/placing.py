"""Where the nodes of the explorer stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from paperatlas.viewing.explorer.choosing import Choice
    from paperatlas.viewing.explorer.groups import Community

__all__ = ["place"]

_TURN = np.pi * (3 - np.sqrt(5))


def place(
    choice: Choice, groups: Sequence[Community], before: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Give every node a point: communities as discs on a spiral, nodes as seeds of a sunflower within."""
    points: dict[str, tuple[float, float]] = {}
    discs = [list(group.members) for group in groups]
    grouped = {node for disc in discs for node in disc}
    discs.append([node for node in choice.nodes if node not in grouped])
    used = 0.0
    for number, disc in enumerate(discs):
        radius = 10 * np.sqrt(len(disc))
        used += radius**2
        angle, reach = number * _TURN, 1.6 * np.sqrt(used - radius**2) if number else 0.0
        middle = (reach * np.cos(angle), reach * np.sin(angle))
        best = sorted(disc, key=lambda node: (-choice.weights[node], node))
        for place_in_disc, node in enumerate(best):
            turn, far = place_in_disc * _TURN, 10 * np.sqrt(place_in_disc)
            points[node] = (
                round(float(middle[0] + far * np.cos(turn)), 1),
                round(float(middle[1] + far * np.sin(turn)), 1),
            )
    return {node: before.get(node, points[node]) for node in choice.nodes}
