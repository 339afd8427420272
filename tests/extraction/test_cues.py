from __future__ import annotations

import pytest
from spacy.matcher import PhraseMatcher

from paperatlas.extraction.candidates import find_candidates
from paperatlas.extraction.cues import list_start, name_cues
from paperatlas.extraction.docwords import DocWords
from paperatlas.extraction.pipeline import reader
from paperatlas.extraction.words import WordGroups

NLP = reader()
GROUPS = WordGroups({"present": ("~1", "~~10"), "model": ("~2", "~~20"), "otter-0b": ("~3", "~~30")})


def cues(text: str, name: str, **known: str) -> set[str]:
    doc = NLP(text)
    for candidate in find_candidates(doc, PhraseMatcher(NLP.vocab), ()):
        if name in {doc[start:end].text for start, end in candidate.places}:
            return name_cues(
                DocWords(doc), candidate, {key.replace("_", "*"): kind for key, kind in known.items()}, GROUPS
            )
    raise AssertionError(name)


@pytest.mark.parametrize(
    "cue",
    [
        "before=present",
        "after=,",
        "is=model",
        "is=fast",
        "part=otter",
        "part=<number>",
        "size",
        "strong",
        "left=we",
        "before~1",
        "is~~20",
        "form~3",
    ],
)
def test_words_in_and_around_a_name_are_cues(cue: str) -> None:
    assert cue in cues("t\nHere we present Otter-7B, a fast model for ponds.", "Otter-7B")


def test_words_after_the_head_noun_are_not_part_of_the_apposition() -> None:
    assert "is=ponds" not in cues("t\nHere we present Otter-7B, a fast model for ponds.", "Otter-7B")


def test_the_title_says_what_its_head_is() -> None:
    found = cues("OtterNet: A Benchmark for Ponds\nnothing.", "OtterNet")
    assert {"title start", "title after=:", "is=benchmark"} <= found


def test_a_known_name_and_a_known_family_are_cues() -> None:
    assert {"known=Model", "family=None"} <= cues("t\nby Otter-7B now.", "Otter-7B", otter7b="Model")
    assert {"known=None", "family=Model"} <= cues("t\nby Otter-7B now.", "Otter-7B", otter_="Model")


def test_names_in_a_list_share_the_words_before_it() -> None:
    found = cues("t\nwe test on PondBench, LakeEval and RiverQA.", "RiverQA")
    assert {"listed", "lead=on"} <= found


def test_a_list_starts_at_its_first_name() -> None:
    doc = NLP("tested on PondBench, LakeEval and RiverQA today")
    assert [doc[list_start(DocWords(doc), place)].text for place in (2, 4, 6)] == ["PondBench"] * 3


def test_the_long_form_says_how_it_is_written() -> None:
    assert {"long title", "long last=model"} <= cues("t\nthe Pond Model (PM) is.", "PM")
    assert {"long lower", "long plain"} <= cues("t\nthe pond model (PM) is.", "PM")
