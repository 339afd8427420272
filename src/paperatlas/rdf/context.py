"""The JSON-LD context that the schema makes: a key for each term, and one shape for the values of each key.

It depends on no graph, so whoever reads one file can read all. ``make docs`` writes it to ``context.jsonld``, which
:mod:`paperatlas.rdf.json_ld` reads.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from paperatlas.rdf.prefixes import expand
from paperatlas.schema import AUXILIARY_CLASSES, NODE_TYPES, OUTCOMES, PREDICATES, PROPERTIES, VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["context"]

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
