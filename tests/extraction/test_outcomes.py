from __future__ import annotations

import pytest

from extractors import default_extractor
from paperatlas.extraction.outcomes import outcome_of_words
from paperatlas.graph.papers import Paper, SourceLocation


@pytest.mark.parametrize(
    ("before", "outcome"),
    [
        ("Otter has superior diving skills compared to closed models like", "better"),
        ("it gives a 4.05 times speedup compared to its predecessor, i.e.,", "better"),
        ("it reaches a gain of +3.1 % over", "better"),
        ("Otter surpasses the much larger", "better"),
        ("Otter surpasses matched same-size", "better"),
        ("Otter is faster than", "better"),
        ("it performs on par with open models such as", "comparable"),
        ("it matches", "comparable"),
        ("results are comparable to those of", "comparable"),
        ("with accuracy competitive with", "comparable"),
        ("it has a win rate of 46.2% against", "worse"),
        ("it has a win rate of 61 % against", "better"),
        ("it matches or exceeds", None),
        ("it is comparable to or better than", None),
        ("Otter is outperformed by", None),
        ("Otter outperforms Stoat on data from", None),
        ("we use", None),
        ("", None),
    ],
)
def test_the_words_before_the_object_tell_the_outcome(before: str, outcome: str | None) -> None:
    assert outcome_of_words(before) == outcome


def test_the_outcome_of_each_object_is_that_of_its_own_phrase() -> None:
    text = (
        "We present Otter-7B, a model. Otter-7B demonstrates superior reasoning capabilities compared to models like "
        "Stoat-70B and Beaver-13B, and performs on par with models like Heron-20B."
    )
    [found] = default_extractor().extract([Paper("1", "Otter-7B: A Small Model", text, SourceLocation("page", 1))])
    outcomes = {
        relation.object: relation.outcome for relation in found.relations if relation.predicate == "compares-to"
    }
    assert outcomes == {"Stoat-70B": "better", "Beaver-13B": "better", "Heron-20B": "comparable"}
