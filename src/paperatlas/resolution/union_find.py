"""Sets of nodes that are joined one pair after another, each pair for a reason that can be told later.

Union by size with path halving (Tarjan and van Leeuwen 1984, "Worst-case analysis of set union algorithms").
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

__all__ = ["ConstrainedUnionFind", "MergeStep"]

_Node = TypeVar("_Node", bound="Hashable")


class MergeStep(NamedTuple, Generic[_Node]):
    """Two nodes, and the rule that joined them or was kept from it."""

    left: _Node
    right: _Node
    rule: str


class ConstrainedUnionFind(Generic[_Node]):
    """Disjoint sets; a set may bear one mark, and sets of two marks, or with nodes that are kept apart, never join.

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
    ) -> None:
        """Each node is a set of its own.

        Args:
            nodes: All nodes.
            marks: The marks that some bear.
            apart: Pairs that are kept apart; those that are no nodes are passed over.
        """
        self._above = {node: node for node in nodes}
        self._apart: dict[_Node, set[_Node]] = {}
        for left, right in apart:
            if left in self._above and right in self._above:
                self._apart.setdefault(left, set()).add(right)
                self._apart.setdefault(right, set()).add(left)
        self._sizes: dict[_Node, int] = {}
        self._marks = dict(marks or {})
        self.joined: list[MergeStep[_Node]] = []
        self.refused: list[MergeStep[_Node]] = []

    def __contains__(self, node: object) -> bool:
        """Whether there is such a node."""
        return node in self._above

    def find(self, node: _Node) -> _Node:
        """The node that stands for the set of a node."""
        above = self._above
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    def join(self, left: _Node, right: _Node, rule: str, *, force: bool = False) -> bool:
        """Join the sets of two nodes; whether they are one set now.

        Args:
            left: A node.
            right: Another.
            rule: Why.
            force: Whether marks do not count.
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
        self._above[small] = large
        self._sizes[large] = sum(sizes)
        if marks:
            self._marks[large] = min(marks)
        if small in self._apart:
            self._apart.setdefault(large, set()).update(self._apart.pop(small))
        self.joined.append(MergeStep(left, right, rule))
        return True

    def _are_apart(self, left: _Node, right: _Node) -> bool:
        return any(self.find(node) == right for node in self._apart.get(left, ())) or any(
            self.find(node) == left for node in self._apart.get(right, ())
        )

    def path(self, start: _Node, end: _Node) -> list[MergeStep[_Node]]:
        """The steps that lead from a node to another of its set; none where they are in two."""
        if start == end or self.find(start) != self.find(end):
            return []
        around: dict[_Node, list[MergeStep[_Node]]] = {}
        for left, right, rule in self.joined:
            around.setdefault(left, []).append(MergeStep(left, right, rule))
            around.setdefault(right, []).append(MergeStep(right, left, rule))
        steps_to: dict[_Node, MergeStep[_Node]] = {}
        queue = deque([start])
        while end not in steps_to:
            for step in around[queue.popleft()]:
                if step.right != start and step.right not in steps_to:
                    steps_to[step.right] = step
                    queue.append(step.right)
        steps = [steps_to[end]]
        while steps[-1].left != start:
            steps.append(steps_to[steps[-1].left])
        return steps[::-1]

    def groups(self) -> Iterable[list[_Node]]:
        """The sets, each a list in the order in which the nodes were given."""
        found: dict[_Node, list[_Node]] = {}
        for node in self._above:
            found.setdefault(self.find(node), []).append(node)
        return found.values()
