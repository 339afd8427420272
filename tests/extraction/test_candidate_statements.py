from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.extraction.annotation_schema import DEFAULT_SCHEMA, NONE
from paperatlas.extraction.candidate_statements import CandidateStatement, candidate_statements, statement_features
from paperatlas.extraction.extractor import blank_pipeline
from paperatlas.extraction.relation_features import sentence_pairs
from paperatlas.graph.extractions import ExtractedEntity, Mention, Span

TEXT = "Otter swims past Beaver. Otter beats Beaver on PondBench."
SENTENCES = list(blank_pipeline()(TEXT).sents)


def entity(name: str, kind: str, own: bool = False) -> ExtractedEntity:
    places = [start for start in range(len(TEXT)) if TEXT.startswith(name, start)]
    mentions = tuple(Mention(start, start + len(name), name) for start in places)
    return ExtractedEntity(name, kind, mentions, 0.9, Span(0, 10) if own else None)


OTTER, BEAVER, BENCH = entity("Otter", "Model", own=True), entity("Beaver", "Model"), entity("PondBench", "Dataset")
ENTITIES = [OTTER, BEAVER, BENCH]
NOTHING = dict.fromkeys(DEFAULT_SCHEMA.relation_classes, 0.0) | {NONE: 1.0}


def statements(better: float, unclear: float = 0.0) -> list[CandidateStatement]:
    """Claims where the second sentence says so, and the first a little, that one thing compares to another."""
    pairs = [pair for sentence in SENTENCES for pair in sentence_pairs(sentence, ENTITIES)]
    said = NOTHING | {"compares-to better": better, "compares-to worse": unclear}
    weak = NOTHING | {"compares-to unspecified": better / 2}
    chosen = [pair for pair in pairs if (pair.subject_name, pair.object.name) == ("Otter", "Beaver")]
    return candidate_statements((pair, said if pair.sentence.start else weak) for pair in chosen)


def test_sentences_that_say_the_same_are_one_claim_the_surest_first() -> None:
    (statement,) = statements(0.8)
    assert statement.triple == ("Otter", "compares-to", "Beaver")
    assert [outcome for _, _, outcome in statement.evidence] == ["better", "unspecified"]
    assert statement.evidence[0][1].sentence.text.startswith("Otter beats")


def test_outcomes_of_one_sentence_add_up() -> None:
    (alone,), (both,) = statements(0.4), statements(0.4, 0.3)
    assert both.score > alone.score
    assert both.evidence[0][2] == "better"


def test_what_no_sentence_makes_likely_is_left_out() -> None:
    assert statements(0.02) == []


@pytest.mark.parametrize(("subject", "own"), [(None, True), (OTTER, True), (BEAVER, False)])
def test_the_paper_and_what_it_introduces_are_its_own(subject: ExtractedEntity | None, own: bool) -> None:
    assert CandidateStatement(subject, "evaluates-on", BENCH, ()).own is own


def test_rivals_are_told_by_what_they_differ_in() -> None:
    pair = next(sentence_pairs(SENTENCES[1], ENTITIES))
    ours = CandidateStatement(OTTER, "evaluates-on", BENCH, ((1.2, pair, ""),))
    rivals = [
        CandidateStatement(None, "evaluates-on", BENCH, ((0.2, pair, ""),)),
        CandidateStatement(OTTER, "trains-on", BENCH, ((-1.2, pair, ""),)),
    ]
    features = statement_features(ours, [ours, *rivals], ENTITIES)
    assert {"paper>0.0", "paper behind>0.5", "predicate>-1.5", "evaluates-on best>1.0"} <= features
    assert not {"paper>0.5", "sibling>-3.5", "best>1.5"} & features


@given(st.floats(0.1, 0.95), st.floats(0.1, 0.95))
def test_a_surer_sentence_never_loses_features(low: float, high: float) -> None:
    (weak,), (strong,) = statements(min(low, high)), statements(max(low, high))
    best = [
        {feature for feature in statement_features(c, [c], ENTITIES) if feature.startswith("best>")}
        for c in (weak, strong)
    ]
    assert best[0] <= best[1]
