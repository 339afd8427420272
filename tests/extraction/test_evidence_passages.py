from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.extraction.candidate_statements import CandidateStatement
from paperatlas.extraction.evidence_passages import evidence_passage
from paperatlas.extraction.extractor import blank_pipeline
from paperatlas.extraction.relation_features import Pair
from paperatlas.graph.extractions import ExtractedEntity, Mention, Span

NLP = blank_pipeline()


def quote(text: str, *scores: tuple[int, float, str], subject: str | None = "Otter") -> str:
    """The quote of a statement about two names, whose sentences have an index, a score and an outcome."""
    doc = NLP(text)
    sentences = list(doc.sents)

    def entity(name: str) -> ExtractedEntity:
        starts = [start for start in range(len(text)) if text.startswith(name, start)]
        mentions = tuple(Mention(start, start + len(name), name) for start in starts)
        return ExtractedEntity(name, "Model", mentions, 0.9, Span(0, 1))

    first, second = (entity(subject) if subject else None), entity("Stoat")
    evidence = tuple((score, Pair(first, second, sentences[i], None, None), outcome) for i, score, outcome in scores)
    found = evidence_passage(CandidateStatement(first, "compares-to", second, evidence), doc._.extraction.sentences)
    return text[found.start : found.end]


ODD = "On ponds\nWe show Otter. Our model beats Stoat. It swims. Otter beats Stoat. Stoat is wet."


@pytest.mark.parametrize(
    ("scores", "found"),
    [
        ([(4, 2.0, "better"), (2, 1.0, "better")], "Otter beats Stoat."),
        ([(2, 2.0, "better"), (4, 1.0, "better")], "Otter beats Stoat."),
        ([(2, 2.0, "better"), (4, 1.0, "worse")], "We show Otter. Our model beats Stoat."),
        ([(2, 2.0, "better"), (4, 0.0, "better")], "We show Otter. Our model beats Stoat."),
        ([(2, 2.0, "better")], "We show Otter. Our model beats Stoat."),
        ([(3, 2.0, "better")], "It swims. Otter beats Stoat."),
        ([(5, 2.0, "better")], "Otter beats Stoat. Stoat is wet."),
    ],
)
def test_the_shortest_passage_that_names_both_ends_is_quoted(scores: list[tuple[int, float, str]], found: str) -> None:
    assert quote(ODD, *scores) == found


def test_the_paper_needs_no_name() -> None:
    assert quote(ODD, (2, 1.0, ""), subject=None) == "Our model beats Stoat."


def test_a_name_too_far_away_is_left_out() -> None:
    text = "On ponds\nWe show Otter. It swims. It dives. It sleeps. Our model beats Stoat."
    assert quote(text, (5, 1.0, "")) == "Our model beats Stoat."


def test_the_object_is_looked_for_one_sentence_further() -> None:
    text = "On ponds\nStoat is wet. It swims. It dives. Otter is better."
    assert quote(text, (4, 1.0, "")) == text.partition("\n")[2]


def test_a_passage_does_not_reach_into_the_title() -> None:
    assert quote("On Otter\nOur model beats Stoat.", (1, 1.0, "")) == "Our model beats Stoat."
    assert quote("Otter beats\nOur model beats Stoat.", (0, 1.0, "")) == "Otter beats"


def test_a_sentence_that_names_the_object_is_preferred_where_none_names_both() -> None:
    text = "On Otter\nIt swims. It dives. It sleeps. It is wet. Our model beats Stoat."
    assert quote(text, (1, 1.0, ""), (5, 0.5, "")) == "Our model beats Stoat."


SENTENCES = st.lists(st.sampled_from(["Otter swims.", "Stoat swims.", "Otter beats Stoat.", "It swims."]), max_size=8)


@given(SENTENCES, st.data())
def test_a_quote_is_made_of_whole_sentences(parts: list[str], data: st.DataObject) -> None:
    sentences = ["Stoat and Otter swim.", *parts]
    text = f"On ponds\n{' '.join(sentences)}"
    index = data.draw(st.integers(1, len(sentences)))
    words = quote(text, (index, 1.0, ""))
    runs = {
        " ".join(sentences[i:j]) for i in range(len(sentences)) for j in range(i + 1, min(i + 4, len(sentences)) + 1)
    }
    assert words in runs
    assert sentences[index - 1] in words
