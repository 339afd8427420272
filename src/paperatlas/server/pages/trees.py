"""Trees of nodes: the families of variants, and the lineages of what is built from what."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from paperatlas.graph.graph import Statement
from paperatlas.server.pages.view_models import TreeNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from paperatlas.server.pages.view_models import NodeLink

    Edge = tuple[NodeLink, NodeLink]
    Adjacency = Mapping[NodeLink, list[NodeLink]]

__all__ = ["family", "lineage", "size"]


def family(current: NodeLink, edges: Iterable[Edge]) -> tuple[TreeNode, ...]:
    """Return the family of a node as trees from its oldest members down; none if the node is alone.

    Args:
        current: The node of the page.
        edges: Pairs of a variant and its parent, in the whole family.

    >>> from paperatlas.server.pages.view_models import NodeLink
    >>> a, b, c = (NodeLink(f"model/{name}", "Model", name) for name in "abc")
    >>> top, = family(b, [(b, a), (c, b)])
    >>> top.link.label, top.children[0].is_current, top.children[0].children[0].link.label
    ('a', True, 'c')
    """
    edges = sorted(set(edges), key=lambda edge: (edge[0].label.casefold(), edge[0].id, edge[1].id))
    children, parents = defaultdict(list), defaultdict(list)
    for child, parent in edges:
        children[parent].append(child)
        parents[child].append(parent)
    ancestors = _reachable(current, parents)
    roots = [link for link in ancestors if not parents[link]]
    return tuple(_tree(root, current, children, "variant-of", ancestors, set()) for root in roots) if edges else ()


def lineage(current: NodeLink, edges: Iterable[Edge]) -> tuple[TreeNode, ...]:
    """Return what a node is built from, step by step, as a tree; none if it has one step at most.

    Args:
        current: The node of the page.
        edges: Pairs of a node and one that it is built from.
    """
    sources = defaultdict(list)
    for product, source in sorted(set(edges), key=lambda edge: (edge[1].label.casefold(), edge[1].id, edge[0].id)):
        sources[product].append(source)
    ancestors = _reachable(current, sources)
    has_steps = any(sources[link] for link in ancestors if link != current)
    return (_tree(current, current, sources, "based-on", ancestors, set()),) if has_steps else ()


def size(trees: Iterable[TreeNode]) -> int:
    """Return the number of nodes in trees."""
    return sum(1 + size(tree.children) for tree in trees)


def _reachable(start: NodeLink, edges: Adjacency) -> list[NodeLink]:
    """Return the nodes that edges reach from a start, the start first."""
    reached, stack = {start: None}, [start]
    while stack:
        new = [link for link in edges.get(stack.pop(), ()) if link not in reached]
        reached.update(dict.fromkeys(new))
        stack += new
    return list(reached)


def _tree(
    link: NodeLink, current: NodeLink, edges: Adjacency, predicate: str, ancestors: list[NodeLink],
    seen: set[NodeLink], parent: NodeLink | None = None,
) -> TreeNode:  # fmt: skip
    """Return a node with its children; a node that was seen before has none, so that cycles end."""
    new = link not in seen
    seen.add(link)
    children = tuple(
        _tree(child, current, edges, predicate, ancestors, seen, link) for child in edges.get(link, ()) if new
    )
    subject, target = (link, parent) if predicate == "variant-of" else (parent, link)
    statement = Statement(subject.id, predicate, target.id).id if subject and target else ""
    return TreeNode(link, link == current, statement, children, link in ancestors)
