from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from spacy.tokens import Doc

from paperatlas.extraction import load_extractor, to_line
from paperatlas.extraction.serialization import StoredComponent
from paperatlas.graph.extractions import PAPER, ExtractedEntity, Extraction, Mention, Relation, Span

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = [
    "Otter-7B: A Model\nWe present Otter-7B, a model. It is tested on MMLU.",
    "On ponds\nSee https://pond.org now.",
]
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


def test_what_was_found_travels_with_a_document() -> None:
    nlp = load_extractor().nlp
    for doc in nlp.pipe(TEXTS):
        again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
        assert again._.extraction == doc._.extraction
        assert again._.relations == doc._.relations


@pytest.mark.slow
def test_two_processes_find_what_one_does() -> None:
    nlp = load_extractor().nlp
    one, two = (list(nlp.pipe(TEXTS * 3, n_process=count, batch_size=2)) for count in (1, 2))
    assert [doc._.extraction for doc in two] == [doc._.extraction for doc in one]
    assert one[0]._.extraction.relations


class Two(StoredComponent):
    """Knows two files, and a third if there is one."""

    files = ("a.tsv", "b.tsv")
    extras = ("c.onnx",)


def test_files_go_to_disk_and_to_bytes_and_back(tmp_path: Path) -> None:
    first = Two()
    first.load_contents({"a.tsv": "é\n".encode(), "b.tsv": b"", "d.tsv": b"of another"})
    first.to_disk(tmp_path / "two")
    assert {path.name for path in (tmp_path / "two").iterdir()} == {"a.tsv", "b.tsv"}
    assert Two().from_disk(tmp_path / "two").to_bytes() == first.to_bytes()
    assert Two().from_bytes(first.to_bytes()).to_bytes() == first.to_bytes()


def test_extra_files_are_kept_where_there_are_some(tmp_path: Path) -> None:
    first = Two()
    first.load_contents({"a.tsv": b"1", "b.tsv": b"2", "c.onnx": b"\x00\xff"})
    first.to_disk(tmp_path)
    assert (tmp_path / "c.onnx").read_bytes() == b"\x00\xff"
    assert Two().from_disk(tmp_path).to_bytes() == first.to_bytes()
