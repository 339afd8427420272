from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from paperatlas.curation.file_models import JudgedEnd, JudgedPassage
from paperatlas.review.marking import marked_pieces, shown
from review_lines import PAPER, answer, passage


def marks(pieces: object) -> str:
    """The text with ‹ › around ends and « » around what is quoted."""
    return "".join(
        f"{'«' * piece.quoted}{'‹' * bool(piece.end)}{piece.text}{'›' * bool(piece.end)}{'»' * piece.quoted}"
        for piece in pieces  # type: ignore[attr-defined]
    )


def test_quote_and_both_ends_are_marked() -> None:
    title, abstract = marked_pieces(answer(), passage())
    assert marks(title) == "Otters in Ponds"
    assert marks(abstract) == "We present ‹Otter-7B›. «‹Otter 7B›»« is tested on »«‹PondBench›», a benchmark."


def test_a_piece_of_a_word_is_no_name_and_the_longer_name_wins() -> None:
    line = replace(answer(), subject=JudgedEnd("m/o", "Model", "Otter"), object=JudgedEnd("m/o7", "Model", "Otter-7B"))
    _, abstract = marked_pieces(line, passage("T", "Otters, otter and Otter-7B", "Otter-7B"))
    assert marks(abstract) == "Otters, ‹otter› and «‹Otter-7B›»"


def test_a_paper_is_not_marked_in_its_own_title() -> None:
    title, _ = marked_pieces(answer(subject=PAPER), passage())
    assert marks(title) == "Otters in Ponds"


def test_signs_of_patterns_in_names_stand_for_themselves() -> None:
    line = replace(answer(), object=JudgedEnd("m/o", "Model", "(a+)+$"))
    _, abstract = marked_pieces(line, passage("T", "on (a+)+$ and aaaa", "on"))
    assert marks(abstract) == "«on» ‹(a+)+$› and aaaa"


def test_what_a_terminal_obeys_is_replaced() -> None:
    assert shown("\x1b]8;;x\x07\x9b2J\u202e") == "�]8;;x��2J�"


@given(
    st.text(max_size=40),
    st.text(max_size=80),
    st.integers(0, 200),
    st.integers(0, 200),
    st.text(max_size=3),
    st.text(max_size=3),
)
def test_the_pieces_are_the_whole_text_whatever_is_marked(
    title: str, abstract: str, start: int, end: int, name: str, other: str
) -> None:
    line = replace(
        answer(), subject=JudgedEnd("m/a", "Model", name), object=JudgedEnd("m/b", "Model", other, (name[:1],))
    )
    pieces = marked_pieces(line, JudgedPassage("p", title, abstract, "", start, end))
    assert ["".join(piece.text for piece in part) for part in pieces] == [shown(title), shown(abstract)]
