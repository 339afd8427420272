"""Disjoint sets with constraints, which record the rule of each merge.

Union by size with path halving (Tarjan and van Leeuwen 1984, "Worst-case analysis of set union algorithms").
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

__all__ = ["ConstrainedUnionFind", "MergeStep"]

_Node = TypeVar("_Node", bound="Hashable")


class MergeStep(NamedTuple, Generic[_Node]):
    """Two nodes, and the rule that joined them or was refused."""

    left: _Node
    right: _Node
    rule: str


class ConstrainedUnionFind(Generic[_Node]):
    """Disjoint sets; sets with two marks, or with nodes that must stay apart, never join.

    Attributes:
        joined: The merges, in order.
        refused: The merges that a constraint refused, in order.

    >>> unions = ConstrainedUnionFind[str](["a", "b", "c"], marks={"a": "A", "c": "C"})
    >>> unions.join("a", "b", "alike"), unions.join("b", "c", "alike"), unions.find("b") == unions.find("a")
    (True, False, True)
    >>> unions.path("b", "a")
    [MergeStep(left='b', right='a', rule='alike')]
    """

    def __init__(
        self,
        nodes: Iterable[_Node],
        marks: dict[_Node, str] | None = None,
        apart: Iterable[tuple[_Node, _Node]] = (),
        owners: Mapping[_Node, frozenset[str]] | None = None,
    ) -> None:
        """Make a set of each node.

        Args:
            nodes: All nodes.
            marks: The marks of some nodes.
            apart: Pairs that must stay apart; pairs with an unknown node are ignored.
            owners: The owners of some nodes, for :meth:`have_different_owners`.
        """
        self._parents = {node: node for node in nodes}
        self._apart: dict[_Node, set[_Node]] = {}
        for left, right in apart:
            if left in self._parents and right in self._parents:
                self._apart.setdefault(left, set()).add(right)
                self._apart.setdefault(right, set()).add(left)
        self._sizes: dict[_Node, int] = {}
        self._marks = dict(marks or {})
        self._owners = dict(owners or {})
        self.joined: list[MergeStep[_Node]] = []
        self.refused: list[MergeStep[_Node]] = []

    def __contains__(self, node: object) -> bool:
        """Return whether there is such a node."""
        return node in self._parents

    def find(self, node: _Node) -> _Node:
        """Return the root of the set of a node."""
        parents = self._parents
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    def join(self, left: _Node, right: _Node, rule: str, *, force: bool = False) -> bool:
        """Join the sets of two nodes.

        Args:
            left: A node.
            right: Another.
            rule: The rule that joins them.
            force: Whether to ignore marks.

        Returns:
            Whether they are one set now.
        """
        large, small = self.find(left), self.find(right)
        if large == small:
            return True
        marks = {self._marks[node] for node in (large, small) if node in self._marks}
        if (len(marks) > 1 and not force) or self._are_apart(large, small):
            self.refused.append(MergeStep(left, right, rule))
            return False
        sizes = self._sizes.get(large, 1), self._sizes.get(small, 1)
        if sizes[0] < sizes[1]:
            large, small = small, large
        self._parents[small] = large
        self._sizes[large] = sum(sizes)
        if marks:
            self._marks[large] = min(marks)
        if small in self._owners:
            self._owners[large] = self._owners.pop(small) | self._owners.get(large, frozenset())
        if small in self._apart:
            self._apart.setdefault(large, set()).update(self._apart.pop(small))
        self.joined.append(MergeStep(left, right, rule))
        return True

    def have_different_owners(self, left: _Node, right: _Node) -> bool:
        """Return whether the sets of two nodes both have owners, and none in common."""
        first, second = (self._owners.get(self.find(node)) for node in (left, right))
        return bool(first and second and first.isdisjoint(second))

    def is_owned(self, node: _Node) -> bool:
        """Return whether the set of a node has an owner."""
        return bool(self._owners.get(self.find(node)))

    def _are_apart(self, left: _Node, right: _Node) -> bool:
        return any(self.find(node) == right for node in self._apart.get(left, ())) or any(
            self.find(node) == left for node in self._apart.get(right, ())
        )

    def path(self, start: _Node, end: _Node) -> list[MergeStep[_Node]]:
        """Return the shortest way of merges from a node to another of its set; empty if they are in two."""
        if start == end or self.find(start) != self.find(end):
            return []
        neighbours: dict[_Node, list[MergeStep[_Node]]] = {}
        for left, right, rule in self.joined:
            neighbours.setdefault(left, []).append(MergeStep(left, right, rule))
            neighbours.setdefault(right, []).append(MergeStep(right, left, rule))
        steps_to: dict[_Node, MergeStep[_Node]] = {}
        queue = deque([start])
        while end not in steps_to:
            for step in neighbours[queue.popleft()]:
                if step.right != start and step.right not in steps_to:
                    steps_to[step.right] = step
                    queue.append(step.right)
        steps = [steps_to[end]]
        while steps[-1].left != start:
            steps.append(steps_to[steps[-1].left])
        return steps[::-1]

    def groups(self) -> Iterable[list[_Node]]:
        """Return the sets, each a list in the order of the nodes."""
        groups: dict[_Node, list[_Node]] = {}
        for node in self._parents:
            groups.setdefault(self.find(node), []).append(node)
        return groups.values()
