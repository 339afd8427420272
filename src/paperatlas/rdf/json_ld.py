"""The JSON-LD context that the schema makes: a key for each term, and one shape for the values of each key.

It depends on no graph, so whoever reads one file can read all. ``make docs`` writes it to ``context.jsonld``, which
:mod:`paperatlas.rdf.json_ld` reads.
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

_OTHERS: Final = (
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

_NATIVE: Final = {"xsd:string", "xsd:integer", "xsd:boolean", _ANY}
"""The types whose values need no type in the context, as JSON has them or each value tells its own."""


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
    for name, kind, many in (*_edges(), *_properties(), *_OTHERS):
        yield _key(name), _definition(name, kind, many=many)


def _key(name: str) -> str:
    return name.partition(":")[2]


def _edges() -> Iterator[tuple[str, str, bool]]:
    for rule in PREDICATES:
        yield f"pa:{rule.term}", _LINK, True
        if rule.beside is not None:
            yield rule.beside, _LINK, True
    for outcome in OUTCOMES:
        if outcome.term is not None:
            yield f"pa:{outcome.term}", _LINK, True


def _properties() -> Iterator[tuple[str, str, bool]]:
    for entry in PROPERTIES:
        yield f"pa:{entry.term}", entry.range if entry.range.startswith("xsd:") else _LINK, entry.many


def _definition(name: str, kind: str, *, many: bool) -> dict[str, str]:
    typed = {} if kind in _NATIVE else {"@type": kind}
    return {"@id": expand(name), **typed, **({"@container": "@set"} if many else {})}


_NATIVE_TYPES: Final[dict[ox.NamedNode, Callable[[str], str | int | bool]]] = {
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
    for number, block in enumerate(triples_by_subject(graph)):
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

    def node(self, block: SubjectTriples) -> dict[str, Any]:
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
        if value.datatype in _NATIVE_TYPES:
            return _NATIVE_TYPES[value.datatype](value.value)
        datatype = compact(value.datatype.value) or value.datatype.value
        return value.value if datatype == kind else {"@type": datatype, "@value": value.value}
