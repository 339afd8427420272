from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import default_extractor
from paperatlas.extraction.tokenizer import blank
from paperatlas.extraction.windows import Window, extract_windows, merge_windows, split_text
from paperatlas.graph.extractions import PAPER, ExtractedEntity, Extraction, Link, Mention, Relation, Span
from paperatlas.graph.papers import Paper, SourceLocation

NLP = blank()
EXTRACTOR = default_extractor()
FILLER = "The river was slow that day and nobody measured how deep it had become since the spring. "


def paper(title: str, abstract: str, name: str = "1") -> Paper:
    return Paper(name, title, abstract, SourceLocation("p.txt", 1))


def extract(title: str, abstract: str) -> Extraction:
    return next(EXTRACTOR.extract([paper(title, abstract)]))


def covered(text: str, windows: list[Window]) -> str:
    """What the windows hold, put together; each piece is held against the place it says it is from."""
    pieces = [window.text[window.head :] for window in windows]
    for window, piece in zip(windows, pieces, strict=True):
        assert text[window.start : window.start + len(piece)] == piece
    return "".join(pieces)


def test_a_text_that_is_short_enough_is_one_window() -> None:
    assert list(split_text("T\nWe use GPT-4.", NLP)) == [Window("T\nWe use GPT-4.")]


def test_windows_end_where_sentences_end_and_repeat_the_title() -> None:
    text = "On Rivers\n" + FILLER * 20
    windows = list(split_text(text, NLP, 400))
    assert len(windows) > 3
    assert covered(text, windows) == text
    assert all(window.text.rstrip().endswith("spring.") for window in windows)
    assert all(window.text.startswith("On Rivers\nThe river") for window in windows)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["Aa.", "Bb", "\n", " ", "C", "x" * 30, "$\\d$", "é. É"]), max_size=80).map(" ".join),
    st.integers(5, 60),
)
def test_windows_cover_any_text_and_are_bounded(text: str, size: int) -> None:
    windows = list(split_text(text, NLP, size))
    assert covered(text, windows) == text
    assert all(len(window.text) - window.head <= size for window in windows)
    assert all(
        window.head == 0 or window.text[: window.head] == f"{text.partition(chr(10))[0]}\n" for window in windows
    )


def test_a_place_in_a_window_is_a_place_in_the_text() -> None:
    text = "On Rivers\n" + FILLER * 9 + "We use GPT-4. " + FILLER
    for window in split_text(text, NLP, 300):
        at = window.text.find("GPT-4")
        if at > 0:
            span = window.span_in_text(Span(at, at + 5))
            assert span is not None
            assert text[span.start : span.end] == "GPT-4"
        assert (window.span_in_text(Span(0, 9)) is None) == (window.head > 0)


def _found(text: str, *entities: ExtractedEntity, relations: tuple[Relation, ...] = ()) -> Extraction:
    return Extraction("", text, "test", entities, relations, (Span(0, 1), Span(2, len(text))))


def _entity(
    text: str, name: str, kind: str = "Model", confidence: float = 0.8, *, own: bool = False
) -> ExtractedEntity:
    start = text.rindex(name)
    mention = Mention(start, start + len(name), name)
    return ExtractedEntity(name, kind, (mention,), confidence, Span(start, start + len(name)) if own else None)


def test_entities_of_windows_are_one_by_their_names() -> None:
    source = paper("T", "Otter-7B reads. Then OTTER 7B sleeps.")
    first, second = Window(source.text[:18]), Window("T\n" + source.text[18:], 2, 18)
    merged = merge_windows(
        [
            (first, _found(first.text, _entity(first.text, "Otter-7B", confidence=0.7))),
            (second, _found(second.text, _entity(second.text, "OTTER 7B", "Method", 0.6, own=True))),
        ],
        source,
    )
    [entity] = merged.entities
    assert (entity.name, entity.type, entity.confidence, entity.introduced) == ("Otter-7B", "Model", 0.7, True)
    assert [source.text[m.start : m.end] for m in entity.mentions] == ["Otter-7B", "OTTER 7B"]
    assert [source.text[s.start : s.end] for s in merged.sentences] == [
        "T",
        "Otter-7B reads. ",
        "Then OTTER 7B sleeps.",
    ]


