"""The words that the editor completes, from the one table of types and predicates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from paperatlas.graph.palette import NODE_COLOURS, PREDICATE_COLOURS
from paperatlas.schema import AUXILIARY_CLASSES, NAMESPACES, NODE_TYPES, OUTCOMES, PREDICATES, PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["vocabulary"]

_COMMON: Final = (
    ("rdf:type", "What kind of thing the subject is; `a` in short."),
    ("rdfs:label", "The name that people read."),
    ("skos:altLabel", "Another name of the thing."),
    ("dcterms:title", "The title of a paper."),
    ("dcterms:abstract", "The abstract of a paper."),
    ("dcterms:identifier", "The arXiv id or DOI of a paper."),
    ("schema:datePublished", "When the listing says a paper appeared."),
    ("schema:url", "Where a paper can be read."),
    ("schema:codeRepository", "Where the code of a paper is."),
    ("rdf:subject", "Where a statement starts."),
    ("rdf:predicate", "What a statement says."),
    ("rdf:object", "Where a statement leads."),
    ("prov:wasDerivedFrom", "The paper that a passage of evidence stands in."),
    ("prov:wasAttributedTo", "The extractor that found a passage of evidence."),
)


def vocabulary() -> dict[str, Any]:
    """What the editor completes, ready for JSON.

    Returns:
        ``prefixes``: namespaces by prefix. ``terms``: each with ``name`` (prefixed), ``kind`` (class or property),
        ``detail`` (what it joins) and ``comment``. ``kinds``: ``name`` and ``colour`` of each node type by the folder
        that its IRIs have. ``edges``: the same of each predicate by its prefixed name.

    >>> [term["detail"] for term in vocabulary()["terms"] if term["name"] == "pa:trainsOn"]
    ['Model, Paper → Dataset']
    """
    terms = {term["name"]: term for term in (*_classes(), *_properties(), *_standard_terms())}
    return {
        "prefixes": NAMESPACES,
        "terms": list(terms.values()),
        "edges": {
            f"pa:{entry.term}": {"name": entry.name, "colour": PREDICATE_COLOURS[entry.name]} for entry in PREDICATES
        },
        "kinds": {entry.folder: {"name": entry.name, "colour": NODE_COLOURS[entry.name]} for entry in NODE_TYPES},
    }


def _term(name: str, kind: str, detail: str, comment: str) -> dict[str, str]:
    return {"name": name, "kind": kind, "detail": detail, "comment": comment}


def _classes() -> Iterator[dict[str, str]]:
    for entry in NODE_TYPES:
        yield _term(f"pa:{entry.name}", "class", f"⊑ {', '.join(entry.superclasses)}", entry.comment)
    for name, above, comment in AUXILIARY_CLASSES:
        yield _term(f"pa:{name}", "class", f"⊑ {', '.join(above)}", comment)
    yield _term("rdf:Statement", "class", "", "An edge of the graph, with its evidence, support and confidence.")


def _properties() -> Iterator[dict[str, str]]:
    for entry in PREDICATES:
        ends = f"{', '.join(entry.subjects)} → {', '.join(entry.objects)}"
        yield _term(f"pa:{entry.term}", "property", ends, entry.comment)
    for outcome in OUTCOMES:
        if outcome.term:
            yield _term(f"pa:{outcome.term}", "property", "⊑ pa:comparesTo", outcome.comment)
    for row in PROPERTIES:
        ends = f"{', '.join(name.removeprefix('pa:') for name in row.domain)} → {row.range}"
        yield _term(f"pa:{row.term}", "property", ends, row.comment)


def _standard_terms() -> Iterator[dict[str, str]]:
    """Terms of others that the graph is written in too."""
    for name, comment in _COMMON:
        yield _term(name, "property", "", comment)
    for entry in NODE_TYPES:
        yield from (_term(name, "class", f"each pa:{entry.name}", "") for name in entry.superclasses)
    for predicate in PREDICATES:
        names = (*predicate.superproperties, *filter(None, [predicate.beside]))
        yield from (_term(name, "property", f"beside pa:{predicate.term}", "") for name in names)
