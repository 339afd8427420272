from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA, NONE
from paperatlas.extraction.appositives import head_nouns, with_head_nouns
from paperatlas.extraction.extractor import blank_pipeline
from paperatlas.extraction.tokenizer import TokenView

NLP = blank_pipeline()
NAME = "OtterNet"
CLASSES = DEFAULT_SCHEMA.name_classes
SHARES = st.lists(st.floats(0.01, 1), min_size=len(CLASSES), max_size=len(CLASSES))


def types_of_name(text: str) -> set[str]:
    words = TokenView(NLP(text))
    return set(head_nouns(words, [(i, i + 1) for i, token in enumerate(words.texts) if token == NAME]))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("We present OtterNet, the first unified codebase for ponds.", "Method"),
        ("We release OtterNet, a safe and high-quality open-sourced English webtext dataset.", "Dataset"),
        ("We release OtterNet, the first large-scale, multimodal dataset of rivers.", "Dataset"),
        ("We present OtterNet, a simple framework that learns.", "Method"),
        ("OtterNet is a benchmark for swimmers.", "Dataset"),
        ("OtterNet: A Large Corpus of River Songs", "Dataset"),
        ("OtterNet (ON), a small language model trained on ponds", "Model"),
        ("We use the OtterNet dataset.", "Dataset"),
        ("We collect a dataset called OtterNet here.", "Dataset"),
        ("We introduce a model, OtterNet, which swims.", "Model"),
        ("We introduce an algorithm named OtterNet.", "Method"),
        ("OtterNet, a suite of benchmarks, is new.", "Dataset"),
        ("OtterNet, a family of models", "Model"),
        ("OtterNet, a benchmark suite for rivers", "Dataset"),
        ("OtterNet, an open library for ponds", "Method"),
    ],
)
def test_the_noun_beside_a_name_says_what_it_is(text: str, kind: str) -> None:
    assert types_of_name(text) == {kind}


@pytest.mark.parametrize(
    "text",
    [
        "OtterNet swims.",
        "OtterNet, an evaluation framework for ponds",
        "With OtterNet, our method wins.",
        "OtterNet dataset generation is slow.",
        "On this dataset, OtterNet wins.",
        "OtterNet, a new way to make a dataset",
        "OtterNet is better than a model of ponds.",
        "We see a model. OtterNet swims.",
        "OtterNet, the winner on this benchmark",
        "OtterNet,",
    ],
)
def test_other_nouns_say_nothing(text: str) -> None:
    assert types_of_name(text) == set()


@given(shares=SHARES, kinds=st.sets(st.sampled_from(["Model", "Dataset", "Method"])))
def test_nouns_change_the_type_and_not_whether_it_is_a_name(shares: list[float], kinds: set[str]) -> None:
    before = {name: share / sum(shares) for name, share in zip(CLASSES, shares, strict=True)}
    after = with_head_nouns(before, dict.fromkeys(kinds, 5.0))
    assert after[NONE] == pytest.approx(before[NONE])
    assert sum(after.values()) == pytest.approx(1)


def test_an_organisation_keeps_its_type() -> None:
    lab = {NONE: 0.1, "Lab": 0.7, "Dataset": 0.2}
    assert with_head_nouns(lab, {"Dataset": 9.0}) == lab


def test_a_decisive_noun_outweighs_the_shape_of_a_name() -> None:
    words = TokenView(NLP("We present OtterNet, the first unified codebase for ponds."))
    ratios = head_nouns(words, [(2, 3)])
    after = with_head_nouns({NONE: 0.05, "Model": 0.9, "Method": 0.05}, ratios)
    assert max(after, key=after.__getitem__) == "Method"
