"""Everything known about one thing: found by its name, told as plain values."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paperatlas.errors import GraphError
from paperatlas.graph.contradictions import contradictions
from paperatlas.presenting import listings_of
from paperatlas.rdf.loading import load
from paperatlas.records import Graph
from paperatlas.resolution.normal_forms import name_key, title_key
from paperatlas.store import Index, about, open_store, read_manifest
from paperatlas.store.indexing import keys

if TYPE_CHECKING:
    from paperatlas.records import Entity, Evidence, PaperFacts, Statement

__all__ = ["describe", "find", "show"]


def show(source: Graph | Path | str, name: str) -> list[dict[str, Any]]:
    """Everything known about the things of a name, one dictionary each.

    Args:
        source: A graph, a folder that a build wrote, or an RDF file. Of a folder only what is told of these things is
            read.
        name: A label, an alias, a title or an id; case, hyphens and spaces do not count.

    Raises:
        GraphError: if there is no graph, or nothing in it has that name; the message holds names that are near.
    """
    if not isinstance(source, Graph):
        source = Path(source)
        if source.is_dir():
            return _show_stored(source, name)
        source = load(source)
    return [describe(source, entity) for entity in find(source, name)]


def _show_stored(output: Path, name: str) -> list[dict[str, Any]]:
    manifest = read_manifest(output)
    store = open_store(output)
    with Index(manifest) as index:
        found = index.named(name)
        if not found:
            raise _nothing(name, index.near(name))
    parts = ((about(store, manifest.base, node_id), node_id) for node_id in found)
    return [describe(part, part.entities[node_id]) for part, node_id in parts if part]


def find(graph: Graph, name: str) -> list[Entity]:
    """The things of a name, in the order of their ids.

    Raises:
        GraphError: if there is none.
    """
    if name in graph.entities:
        return [graph.entities[name]]
    wanted = {name_key(name), title_key(name)} - {""}
    found = [entity for entity in graph.entities.values() if wanted & keys(entity)]
    if not found:
        labels = sorted({entity.label for entity in graph.entities.values()})
        raise _nothing(name, get_close_matches(name, labels, n=3, cutoff=0.5))
    return found


def _nothing(name: str, near: list[str]) -> GraphError:
    hint = f"did you mean {' or '.join(map(repr, near))}?" if near else "look for it with `paperatlas search`"
    return GraphError(f"nothing in the graph is named {name!r}; {hint}")


def describe(graph: Graph, entity: Entity) -> dict[str, Any]:
    """What the graph holds of one thing.

    Returns:
        ``id``, ``iri``, ``type``, ``label``, ``aliases``; for papers ``facts``; and ``statements``, each with both
        ends, support, confidence, outcomes, whether papers contradict it, how it was inferred, and its evidence.
    """
    facts = graph.papers.get(entity.id)
    told: dict[str, Any] = {
        "id": entity.id,
        "iri": graph.iri(entity.id),
        "type": entity.type,
        "label": entity.label,
        "aliases": list(entity.aliases),
    }
    if facts is not None:
        told["facts"] = _facts(facts)
    disputed = contradictions(graph)
    told["statements"] = [
        {**_statement(graph, statement), "disputed": statement.id in disputed} for statement in graph.about(entity.id)
    ]
    return told


def _facts(facts: PaperFacts) -> dict[str, Any]:
    told = {
        "identifiers": list(facts.identifiers),
        "date": str(facts.date) if facts.date else None,
        "year_inferred": facts.date.year_inferred if facts.date else None,
        "categories": list(facts.categories),
        "author_count": facts.author_count,
        "authors_complete": facts.authors_complete,
        "has_code": facts.has_code,
        "comment_count": facts.comment_count,
        "upvotes": facts.upvotes,
        "urls": list(facts.urls),
        "code_urls": list(facts.code_urls),
        "abstracts": [wording.abstract for wording in facts.wordings if wording.abstract],
        "listings": [f"{place.page}:{place.line}" for place in facts.listings],
    }
    return {name: value for name, value in told.items() if value not in (None, [])}


def _statement(graph: Graph, statement: Statement) -> dict[str, Any]:
    return {
        "subject": graph.entities[statement.subject].label,
        "predicate": statement.predicate,
        "object": graph.entities[statement.object].label,
        "subject_id": statement.subject,
        "object_id": statement.object,
        "support": statement.support,
        "confidence": statement.confidence,
        "outcomes": list(statement.outcomes),
        "inferred_by": statement.inferred_by,
        "evidence": [_evidence(graph, passage) for passage in statement.evidence],
    }


def _evidence(graph: Graph, passage: Evidence) -> dict[str, Any]:
    return {
        "quote": passage.quote,
        "outcome": passage.outcome,
        "paper": graph.entities[passage.paper].label,
        "paper_id": passage.paper,
        "listings": [f"{place.page}:{place.line}" for place in listings_of(graph, passage)],
        "confidence": passage.confidence,
        "extractor": passage.extractor,
    }
