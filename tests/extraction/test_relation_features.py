from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperatlas.extraction.extractor import blank_pipeline
from paperatlas.extraction.relation_features import (
    fitting_predicates,
    pair_features,
    sentence_features,
    sentence_pairs,
    sentence_words,
)
from paperatlas.extraction.tokenizer import TokenView
from paperatlas.extraction.word_clusters import WordClusters
from paperatlas.graph.extractions import ExtractedEntity, Mention, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

NLP = blank_pipeline()
TEXT = "We train Otter and Beaver on PondBench."


def entity(name: str, kind: str, text: str = TEXT, own: bool = False) -> ExtractedEntity:
    places = [start for start in range(len(text)) if text.startswith(name, start)]
    mentions = tuple(Mention(start, start + len(name), name) for start in places)
    return ExtractedEntity(name, kind, mentions, 0.5, Span(0, len(text)) if own else None)


OTTER, BEAVER, BENCH = entity("Otter", "Model"), entity("Beaver", "Model"), entity("PondBench", "Dataset")


def test_predicates_fit_the_types_of_both_ends() -> None:
    assert fitting_predicates(OTTER, BENCH) == ("trains-on", "evaluates-on", "compares-to", "based-on")
    assert fitting_predicates(None, OTTER) == ("compares-to", "based-on", "applied-to")
    assert fitting_predicates(entity("We", "Lab"), OTTER) == ()


def test_all_things_of_a_sentence_are_paired_and_the_paper_with_each() -> None:
    pairs = {(p.subject_name, p.object.name) for p in sentence_pairs(next(NLP(TEXT).sents), [OTTER, BENCH])}
    assert pairs == {("Otter", "PondBench"), ("PondBench", "Otter"), ("PAPER", "Otter"), ("PAPER", "PondBench")}


def test_the_papers_own_things_are_implied_where_they_are_not_named() -> None:
    own = ExtractedEntity("Heron", "Model", (Mention(100, 105, "Heron"),), 0.9, Span(90, 120))
    pairs = [p for p in sentence_pairs(next(NLP(TEXT).sents), [own, BENCH]) if p.subject is own]
    assert [(p.start, p.object.name) for p in pairs] == [(None, "PondBench")]


def test_the_papers_own_things_may_also_be_what_others_are_put_to() -> None:
    own = ExtractedEntity("HeronBench", "Dataset", (Mention(100, 110, "HeronBench"),), 0.9, Span(90, 120))
    pairs = [pair for pair in sentence_pairs(next(NLP(TEXT).sents), [own, OTTER]) if pair.object is own]
    assert [(pair.subject_name, pair.start is None, pair.end) for pair in pairs] == [("Otter", False, None)]


def test_what_the_paper_introduces_and_where_the_sentence_stands_counts() -> None:
    def shared(text: str, *, own: bool, first: bool = True) -> set[str]:
        sentence = list(NLP(text).sents)[0 if first else -1]
        things = [entity("Otter", "Model", text, own=own), entity("PondBench", "Dataset", text)]
        return sentence_features(sentence, sentence_words(sentence, things), things, WordClusters())

    own, other = shared(TEXT, own=True), shared(TEXT, own=False)
    later = shared(f"On ponds.\n{TEXT}", own=True, first=False)
    verb = shared(TEXT.replace("train", "test"), own=True)
    assert len({frozenset(its) for its in (own, other, later, verb)}) == 4


def test_the_papers_own_thing_is_told_from_others_among_the_words() -> None:
    sentence = next(NLP(TEXT).sents)
    own, other = (sentence_words(sentence, [entity("Otter", "Model", own=own), BENCH]) for own in (True, False))
    assert own[2] != other[2]
    assert own[:2] + own[3:] == other[:2] + other[3:]


def test_a_name_of_several_words_stands_as_one() -> None:
    text = "We test Otter Seven on 12 ponds."
    sentence = next(NLP(text).sents)
    words = sentence_words(sentence, [entity("Otter Seven", "Model", text)])
    assert words == ["we", "test", "<Model>", "", "on", "<number>", "ponds", "."]


def test_a_sentence_of_very_many_names_gives_a_bounded_number_of_pairs() -> None:
    text = " ".join(f"Otter{n}X" for n in range(200))
    entities = [entity(f"Otter{n}X", "Model", text) for n in range(200)]
    assert len(list(sentence_pairs(next(NLP(text).sents), entities))) < 1000


def features_of(text: str, names: Sequence[str] = ("Otter", "Beaver", "PondBench")) -> dict[tuple[str, str], set[str]]:
    """The features of each pair of a sentence, by the names of its ends."""
    sentence = next(NLP(text).sents)
    entities = [entity(name, "Dataset" if "Bench" in name else "Model", text) for name in names]
    words = TokenView(sentence.doc), sentence_words(sentence, entities)
    return {
        (pair.subject_name, pair.object.name): pair_features(pair, *words, set(), WordClusters())
        for pair in sentence_pairs(sentence, entities)
    }


def test_order_and_place_of_the_ends_count() -> None:
    features = features_of(TEXT)
    ends = [("Otter", "PondBench"), ("PondBench", "Otter"), ("Otter", "Beaver"), ("PAPER", "PondBench")]
    assert len({frozenset(features[pair]) for pair in ends}) == len(ends)


@pytest.mark.parametrize("other", [TEXT.replace(" on ", " with "), TEXT.replace("train", "test")])
def test_words_between_and_before_the_ends_count(other: str) -> None:
    assert features_of(TEXT)["Otter", "PondBench"] != features_of(other)["Otter", "PondBench"]


def test_names_of_one_list_are_told_from_names_apart() -> None:
    apart = features_of("We train Otter against Beaver on PondBench.")
    assert features_of(TEXT)["Otter", "Beaver"] != apart["Otter", "Beaver"]


def test_the_middle_of_a_long_stretch_between_does_not_count() -> None:
    def stretch(first: str, middle: str) -> set[str]:
        text = f"Otter {first} {'swims ' * 9}{middle} {'and ' * 9}PondBench."
        return features_of(text, ("Otter", "PondBench"))["Otter", "PondBench"]

    assert stretch("slowly", "far") == stretch("slowly", "deep") != stretch("quickly", "far")


def test_a_name_in_brackets_is_told_from_one_without() -> None:
    bare, inside = (
        features_of(f"Otter {sign} PondBench {end} swims.", ("Otter", "PondBench")) for sign, end in ((",", ","), "()")
    )
    assert bare["Otter", "PondBench"] != inside["Otter", "PondBench"]
