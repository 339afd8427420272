from __future__ import annotations

import pytest
from spacy.tokens import Doc

from paperatlas.extraction import load_extractor

TEXTS = [
    "Otter-7B: A Model\nWe present Otter-7B, a model. It is tested on MMLU.",
    "On ponds\nSee https://pond.org now.",
]


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
