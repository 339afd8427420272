"""What a model may learn from: that it depends on what tells names apart, and on nothing else."""

from __future__ import annotations

import pytest
from spacy.matcher import PhraseMatcher

from paperatlas.extraction.extractor import blank_pipeline
from paperatlas.extraction.name_candidates import find_candidates
from paperatlas.extraction.ner_features import list_start, name_features
from paperatlas.extraction.tokenizer import TokenView
from paperatlas.extraction.word_clusters import WordClusters

NLP = blank_pipeline()
TEXT = "t\nHere we present Otter-7B, a fast model for ponds."


def features(text: str, name: str = "Otter-7B", clusters: WordClusters | None = None, **known: str) -> set[str]:
    doc = NLP(text)
    for candidate in find_candidates(doc, PhraseMatcher(NLP.vocab), ()):
        if name in {doc[start:end].text for start, end in candidate.spans}:
            types = {key.replace("_", "*"): kind for key, kind in known.items()}
            return name_features(TokenView(doc), candidate, types, clusters or WordClusters())
    raise AssertionError(name)


@pytest.mark.parametrize(
    "other",
    [
        "t\nHere we release Otter-7B, a fast model for ponds.",
        "t\nHere we present Otter-7B: a fast model for ponds.",
        "t\nHere we present Otter-7B, a fast dataset for ponds.",
        "t\nHere we present Otter-7B, a slow model for ponds.",
        "t\nHere they present Otter-7B, a fast model for ponds.",
        "Here we present Otter-7B, a fast model for ponds.\nt",
    ],
)
def test_the_words_around_a_name_count(other: str) -> None:
    assert features(TEXT) != features(other)


@pytest.mark.parametrize("name", ["Otter-7b-x", "Otters", "Stoat-7B", "OTTER-7B"])
def test_the_form_of_a_name_counts(name: str) -> None:
    assert features(TEXT) != features(TEXT.replace("Otter-7B", name), name)


def test_a_size_counts_and_which_size_it_is_only_by_its_form() -> None:
    texts = {size: f"t\nwe use {size} now." for size in ("Otter-7B", "Otter-9B", "Otter-X")}
    seven, nine, none = (features(text, name) for name, text in texts.items())
    assert len(seven & nine) > len(seven & none)


def test_words_after_the_head_noun_are_too_far_to_count() -> None:
    assert features(TEXT) == features(TEXT.replace("ponds", "lakes"))


def test_words_that_are_used_alike_count_alike() -> None:
    clusters = WordClusters({"present": ("~1", "~~10"), "release": ("~1", "~~11"), "bury": ("~2", "~~20")})
    present, release, bury = (
        features(TEXT.replace("present", word), clusters=clusters) for word in ("present", "release", "bury")
    )
    assert len(present & release) > len(present & bury)


def test_the_title_says_what_its_head_is() -> None:
    bench = features("OtterNet: A Benchmark for Ponds\nnothing.", "OtterNet")
    model = features("OtterNet: A Model for Ponds\nnothing.", "OtterNet")
    abstract = features("nothing.\nOtterNet: A Benchmark for Ponds", "OtterNet")
    assert len({frozenset(its) for its in (bench, model, abstract)}) == 3


def test_a_known_name_and_a_known_family_count() -> None:
    text = "t\nby Otter-7B now."
    found = [
        features(text),
        features(text, otter7b="Model"),
        features(text, otter7b="Dataset"),
        features(text, otter_="Model"),
    ]
    assert len({frozenset(its) for its in found}) == len(found)


def test_names_in_a_list_share_the_words_before_it() -> None:
    on, by = (features(f"t\nwe test {word} PondBench, LakeEval and RiverQA.", "RiverQA") for word in ("on", "by"))
    alone = features("t\nwe test and RiverQA.", "RiverQA")
    assert on != by
    assert on - alone


def test_a_list_starts_at_its_first_name() -> None:
    doc = NLP("tested on PondBench, LakeEval and RiverQA today")
    assert [doc[list_start(TokenView(doc), place)].text for place in (2, 4, 6)] == ["PondBench"] * 3


def test_the_long_form_of_an_abbreviation_counts() -> None:
    texts = ("t\nthe Pond Model (PM) is.", "t\nthe pond model (PM) is.", "t\nthe Pond Mix (PM) is.")
    assert len({frozenset(features(text, "PM")) for text in texts}) == 3
