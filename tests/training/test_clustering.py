from __future__ import annotations

import pytest

from paperatlas.extraction.word_clusters import WordClusters
from paperatlas.training.clustering import cluster_table

TEXTS = [
    f"the {animal} {verb} in the {water} and {verb} on the {land} near {animal} {number}"
    for number, verb in enumerate(("swims", "dives", "swims", "dives"))
    for animal in ("otter", "beaver", "heron")
    for water in ("pond", "river")
    for land in ("shore", "bank")
]


def grouped(texts: list[str]) -> WordClusters:
    return WordClusters.parse(cluster_table(texts))


def test_frequent_words_are_in_groups_by_their_use() -> None:
    words = grouped(TEXTS)
    assert set(words.clusters) >= {"otter", "beaver", "heron", "swims", "dives", "0"}


def test_words_with_the_same_surroundings_are_in_one_group() -> None:
    fillers = [head + tail for head in "bcdfghklmn" for tail in ("aba", "edo", "iku", "omi", "uza", "alo", "ena")]
    models, waters = ("otterette", "beaverine", "heronix"), ("pondlet", "riverine", "lakelet")
    texts = [f"{fillers[n]} {fillers[n * 11 % 70]} {fillers[n * 31 % 70]}" for n in range(70)] * 9
    texts += [f"we train {model} on data" for model in models] * 8
    texts += [f"they swim through {water} at night" for water in waters] * 8
    words = grouped(texts)
    groups = [{words.of(word)[0] for word in kind} for kind in (models, waters)]
    assert [len(kind) for kind in groups] == [1, 1]
    assert groups[0] != groups[1]


def test_rare_words_are_in_no_group() -> None:
    assert grouped([*TEXTS, "the turtle swims"]).of("turtle") == ()


@pytest.mark.parametrize("texts", [[], [""], ["it rains"] * 3, ["otter"] * 8])
def test_few_words_give_a_table_too(texts: list[str]) -> None:
    assert set(grouped(texts).clusters) <= {"otter"}


def test_the_same_texts_give_the_same_table() -> None:
    assert cluster_table(TEXTS) == cluster_table(TEXTS)
