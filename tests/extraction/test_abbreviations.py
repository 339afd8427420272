from __future__ import annotations

import pytest

from paperatlas.extraction.abbreviations import abbreviation_definitions
from paperatlas.extraction.extractor import blank_pipeline

NLP = blank_pipeline()


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("We use River Preference Optimization (RPO).", ("River Preference Optimization", "RPO")),
        ("the trident network (TridentNet) is", ("trident network", "TridentNet")),
        ("many large pond models (LPMs) swim", ("large pond models", "LPMs")),
        ("a Relational Pointer Decoder (referred to as RPD)", ("Relational Pointer Decoder", "RPD")),
    ],
)
def test_a_short_form_in_brackets_stands_for_the_words_before(text: str, pair: tuple[str, str]) -> None:
    doc = NLP(text)
    assert [(doc[slice(*long)].text, doc[slice(*short)].text) for long, short in abbreviation_definitions(doc)] == [
        pair
    ]


@pytest.mark.parametrize("text", ["on ponds (see below)", "Otter (QXZ) swims", "(ABC)", "Otter. (OTR)", "a pond ("])
def test_other_brackets_define_nothing(text: str) -> None:
    assert list(abbreviation_definitions(NLP(text))) == []
