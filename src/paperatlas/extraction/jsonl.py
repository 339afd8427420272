"""An extraction as a line of JSON, in the form in which papers are annotated."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paperatlas.graph.extractions import Extraction

__all__ = ["to_line"]


def to_line(extraction: Extraction) -> dict[str, object]:
    r"""The line for one paper: its id, entities and relations, each with ``confidence`` beside what annotators write.

    >>> from paperatlas.graph.extractions import Extraction
    >>> to_line(Extraction("7", "Title\nText.", "rules"))
    {'id': '7', 'entities': [], 'relations': []}
    """
    entities = [
        {
            "name": entity.name,
            "type": entity.type,
            "introduced": entity.introduced,
            "mentions": list(entity.forms),
            "confidence": round(entity.confidence, 3),
        }
        for entity in extraction.entities
    ]
    relations = [
        {
            "subject": relation.subject,
            "predicate": relation.predicate,
            "object": relation.object,
            **({"outcome": relation.outcome} if relation.outcome else {}),
            "evidence": extraction.text[relation.evidence.start : relation.evidence.end],
            "confidence": round(relation.confidence, 3),
        }
        for relation in extraction.relations
    ]
    return {"id": extraction.paper_id, "entities": entities, "relations": relations}
