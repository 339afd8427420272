from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from encoders import PIECES
from paperatlas.extraction.encoder.wordpiece import MAX_PIECES, Vocabulary, encode_doc
from paperatlas.extraction.extractor import blank_pipeline

VOCABULARY = Vocabulary(PIECES)
READER = blank_pipeline()


def shown(word: str) -> list[str]:
    return [PIECES[number] for number, _ in VOCABULARY.split(word)]


def test_the_longest_known_piece_is_taken_from_the_left() -> None:
    assert shown("PondBench") == ["p", "##o", "##n", "##d", "##bench"]
    assert shown("otterly") == ["otter", "##l", "##y"]


def test_accents_and_case_do_not_count_and_punctuation_stands_alone() -> None:
    assert shown("Ötter-2") == ["otter", "-", "2"]


def test_what_cannot_be_cut_is_unknown() -> None:
    assert shown("π") == ["[UNK]"]
    assert shown("a" * 101) == ["[UNK]"]
    assert shown("水水") == ["[UNK]", "[UNK]"]
    assert shown("\n") == ["[SEP]"]


def test_a_vocabulary_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match=r"has no \[MASK\]"):
        Vocabulary(["[UNK]", "[CLS]", "[SEP]"])


def test_features_tell_how_pieces_and_words_were_written_and_what_the_title_is() -> None:
    (text,) = encode_doc(READER("PondBench\nwe Otter"), VOCABULARY)
    assert text.numbers.tolist() == [
        PIECES.index(piece)
        for piece in (*("[CLS]", "p", "##o", "##n", "##d", "##bench", "[SEP]", "we", "otter", "[SEP]"),)
    ]
    assert text.features[:, 0].tolist() == [0, 9, 9, 9, 9, 9, 0, 3, 7, 0]
    assert text.features[:, 1].tolist() == [0, 9, 9, 9, 9, 9, 1, 3, 7, 0]
    assert text.features[:, 2].tolist() == [0, 1, 1, 1, 1, 1, 1, 0, 0, 0]
    assert text.first.tolist() == [1, 6, 7, 8]


@given(st.lists(st.sampled_from(["Otter", "is", "on.", "We", "x" * 300, "PondBench-7B", "\n", "A" * 90]), max_size=400))
def test_every_token_is_read_once_in_stretches_that_fit(words: list[str]) -> None:
    doc = READER(" ".join(words))
    texts = list(encode_doc(doc, VOCABULARY))
    assert sum(len(text.first) for text in texts) == len(doc)
    for text in texts:
        assert len(text.numbers) == len(text.features) <= MAX_PIECES
        assert (np.diff(text.first) > 0).all()
        assert text.first[0] == 1
        assert text.first[-1] < len(text.numbers) - 1
    numbers = [number for text in texts for number in text.numbers[1:-1]]
    assert numbers == [number for token in doc for number, _ in VOCABULARY.split(token.text)[: MAX_PIECES - 2]]


def test_sentences_are_not_cut_where_they_fit() -> None:
    doc = READER("On ponds\n" + " ".join(["We present Otter on ponds."] * 60))
    starts = {sentence.start for sentence in doc.sents}
    ends, token = set(), 0
    for text in encode_doc(doc, VOCABULARY):
        ends.add(token)
        token += len(text.first)
    assert len(ends) > 1
    assert ends <= starts
