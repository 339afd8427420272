from __future__ import annotations

from paperatlas.extraction import to_line
from paperatlas.graph.extractions import PAPER, ExtractedEntity, Extraction, Mention, Relation, Span

TEXT = "Otter\nWe test Otters on Pond."


def test_a_line_has_the_form_of_annotations_with_confidence() -> None:
    otter = ExtractedEntity("Otter", "Model", (Mention(0, 5, "Otter"), Mention(14, 20, "Otters")), 0.98765, Span(6, 29))
    pond = ExtractedEntity("Pond", "Dataset", (Mention(24, 28, "Pond"),), 0.5)
    stated = Relation("Otter", "evaluates-on", "Pond", Span(6, 29), 0.25)
    compared = Relation(PAPER, "compares-to", "Otter", Span(6, 20), 0.12345, "better")
    assert to_line(Extraction("7", TEXT, "x", (otter, pond), (stated, compared))) == {
        "id": "7",
        "entities": [
            {
                "name": "Otter",
                "type": "Model",
                "introduced": True,
                "mentions": ["Otter", "Otters"],
                "confidence": 0.988,
            },
            {"name": "Pond", "type": "Dataset", "introduced": False, "mentions": ["Pond"], "confidence": 0.5},
        ],
        "relations": [
            {
                "subject": "Otter",
                "predicate": "evaluates-on",
                "object": "Pond",
                "evidence": "We test Otters on Pond.",
                "confidence": 0.25,
            },
            {
                "subject": "PAPER",
                "predicate": "compares-to",
                "object": "Otter",
                "outcome": "better",
                "evidence": "We test Otters",
                "confidence": 0.123,
            },
        ],
    }