def test_what_only_the_repeated_title_names_is_not_found_again() -> None:
    source = paper("Otter", "One. Two.")
    first, second = Window(source.text[:11]), Window("Otter\n" + source.text[11:], 6, 11)
    link = Link(0, 5, "https://a.org")
    windows = [
        (window, Extraction("", window.text, "test", (_entity(window.text, "Otter"),), links=(link,)))
        for window in (first, second)
    ]
    merged = merge_windows(windows, source)
    assert merged.entities[0].mentions == (Mention(0, 5, "Otter"),)
    assert merged.links == (link,)


def test_relations_of_windows_are_one_and_the_surest_stays() -> None:
    source = paper("T", "A1 beats B2. Now A1 beats B2. Here A1 is B2. We use B2.")
    cuts = [0, *(source.text.index(word) for word in ("Now", "Here", "We")), len(source.text)]
    found = []
    for number, (start, end) in enumerate(itertools.pairwise(cuts)):
        head = "T\n" if number else ""
        text = head + source.text[start:end]
        kinds = ("Model", "Method") if number == 2 else ("Model", "Model")
        entities = [_entity(text, name, kind) for name, kind in zip(("A1", "B2"), kinds, strict=True) if name in text]
        subject = PAPER if number == 3 else "A1"
        relation = Relation(subject, "based-on", "B2", Span(2, len(text) - 1), (0.5, 0.9, 0.99, 0.6)[number])
        found.append((Window(text, len(head), start), _found(text, *entities, relations=(relation,))))
    relations = merge_windows(found, source).relations
    assert [(r.subject, r.object, r.confidence) for r in relations] == [("A1", "B2", 0.9), (PAPER, "B2", 0.6)]
    assert source.text[relations[0].evidence.start : relations[0].evidence.end].startswith("Now A1 beats B2")


def test_a_paper_of_ten_thousand_words_gives_one_result() -> None:
    parts = ["We present Otter-7B, a language model.", "Otter-7B outperforms GPT-4 on MMLU.", "We use LLaMA-2 as well."]
    body = " ".join(part + " " + FILLER * 200 for part in parts)
    assert len(body.split()) > 10_000
    found = extract("Otter-7B: A Model of Rivers", body)
    names = {entity.name: entity for entity in found.entities}
    assert set(names) >= {"Otter-7B", "GPT-4", "MMLU", "LLaMA-2"}
    assert names["Otter-7B"].introduced
    assert [m.text for m in names["Otter-7B"].mentions] == ["Otter-7B"] * 3
    for entity in found.entities:
        assert all(found.text[m.start : m.end] == m.text for m in entity.mentions)
    [better] = [r for r in found.relations if r.predicate == "compares-to"]
    assert (better.subject, better.object, better.outcome) == ("Otter-7B", "GPT-4", "better")
    assert found.text[better.evidence.start : better.evidence.end] == parts[1]
    starts = [span.start for span in found.sentences]
    assert starts == sorted(set(starts))


@pytest.mark.parametrize("batch_size", [1, 3, 64])
def test_the_size_of_batches_changes_nothing(batch_size: int) -> None:
    texts = [
        "",
        FILLER * 100 + "We use GPT-4 on MMLU.",
        "We present Otter-7B.",
        "It beats Beaver-2 on SQuAD. " + FILLER * 100,
    ]
    papers = [paper(f"Title {n}", text, str(n)) for n, text in enumerate(texts)]
    name = EXTRACTOR.name
    found = [replace(one, extractor=name) for one in extract_windows(EXTRACTOR.nlp, papers, batch_size)]
    alone = [next(EXTRACTOR.extract([one])) for one in papers]
    assert found == alone == list(EXTRACTOR.extract(papers))


def test_one_paper_twice_in_a_row_gives_two_results() -> None:
    long = paper("T", FILLER * 400)
    assert len(list(EXTRACTOR.extract([long, long]))) == 2
