"""Trees of things: families of variants, and what is built from what."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from paperatlas.graph.graph import Statement
from paperatlas.server.pages.view_models import TreeNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from paperatlas.server.pages.view_models import NodeLink

    Edge = tuple[NodeLink, NodeLink]

__all__ = ["family", "lineage", "size"]


def family(own: NodeLink, edges: Iterable[Edge]) -> tuple[TreeNode, ...]:
    """The family of a thing from its oldest members down; nothing where it stands alone.

    Args:
        own: The thing that the page is about.
        edges: Pairs of a variant and what it is a variant of, in the whole family.

    >>> from paperatlas.server.pages.view_models import NodeLink
    >>> a, b, c = (NodeLink(f"model/{name}", "Model", name) for name in "abc")
    >>> top, = family(b, [(b, a), (c, b)])
    >>> top.thing.label, top.children[0].own, top.children[0].children[0].thing.label
    ('a', True, 'c')
    """
    edges = sorted(set(edges), key=lambda edge: (edge[0].label.casefold(), edge[0].id, edge[1].id))
    below, above = defaultdict(list), defaultdict(list)
    for child, parent in edges:
        below[parent].append(child)
        above[child].append(parent)
    line = _reached(own, above)
    tops = [thing for thing in line if not above[thing]]
    return tuple(_grow(top, own, below, "variant-of", line, set()) for top in tops) if edges else ()


def lineage(own: NodeLink, edges: Iterable[Edge]) -> tuple[TreeNode, ...]:
    """What a thing is built from, step by step; nothing where that is one step at most.

    Args:
        own: The thing that the page is about.
        edges: Pairs of a thing and what it is built from.
    """
    sources = defaultdict(list)
    for made, source in sorted(set(edges), key=lambda edge: (edge[1].label.casefold(), edge[1].id, edge[0].id)):
        sources[made].append(source)
    line = _reached(own, sources)
    deep = any(sources[thing] for thing in line if thing != own)
    return (_grow(own, own, sources, "based-on", line, set()),) if deep else ()


def size(trees: Iterable[TreeNode]) -> int:
    """How many things stand in trees."""
    return sum(1 + size(tree.children) for tree in trees)


def _reached(start: NodeLink, edges: Mapping[NodeLink, list[NodeLink]]) -> list[NodeLink]:
    """All that edges lead to from a start, itself first, each once."""
    found, todo = {start: None}, [start]
    while todo:
        new = [thing for thing in edges.get(todo.pop(), ()) if thing not in found]
        found.update(dict.fromkeys(new))
        todo += new
    return list(found)


def _grow(
    thing: NodeLink, own: NodeLink, below: Mapping[NodeLink, list[NodeLink]], relation: str, line: list[NodeLink],
    seen: set[NodeLink], parent: NodeLink | None = None,
) -> TreeNode:  # fmt: skip
    """A thing with what is below it; what was shown before is not unfolded again, so that circles end."""
    new = thing not in seen
    seen.add(thing)
    children = [_grow(child, own, below, relation, line, seen, thing) for child in below.get(thing, ()) if new]
    down = relation == "variant-of"
    ends = (thing.id, relation, parent.id) if parent and down else (parent.id, relation, thing.id) if parent else None
    return TreeNode(thing, thing == own, Statement(*ends).id if ends else "", tuple(children), thing in line)
