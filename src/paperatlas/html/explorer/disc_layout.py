"""Where the nodes of the explorer stand: each group in a disc of its own, and no disc on another.

Within a group, forces find the places (:mod:`~paperatlas.html.explorer.force_layout`); authors stand around their
papers. Forces between the groups find where the discs begin, and then discs are pushed apart until none covers another.
What has a place already keeps it, but for what has to make room for new neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from paperatlas.graph.importance import display_weight
from paperatlas.html.explorer.force_layout import (
    GOLDEN_ANGLE,
    ROOM,
    layout_disc,
    layout_nodes,
    separate_discs,
    separate_points,
    sunflower,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from paperatlas.html.explorer.communities import ExplorerCommunity
    from paperatlas.html.explorer.truncation import GraphSelection

    Points = NDArray[np.float64]
    Positions = Mapping[str, tuple[float, float]]
    Pairs = dict[tuple[int, int], float]

__all__ = ["layout_communities"]

_MOST_GAP: Final = 1.5 * ROOM
"""What is left free around a large group; around a smaller one it is less."""

_AROUND: Final = 0.3 * ROOM
"""How far the first author stands from the paper."""

_LOOSE: Final = 1.2
"""How much room a disc gets before discs are pushed apart, as a share of its own area."""

_ENOUGH: Final = 0.5
"""How much of a disc must have a place already for the rest to come in between."""

_LEAST_TIE: Final = 0.1
_MOST_TIE: Final = 2.0


@dataclass(slots=True)
class _Disc:
    """A group on its way to its place.

    Attributes:
        nodes: Its nodes but the authors that stand around papers, most telling first.
        named: Whether the group is a community with a name.
        ties: How strongly each two of them hold together, by their places in ``nodes``.
        points: Where they stand, one row each, around the middle.
        middle: Where the disc stands; not a number where that is not known.
    """

    nodes: list[str]
    named: bool
    ties: Pairs = field(default_factory=lambda: defaultdict(float))
    points: Points = field(default_factory=lambda: np.zeros((0, 2)))
    middle: Points = field(default_factory=lambda: np.full(2, np.nan))

    @property
    def radius(self) -> float:
        """How far it reaches, with what is to be left free around it."""
        reach = float(np.linalg.norm(self.points, axis=1).max()) + ROOM / 2
        return reach + min(_MOST_GAP, 0.15 * reach)


def layout_communities(
    choice: GraphSelection, groups: Sequence[ExplorerCommunity], before: Positions
) -> dict[str, tuple[float, float]]:
    """Give every node a point.

    Args:
        choice: What the explorer holds.
        groups: Its nodes in groups.
        before: Where nodes stood in the last build, by id.

    Returns:
        x to the right and y up, with one decimal, by id in the order of the graph; all within a disc around 0, 0.
    """
    home = {node: number for number, group in enumerate(groups) for node in group.members}
    hosts = _hosts(choice, home)
    discs = [
        _Disc(_telling_first((node for node in group.members if node not in hosts), choice.weights), group.named)
        for group in groups
    ]
    between = _tie(choice, discs, home, hosts)
    for disc in discs:
        _fill(disc, before)
    _place_discs(discs, between)
    points = {node: disc.middle + point for disc in discs for node, point in zip(disc.nodes, disc.points, strict=True)}
    points |= _around(hosts, points)
    return {node: (round(float(points[node][0]), 1), round(float(points[node][1]), 1)) for node in choice.nodes}


def _telling_first(nodes: Iterable[str], weights: Mapping[str, float]) -> list[str]:
    return sorted(nodes, key=lambda node: (-weights[node], node))


def _hosts(choice: GraphSelection, home: Mapping[str, int]) -> dict[str, list[str]]:
    """The papers of the same group that each author stands around."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for statement in choice.statements:
        paper, author = statement.subject, statement.object
        if statement.predicate == "authored-by" and home[paper] == home[author]:
            hosts[author].append(paper)
    return hosts


def _tie(choice: GraphSelection, discs: Sequence[_Disc], home: Mapping[str, int], hosts: Mapping[str, object]) -> Pairs:
    """Note the ties within each disc, and give those between discs by their numbers."""
    places = {node: place for disc in discs for place, node in enumerate(disc.nodes)}
    between: Pairs = defaultdict(float)
    for statement in choice.statements:
        ends = statement.subject, statement.object
        if ends[0] == ends[1] or ends[0] in hosts or ends[1] in hosts:
            continue
        numbers = home[ends[0]], home[ends[1]]
        if numbers[0] == numbers[1]:
            pair = places[ends[0]], places[ends[1]]
            discs[numbers[0]].ties[min(pair), max(pair)] += display_weight(statement)
        else:
            between[min(numbers), max(numbers)] += display_weight(statement)
    return between


