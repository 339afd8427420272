from __future__ import annotations

from paperatlas.extraction.docwords import DocWords
from paperatlas.extraction.pairs import fitting_predicates, pair_cues, sentence_cues, sentence_pairs, sentence_words
from paperatlas.extraction.pipeline import reader
from paperatlas.extraction.words import WordGroups
from paperatlas.records import ExtractedEntity, Mention, Span

NLP = reader()
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


def test_shared_cues_tell_what_the_paper_introduces_and_where_the_sentence_stands() -> None:
    own = entity("Otter", "Model", own=True)
    sentence = next(NLP(TEXT).sents)
    words = sentence_words(sentence, [own, BENCH])
    assert words[2] == "<Model+>"
    assert {"own=Model", "own named", "title", "has=train"} <= sentence_cues(
        sentence, words, [own, BENCH], WordGroups()
    )


def test_a_name_of_several_words_stands_as_one() -> None:
    text = "We test Otter Seven on 12 ponds."
    sentence = next(NLP(text).sents)
    words = sentence_words(sentence, [entity("Otter Seven", "Model", text)])
    assert words == ["we", "test", "<Model>", "", "on", "<number>", "ponds", "."]


def test_a_sentence_of_very_many_names_gives_a_bounded_number_of_pairs() -> None:
    text = " ".join(f"Otter{n}X" for n in range(200))
    entities = [entity(f"Otter{n}X", "Model", text) for n in range(200)]
    assert len(list(sentence_pairs(next(NLP(text).sents), entities))) < 1000


def test_cues_tell_order_list_and_words_between() -> None:
    sentence = next(NLP(TEXT).sents)
    words = sentence_words(sentence, [OTTER, BEAVER, BENCH])
    assert words == ["we", "train", "<Model>", "and", "<Model>", "on", "<Dataset>", "."]
    cues = {
        (pair.subject_name, pair.object.name): pair_cues(pair, DocWords(pair.sentence.doc), words, set(), WordGroups())
        for pair in sentence_pairs(sentence, [OTTER, BEAVER, BENCH])
    }
    assert "forward between=on" in cues["Otter", "PondBench"]
    assert "backward between=on" in cues["PondBench", "Otter"]
    assert "forward same list Model>Model" in cues["Otter", "Beaver"]
    assert "object implied by we" in cues["PAPER", "PondBench"]
    assert "subject Model lead=train" in cues["Beaver", "PondBench"]


def test_long_stretches_between_are_cut_in_the_middle() -> None:
    text = f"Otter {'swims ' * 9}far {'and ' * 9}PondBench."
    sentence = next(NLP(text).sents)
    entities = [entity("Otter", "Model", text), entity("PondBench", "Dataset", text)]
    first = next(sentence_pairs(sentence, entities))
    words = DocWords(sentence.doc), sentence_words(sentence, entities)
    cues = pair_cues(first, *words, set(), WordGroups())
    assert "forward between=swims" in cues
    assert "forward between=far" not in cues


def test_a_name_in_brackets_is_marked() -> None:
    text = "Otter ( PondBench ) swims."
    sentence = next(NLP(text).sents)
    entities = [entity("Otter", "Model", text), entity("PondBench", "Dataset", text)]
    words = DocWords(sentence.doc), sentence_words(sentence, entities)
    cues = pair_cues(next(sentence_pairs(sentence, entities)), *words, set(), WordGroups())
    assert "object in brackets" in cues
