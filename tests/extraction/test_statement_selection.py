from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA
from paperatlas.extraction.candidate_statements import CandidateStatement
from paperatlas.extraction.extractor import blank_pipeline
from paperatlas.extraction.linear_model import log_odds
from paperatlas.extraction.relation_features import sentence_pairs
from paperatlas.extraction.statement_selection import ScoredStatement, select_statements
from paperatlas.graph.extractions import ExtractedEntity, Mention, Span

NLP = blank_pipeline()
PREDICATES = [rule.name for rule in DEFAULT_SCHEMA.predicates]
TYPES = {"Otter": "Method", "Stoat": "Model", "Mink": "Model", "Newt": "Model", "Reeds": "Dataset"}

Said = tuple[int, str | None, str, str, float]
"""The index of a sentence, subject, predicate, object, and probability."""


def selected(text: str, *said: Said, own: str = "Otter") -> dict[tuple[str, str, str], float]:
    """The statements that are selected from a text, with their confidences."""
    doc = NLP(text)
    entities = {}
    for name, kind in TYPES.items():
        starts = [start for start in range(len(text)) if text.startswith(name, start)]
        mentions = tuple(Mention(start, start + len(name), name) for start in starts)
        if mentions:
            entities[name] = ExtractedEntity(name, kind, mentions, 0.9, Span(0, 1) if name == own else None)
    sentences = list(doc.sents)
    scored = []
    for index, subject, predicate, object_, probability in said:
        pair = next(
            pair
            for pair in sentence_pairs(sentences[index], list(entities.values()))
            if (pair.subject_name, pair.object.name) == (subject or "PAPER", object_)
        )
        evidence = ((log_odds(probability), pair, ""),)
        statement = CandidateStatement(pair.subject, predicate, pair.object, evidence)
        scored.append(ScoredStatement(statement, probability, 0.0))
    return {item.statement.triple: item.confidence for item in select_statements(doc, list(entities.values()), scored)}


@pytest.mark.parametrize("two", list(combinations(["applied-to", "based-on", "compares-to"], 2)))
@pytest.mark.parametrize("subject", ["Otter", None])
def test_one_predicate_is_read_from_the_same_words(two: tuple[str, str], subject: str | None) -> None:
    found = selected("We run Otter with Stoat.", (0, "Otter", two[0], "Stoat", 0.7), (0, subject, two[1], "Stoat", 0.6))
    assert found == {("Otter", two[0], "Stoat"): 0.7}


def test_a_relation_the_other_way_round_is_another_predicate_of_the_pair() -> None:
    said = (0, "Otter", "based-on", "Stoat", 0.6), (0, "Stoat", "compares-to", "Otter", 0.7)
    assert selected("We run Otter with Stoat.", *said) == {("Stoat", "compares-to", "Otter"): 0.7}


def test_two_cue_phrases_state_two_predicates() -> None:
    text = "Otter is fine-tuned from Stoat and outperforms Stoat."
    said = (0, "Otter", "based-on", "Stoat", 0.7), (0, "Otter", "compares-to", "Stoat", 0.6)
    assert len(selected(text, *said)) == 2


def test_results_on_something_are_not_results_against_it() -> None:
    text = "Experiments on Reeds show that Otter swims better."
    said = (0, "Otter", "evaluates-on", "Reeds", 0.8), (0, "Otter", "compares-to", "Reeds", 0.7)
    assert list(selected(text, *said)) == [("Otter", "evaluates-on", "Reeds")]


def test_two_sentences_state_two_predicates() -> None:
    text = "We add Otter to Stoat. Otter goes past Stoat."
    said = (0, "Otter", "based-on", "Stoat", 0.7), (1, "Otter", "compares-to", "Stoat", 0.6)
    assert len(selected(text, *said)) == 2


def test_two_of_the_papers_own_things_are_a_pair_of_their_own() -> None:
    text = "We run Otter with Stoat and Mink."
    said = (0, "Otter", "based-on", "Stoat", 0.7), (0, "Otter", "compares-to", "Mink", 0.6)
    assert len(selected(text, *said)) == 2


def test_a_denied_predicate_leaves_its_probability_to_the_other() -> None:
    said = (0, "Otter", "applied-to", "Stoat", 0.6), (0, "Otter", "compares-to", "Stoat", 0.3)
    found = selected("Otter approaches Stoat in speed.", *said)
    assert list(found) == [("Otter", "compares-to", "Stoat")]
    assert 0.3 < found["Otter", "compares-to", "Stoat"] <= 0.6


def test_a_statement_whose_only_sentence_denies_it_is_left_out() -> None:
    assert selected("Otter swims without Stoat.", (0, "Otter", "based-on", "Stoat", 0.9)) == {}


@pytest.mark.parametrize(
    "text",
    ["Otter beats Stoat, Mink and Newt.", "Otter beats models (Stoat, Mink, Newt).", "Otter beats Mink/Stoat/Newt."],
)
def test_all_members_of_a_list_get_the_relation_less_surely(text: str) -> None:
    found = selected(text, (0, "Otter", "compares-to", "Stoat", 0.9))
    assert {object_ for _, _, object_ in found} == {"Stoat", "Mink", "Newt"}
    assert found["Otter", "compares-to", "Mink"] < 0.9


def test_a_list_of_another_type_or_an_unsure_relation_gives_nothing() -> None:
    assert len(selected("Otter beats Stoat and Reeds.", (0, "Otter", "compares-to", "Stoat", 0.9))) == 1
    assert len(selected("We run Otter with Stoat and Mink.", (0, "Otter", "applied-to", "Stoat", 0.6))) == 1


def test_a_list_of_rivals_is_whole_as_soon_as_one_is_accepted() -> None:
    assert len(selected("Otter beats Stoat and Mink.", (0, "Otter", "compares-to", "Stoat", 0.4))) == 2


@given(st.dictionaries(st.sampled_from(PREDICATES), st.floats(0.4, 0.95), min_size=1))
def test_the_most_probable_predicate_of_a_pair_always_stays(probabilities: dict[str, float]) -> None:
    found = selected("We run Otter with Stoat.", *((0, "Otter", p, "Stoat", q) for p, q in probabilities.items()))
    assert list(found.values()) == [max(probabilities.values())]