def _fill(disc: _Disc, before: Positions) -> None:
    """Find places within a disc: around what has a place, or from nothing where that is less than half of it."""
    points = np.array([before.get(node, (np.nan, np.nan)) for node in disc.nodes])
    known = ~np.isnan(points[:, 0])
    if known.any():
        disc.middle = _middle(points[known])
    if known.sum() < _ENOUGH * len(known):
        points = layout_disc(*_arrays(disc.ties), len(disc.nodes))
        disc.points = points - _middle(points)
        return
    if not known.all():
        points = separate_points(_beside(points, disc.ties), ~known, 0.9 * ROOM)
    disc.middle = _middle(points)
    disc.points = points - disc.middle


def _middle(points: Points) -> Points:
    """The middle of the least upright rectangle around some points: the same again after they have moved together."""
    return np.asarray((points.min(axis=0) + points.max(axis=0)) / 2, dtype=np.float64)


def _arrays(ties: Pairs) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Ties as arrays of ends and of weights, the weights within bounds so that no tie is all that counts."""
    ends = np.array(list(ties), dtype=np.int64).reshape(-1, 2)
    return ends, np.clip(np.array(list(ties.values()), dtype=np.float64), _LEAST_TIE, _MOST_TIE)


def _beside(points: Points, ties: Pairs) -> Points:
    """The points with a first place for those that have none: amid their neighbours, or else in the middle of all."""
    sums, counts = np.zeros_like(points), np.zeros(len(points))
    for ends in ties:
        for left, right in (ends, ends[::-1]):
            if not np.isnan(points[right, 0]):
                sums[left] += points[right]
                counts[left] += 1
    middle = np.nanmean(points, axis=0)
    amid = np.where(counts[:, None] > 0, sums / np.maximum(counts, 1)[:, None], middle)
    jitter = sunflower(len(points)) * ROOM / 4
    return np.where(np.isnan(points), amid + jitter, points)


def _place_discs(discs: Sequence[_Disc], between: Pairs) -> None:
    """Give every disc its middle, so that none covers another."""
    if not discs:
        return
    radii = np.array([disc.radius for disc in discs])
    middles = np.array([disc.middle for disc in discs])
    if np.isnan(middles).all():
        middles = _first_middles(discs, radii, between)
        for disc, middle in zip(discs, middles, strict=True):
            disc.middle = middle
    elif np.isnan(middles).any():
        middles = _beside(middles, between)
    for disc, middle in zip(discs, separate_discs(middles, radii), strict=True):
        disc.middle = middle


def _first_middles(discs: Sequence[_Disc], radii: NDArray[np.float64], between: Pairs) -> Points:
    """Where discs begin: those of communities that ties join by forces, all others in a ring around them."""
    ends = {pair: weight for pair, weight in between.items() if all(discs[number].named for number in pair)}
    inner = np.unique(np.array(list(ends), dtype=np.int64).reshape(-1))
    outer = np.setdiff1d(np.arange(len(discs)), inner)
    middles = np.zeros((len(discs), 2))
    middles[inner] = _islands(radii[inner], _renumbered(ends, inner))
    reach = float((np.linalg.norm(middles[inner], axis=1) + radii[inner]).max(initial=0.0))
    reaches = np.sqrt((reach + _MOST_GAP) ** 2 + np.cumsum(_LOOSE * np.square(radii[outer])))
    turns = np.arange(len(outer)) * GOLDEN_ANGLE
    middles[outer] = np.column_stack((np.cos(turns), np.sin(turns))) * reaches[:, None]
    return middles


def _renumbered(ties: Pairs, numbers: NDArray[np.int64]) -> Pairs:
    """The ties by places in a list of numbers."""
    places = {int(number): place for place, number in enumerate(numbers)}
    return {(places[left], places[right]): weight for (left, right), weight in ties.items()}


def _islands(radii: NDArray[np.float64], ties: Pairs) -> Points:
    """Discs side by side, those that are tied near each other, all together about a disc."""
    if not len(radii):
        return np.zeros((0, 2))
    moved = layout_nodes(sunflower(len(radii)) * float(radii.mean()) * 2, *_arrays(ties))
    reach = np.linalg.norm(moved, axis=1)
    order = np.argsort(reach, kind="stable")
    areas = np.square(radii[order]) * _LOOSE
    even = np.empty(len(radii))
    even[order] = np.sqrt(np.cumsum(areas) - areas / 2)
    return separate_discs(moved * (even / np.maximum(reach, 1e-9))[:, None], radii)


def _around(hosts: Mapping[str, Sequence[str]], points: Mapping[str, Points]) -> dict[str, Points]:
    """Where authors stand: around the middle of their papers, those of one middle as the seeds of a sunflower."""
    around: dict[str, Points] = {}
    many: dict[tuple[str, ...], int] = defaultdict(int)
    for author, papers in hosts.items():
        middle = np.mean([points[paper] for paper in papers], axis=0)
        key = tuple(papers)
        number = many[key]
        many[key] += 1
        turn, reach = number * GOLDEN_ANGLE, _AROUND * np.sqrt(number + 1)
        around[author] = middle + reach * np.array([np.cos(turn), np.sin(turn)])
    return around
