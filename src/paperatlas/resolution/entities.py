"""One node a thing: the names of all papers, joined where they name the same.

A thing is known in a paper by the normal form of its fullest name. A short form that papers use for exactly one such
thing, or for expansions that only end differently, stands for it in the other papers too; one that they use for several
things stays on its own there. Of the full names so joined, the one that most papers use names the node, in the spelling
that most of them use.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from os.path import commonprefix
from typing import TYPE_CHECKING, Final

import networkx as nx

from paperatlas.records import Entity
from paperatlas.resolution.normal_forms import iri_part, name_key, person_key
from paperatlas.schema import node_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["Names"]

_SHARED: Final = 0.7


class Names:
    """Gathers the names of things of one type and tells their nodes.

    >>> names = Names("Model")
    >>> names.add(["LLaMA 2"]); names.add(["Llama-2"]); names.add(["Llama-2"])
    >>> names.resolve().entity("LLaMA 2").label
    'Llama-2'
    """

    def __init__(self, type_name: str) -> None:
        """Gather names of that node type."""
        self._type = node_type(type_name)
        self._key: Callable[[str], str] = person_key if type_name == "Author" else name_key
        self._spellings: dict[str, Counter[str]] = defaultdict(Counter)
        self._short_for: dict[str, set[str]] = defaultdict(set)
        self._full: set[str] = set()
        self._registered: dict[str, str] = {}

    def register(self, name: str, aliases: Iterable[str]) -> None:
        """Make a name the label of its thing, and the aliases stand for it.

        Args:
            name: The name that a registry gives.
            aliases: Other names of the thing.
        """
        full = self._key(name)
        self._registered[full] = name
        for form in (name, *aliases):
            self._spellings[self._key(form)][form] += 0
            if self._key(form) != full:
                self._short_for[self._key(form)] = {full}

    def add(self, forms: Sequence[str]) -> None:
        """Add what one paper calls one thing.

        Args:
            forms: The fullest name first, then the other forms in that paper.
        """
        full = self._key(forms[0])
        self._full.add(full)
        for form in forms:
            key = self._key(form)
            self._spellings[key][form] += 1
            if key != full:
                self._short_for[key].add(full)

    def resolve(self) -> Resolved:
        """The nodes of all names that were added, whatever their order."""
        same: nx.Graph[str] = nx.Graph()
        same.add_nodes_from(self._spellings)
        for short, fulls in self._short_for.items():
            if _only_end_differently(fulls):
                same.add_edges_from((short, full) for full in fulls)
        entities: dict[str, Entity] = {}
        for keys in nx.connected_components(same):
            named = keys & self._registered.keys() or keys & self._full
            root = max(named or keys, key=lambda key: (self._spellings[key].total(), len(key), key))
            entities.update(dict.fromkeys(keys, self._entity(root, keys)))
        return Resolved(entities, self._key)

    def _entity(self, root: str, keys: Iterable[str]) -> Entity:
        label = self._registered.get(root) or _commonest(self._spellings[root])
        forms = {form for key in keys for form in self._spellings[key]}
        return Entity(f"{self._type.folder}/{iri_part(root)}", self._type.name, label, tuple(sorted(forms - {label})))


def _only_end_differently(keys: Iterable[str]) -> bool:
    """Whether names are one, or forms of one, as *low-rank adaptation* and *low-rank adapters* are."""
    shortest = min(map(len, keys))
    return len(commonprefix(list(keys))) >= _SHARED * shortest  # noqa: RUF071 (characters are what counts)


def _commonest(spellings: Counter[str]) -> str:
    """The spelling most papers use; of equals, the one with most capitals, then the first in order."""
    return min(spellings, key=lambda form: (-spellings[form], -sum(map(str.isupper, form)), form))


class Resolved:
    """Tells the node of each name."""

    def __init__(self, entities: dict[str, Entity], key: Callable[[str], str]) -> None:
        """Made by :meth:`Names.resolve`."""
        self._entities = entities
        self._key = key

    def entity(self, form: str) -> Entity:
        """The node of a name that was added."""
        return self._entities[self._key(form)]

    def entities(self) -> list[Entity]:
        """All nodes, sorted by id."""
        return sorted(set(self._entities.values()), key=lambda entity: entity.id)
