"""JSON-LD: the context that follows from the schema, and the writer of graphs.

The context depends on no graph, so a program that reads one file reads all. ``make docs`` writes it to
``context.jsonld``, which the writer reads.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import IO, TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from paperatlas.rdf.prefixes import compact, expand
from paperatlas.rdf.triples import term, triples_by_subject
from paperatlas.schema import AUXILIARY_CLASSES, NODE_TYPES, OUTCOMES, PREDICATES, PROPERTIES, VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from paperatlas.graph.graph import Graph
    from paperatlas.rdf.triples import SubjectTriples, Term

__all__ = ["context", "write_json_ld"]

_LINK: Final = "@id"
_TERM: Final = "@vocab"
_ANY: Final = ""
_EXTERNAL_PROPERTIES: Final = (
    ("rdfs:label", "xsd:string", False),
    ("skos:altLabel", "xsd:string", True),
    ("dcterms:title", "xsd:string", True),
    ("dcterms:abstract", "xsd:string", True),
    ("dcterms:identifier", "xsd:string", True),
    ("schema:datePublished", _ANY, False),
    ("schema:url", "xsd:anyURI", True),
    ("schema:codeRepository", "xsd:anyURI", True),
    ("fair4ml:fineTunedFrom", _LINK, True),
    ("rdf:subject", _LINK, False),
    ("rdf:predicate", _TERM, False),
    ("rdf:object", _LINK, False),
    ("prov:wasDerivedFrom", _LINK, False),
    ("prov:wasAttributedTo", _LINK, True),
    ("dcterms:license", _LINK, False),
    ("dcterms:source", _LINK, True),
    ("owl:versionInfo", "xsd:string", False),
    ("void:vocabulary", _LINK, False),
    ("void:uriSpace", "xsd:string", False),
    ("void:triples", "xsd:integer", False),
    ("void:entities", "xsd:integer", False),
    ("void:class", _TERM, False),
    ("void:classPartition", _LINK, True),
    ("void:property", _TERM, False),
    ("void:propertyPartition", _LINK, True),
)
"""The properties of other vocabularies, each with the type of its values, and whether a subject may have several."""

_NATIVE_TYPES: Final[dict[ox.NamedNode, Callable[[str], str | int | bool]]] = {
    term("xsd:string"): str,
    term("xsd:integer"): int,
    term("xsd:boolean"): lambda text: text == "true",
}
"""The datatypes that JSON-LD reads from strings, numbers and truth values, each with the parser of its literals."""

_UNTYPED: Final = {*(compact(datatype.value) for datatype in _NATIVE_TYPES), _ANY}
"""The types that the context leaves out: JSON has them, or each value states its own."""


def context() -> bytes:
    """Return the context as a JSON-LD document in UTF-8.

    >>> json.loads(context())["@context"]["trainsOn"]["@container"]
    '@set'
    """
    document = {"@context": dict(_entries())}
    return (json.dumps(document, indent=2) + "\n").encode()


def _entries() -> Iterator[tuple[str, Any]]:
    yield from (("id", "@id"), ("type", "@type"), ("xsd", expand("xsd:")))
    for name in (*(entry.name for entry in NODE_TYPES), *(name for name, _, _ in AUXILIARY_CLASSES)):
        yield name, VOCABULARY + name
    for name in ("rdf:Statement", "prov:SoftwareAgent"):
        yield _key(name), expand(name)
    yield "VoidDataset", expand("void:Dataset")
    for name, value_type, many in _properties():
        yield _key(name), _definition(name, value_type, many=many)


def _key(name: str) -> str:
    return name.partition(":")[2]


def _properties() -> Iterator[tuple[str, str, bool]]:
    for rule in PREDICATES:
        yield f"pa:{rule.term}", _LINK, True
        if rule.beside is not None:
            yield rule.beside, _LINK, True
    for outcome in OUTCOMES:
        if outcome.term is not None:
            yield f"pa:{outcome.term}", _LINK, True
    for entry in PROPERTIES:
        yield f"pa:{entry.term}", entry.range if entry.range.startswith("xsd:") else _LINK, entry.many
    yield from _EXTERNAL_PROPERTIES


def _definition(name: str, value_type: str, *, many: bool) -> dict[str, str]:
    typed = {} if value_type in _UNTYPED else {"@type": value_type}
    return {"@id": expand(name), **typed, **({"@container": "@set"} if many else {})}


def write_json_ld(graph: Graph, stream: IO[bytes]) -> None:
    """Write a graph, one node a line.

    A key has values of one shape in every graph: a list if the property may have several values, else the value; a
    property without a value is left out.

    Args:
        graph: Any graph.
        stream: Takes UTF-8.
    """
    definitions = _definitions()
    compactor = _Compactor(definitions)
    stream.write(f'{{"@context": {_dumped(definitions)},\n"@graph": [\n'.encode())
    for number, block in enumerate(triples_by_subject(graph)):
        stream.write((",\n" if number else "").encode() + _dumped(compactor.node(block)).encode())
    stream.write(b"\n]}\n")


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


@cache
def _definitions() -> dict[str, Any]:
    """Return the definition of each key in the shipped context."""
    document = json.loads(resources.files("paperatlas.rdf").joinpath("context.jsonld").read_bytes())
    return dict(document["@context"])


class _Compactor:
    """Compacts nodes by a context."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        self._keys = {entry if isinstance(entry, str) else entry["@id"]: key for key, entry in definitions.items()}
        self._keys[term("rdf:type").value] = self._keys.pop("@type")
        self._definitions = definitions | {"type": {"@type": "@vocab"}}

    def node(self, block: SubjectTriples) -> dict[str, Any]:
        """Return a subject with its properties as a JSON object."""
        subject, pairs = block
        node: dict[str, Any] = {"id": subject.value}
        for relation, value in pairs:
            key = self._keys[relation.value]
            definition = self._definitions[key]
            compacted = self._value(value, definition.get("@type"))
            if "@container" in definition:
                node.setdefault(key, []).append(compacted)
            else:
                node[key] = compacted
        return node

    def _value(self, value: Term, value_type: str | None) -> object:
        if isinstance(value, ox.NamedNode):
            return self._keys.get(value.value, value.value) if value_type == _TERM else value.value
        if value.datatype in _NATIVE_TYPES:
            return _NATIVE_TYPES[value.datatype](value.value)
        datatype = compact(value.datatype.value) or value.datatype.value
        return value.value if datatype == value_type else {"@type": datatype, "@value": value.value}
