"""The graph as JSON-LD 1.1 that reads as plain JSON: short keys, with a context that says what they mean."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from paperatlas.rdf.blocks import blocks, term
from paperatlas.schema import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Callable

    from paperatlas.rdf.blocks import Block, Term
    from paperatlas.records import Graph

__all__ = ["write_json_ld"]

_TYPE: Final = term("rdf:type")
_TEXT: Final = term("xsd:string")
_NATIVE: Final[dict[ox.NamedNode, Callable[[str], int | bool]]] = {
    term("xsd:integer"): int,
    term("xsd:boolean"): lambda text: text == "true",
}
"""What JSON has numbers and words for, and JSON-LD reads as these datatypes."""


def write_json_ld(graph: Graph, stream: IO[bytes]) -> None:
    """Write a graph, one node a line.

    Args:
        graph: Any graph.
        stream: Takes UTF-8.
    """
    keys = _Keys()
    for _, pairs in blocks(graph):
        for relation, value in pairs:
            keys.see(relation, value)
    stream.write(f'{{"@context": {_dumped(keys.context())},\n"@graph": [\n'.encode())
    for number, block in enumerate(blocks(graph)):
        stream.write((",\n" if number else "").encode() + _dumped(keys.node(block)).encode())
    stream.write(b"\n]}\n")


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Keys:
    """A short key for each property and class, and of what kind the values of each property are."""

    def __init__(self) -> None:
        self._kinds: dict[ox.NamedNode, set[ox.NamedNode | None]] = {}
        self._names: dict[str, ox.NamedNode] = {"id": ox.NamedNode("urn:x-none"), "type": _TYPE}
        self._keys: dict[ox.NamedNode, str] = {_TYPE: "type"}

    def see(self, relation: ox.NamedNode, value: Term) -> None:
        """Make a key for a property, and for a class that is its value."""
        kind = value.datatype if isinstance(value, ox.Literal) else None
        self._kinds.setdefault(relation, set()).add(kind)
        self._name(relation)
        if relation == _TYPE and isinstance(value, ox.NamedNode):
            self._name(value)

    def _name(self, node: ox.NamedNode) -> None:
        if node in self._keys:
            return
        prefix, local = _parts(node)
        key = local if self._names.get(local, node) == node else f"{prefix}_{local}"
        self._names[key] = node
        self._keys[node] = key

    def context(self) -> dict[str, Any]:
        """What the keys mean, sorted."""
        meant: dict[str, Any] = {"id": "@id", "type": "@type"}
        for node, key in sorted(self._keys.items(), key=lambda item: item[1]):
            if node != _TYPE:
                meant[key] = {"@id": node.value, **self._coerced(node)}
        return meant

    def _coerced(self, node: ox.NamedNode) -> dict[str, str]:
        kinds = self._kinds.get(node, set())
        if len(kinds) != 1:
            return {}
        kind = next(iter(kinds))
        if kind is None:
            return {"@type": "@id"}
        return {} if kind == _TEXT or kind in _NATIVE else {"@type": kind.value}

    def node(self, block: Block) -> dict[str, Any]:
        """A subject and all that is said of it."""
        subject, pairs = block
        told: dict[str, Any] = {"id": subject.value}
        for relation, value in pairs:
            key, plain = self._keys[relation], self._value(relation, value)
            if key in told:
                told[key] = [*told[key], plain] if isinstance(told[key], list) else [told[key], plain]
            else:
                told[key] = plain
        return told

    def _value(self, relation: ox.NamedNode, value: Term) -> Any:
        if isinstance(value, ox.NamedNode):
            return self._keys[value] if relation == _TYPE else value.value
        if value.datatype in _NATIVE:
            return _NATIVE[value.datatype](value.value)
        if value.datatype == _TEXT or "@type" in self._coerced(relation):
            return value.value
        return {"@type": value.datatype.value, "@value": value.value}


def _parts(node: ox.NamedNode) -> tuple[str, str]:
    """Prefix and local name of a term."""
    found = (item for item in NAMESPACES.items() if node.value.startswith(item[1]))
    prefix, namespace = max(found, key=lambda item: len(item[1]))
    return prefix, node.value.removeprefix(namespace)
