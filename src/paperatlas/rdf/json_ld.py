"""The graph as JSON-LD 1.1 that reads as plain JSON, in the shape that a fixed context gives."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import IO, TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from paperatlas.rdf.blocks import blocks, term
from paperatlas.rdf.prefixes import compact

if TYPE_CHECKING:
    from collections.abc import Callable

    from paperatlas.rdf.blocks import Block, Term
    from paperatlas.records import Graph

__all__ = ["write_json_ld"]

_NATIVE: Final[dict[ox.NamedNode, Callable[[str], str | int | bool]]] = {
    term("xsd:string"): str,
    term("xsd:integer"): int,
    term("xsd:boolean"): lambda text: text == "true",
}
"""The datatypes that JSON-LD reads from texts, numbers and truth values."""


def write_json_ld(graph: Graph, stream: IO[bytes]) -> None:
    """Write a graph, one node a line.

    A key has values of one shape in every graph: a list where the property may have several values, else the value; a
    property without a value is left out.

    Args:
        graph: Any graph.
        stream: Takes UTF-8.
    """
    definitions = _definitions()
    shape = _Shape(definitions)
    stream.write(f'{{"@context": {_dumped(definitions)},\n"@graph": [\n'.encode())
    for number, block in enumerate(blocks(graph)):
        stream.write((",\n" if number else "").encode() + _dumped(shape.node(block)).encode())
    stream.write(b"\n]}\n")


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


@cache
def _definitions() -> dict[str, Any]:
    """What the shipped context says of each key."""
    document = json.loads(resources.files("paperatlas.rdf").joinpath("context.jsonld").read_bytes())
    return dict(document["@context"])


class _Shape:
    """Gives nodes the shape that a context tells."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        self._keys = {entry if isinstance(entry, str) else entry["@id"]: key for key, entry in definitions.items()}
        self._keys[term("rdf:type").value] = self._keys.pop("@type")
        self._definitions = definitions | {"type": {"@type": "@vocab"}}

    def node(self, block: Block) -> dict[str, Any]:
        """A subject with its properties."""
        subject, pairs = block
        node: dict[str, Any] = {"id": subject.value}
        for relation, value in pairs:
            key = self._keys[relation.value]
            definition = self._definitions[key]
            shaped = self._value(value, definition.get("@type"))
            if "@container" in definition:
                node.setdefault(key, []).append(shaped)
            else:
                node[key] = shaped
        return node

    def _value(self, value: Term, kind: str | None) -> object:
        if isinstance(value, ox.NamedNode):
            return self._keys.get(value.value, value.value) if kind == "@vocab" else value.value
        if value.datatype in _NATIVE:
            return _NATIVE[value.datatype](value.value)
        datatype = compact(value.datatype.value) or value.datatype.value
        return value.value if datatype == kind else {"@type": datatype, "@value": value.value}
