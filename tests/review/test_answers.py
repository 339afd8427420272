from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import pytest

from paperatlas.curation.corrections import parse_corrections
from paperatlas.curation.file_models import SampleStratum
from paperatlas.errors import OutputError, ReadingError
from paperatlas.review.answers import KINDS, append_answer, consensus, read_answers, unanswered
from paperatlas.review.corrections_file import to_corrections
from paperatlas.review.session import ReviewSession
from review_lines import PAPER, answer

if TYPE_CHECKING:
    from pathlib import Path

    from paperatlas.curation.file_models import AnswerLine


def test_what_is_written_is_read(tmp_path: Path) -> None:
    given = [answer("1"), answer("2", "wrong", kind="type", reviewer="Ada")]
    for line in given:
        append_answer(tmp_path / "new" / "answers.jsonl", line)
    assert read_answers(tmp_path / "new" / "answers.jsonl") == tuple(given)


def test_the_last_line_of_a_statement_and_a_reviewer_counts(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    for line in (answer(), answer(reviewer="Ada"), answer(verdict="wrong"), answer(verdict=None, reviewer="Ada")):
        append_answer(path, line)
    assert [line.verdict for line in read_answers(path)] == ["wrong"]


def test_a_file_whose_last_line_was_left_open_is_continued(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(json.dumps(asdict(answer("1"))))
    append_answer(path, answer("2"))
    assert len(read_answers(path)) == 2


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "answers.jsonl:2: this is no JSON in UTF-8; write one object a line"),
        ("[" * 100_000, "answers.jsonl:2: this is no JSON"),
        ('{"statement": "1"}', "subject is missing; add it"),
        (json.dumps({**asdict(answer()), "verdict": "yes"}), "use one of right, arguable, wrong"),
        (json.dumps({**asdict(answer()), "confidence": 7}), "confidence is 7"),
    ],
)
def test_a_line_that_is_no_answer_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "answers.jsonl"
    append_answer(path, answer())
    with path.open("a") as file:
        file.write(f"{line}\n")
    with pytest.raises(ReadingError, match=message.replace("[", r"\[")):
        read_answers(path)


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="give another file with --answers"):
        append_answer(tmp_path, answer())


def test_hostile_characters_survive_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    append_answer(path, replace(answer(), note="\ud800 \x1b[31m\n"))
    assert read_answers(path)[0].note == "\ud800 \x1b[31m\n"


def test_each_reviewer_is_asked_everything_once() -> None:
    drawn = [answer("1", None), answer("2", None)]
    given = [answer("1", reviewer="Ada")]
    assert [line.statement for line in unanswered(drawn, given, "Ada")] == ["2"]
    assert [(line.statement, line.reviewer) for line in unanswered(drawn, given, "Bo")] == [("1", "Bo"), ("2", "Bo")]


@pytest.mark.parametrize(
    ("verdicts", "agreed"),
    [
        (("right", "right", "wrong"), "right"),
        (("right", "wrong"), "wrong"),
        (("right", "arguable"), "arguable"),
        (("wrong", "arguable", "right"), "wrong"),
    ],
)
def test_of_several_verdicts_that_of_most_counts_else_the_worse(verdicts: tuple[str, ...], agreed: str) -> None:
    [line] = consensus([answer(verdict=verdict, reviewer=str(n)) for n, verdict in enumerate(verdicts)])
    assert line.verdict == agreed


def test_keys_and_names_of_kinds_are_distinct_and_leave_u_to_go_back() -> None:
    assert len({kind.key for kind in KINDS}) == len({kind.name for kind in KINDS}) == len(KINDS)
    assert "u" not in {kind.key for kind in KINDS}


def test_wrong_statements_become_corrections_that_are_read() -> None:
    odd = replace(PAPER, label="Otters: [a] 'study', #1 & {more}")
    lines = [
        answer("1", "wrong", kind="predicate"),
        answer("2", "arguable"),
        answer("3", "wrong", subject=odd, predicate="introduces"),
        replace(answer("4", "wrong"), note="two\n- lines: here"),
    ]
    assert parse_corrections(to_corrections(lines)).not_stated == (
        ("Otter-7B", "evaluates-on", "PondBench"),
        (odd.label, "introduces", "PondBench"),
        ("Otter-7B", "evaluates-on", "PondBench"),
    )


def test_what_one_paper_states_is_not_corrected_for_another() -> None:
    lines = [
        answer(verdict=verdict, stratum=SampleStratum("paper", name))
        for verdict, name in (("wrong", "paper/one"), ("right", "paper/two"))
    ]
    assert len(consensus(lines)) == 2
    assert to_corrections(lines) == ""


def test_without_a_wrong_one_there_are_no_corrections() -> None:
    assert parse_corrections(to_corrections([answer()])).not_stated == ()


class Kept(list["AnswerLine"]):
    """The lines that a session wrote."""

    @property
    def verdicts(self) -> list[tuple[str, str | None, str, str]]:
        return [(line.statement, line.verdict, line.kind, line.note) for line in self]


def session(count: int = 3) -> tuple[ReviewSession, Kept]:
    kept = Kept()
    return ReviewSession([answer(str(n), None) for n in range(1, count + 1)], kept.append), kept


def test_a_session_writes_each_verdict_at_once() -> None:
    review, kept = session()
    review.judge("right", "type")
    assert kept.verdicts == [("1", "right", "", "")]
    review.judge("wrong", "type", " a\x1bb\n ")
    assert kept.verdicts[1:] == [("2", "wrong", "type", "ab")]
    review.skip()
    assert review.current is None
    assert (review.judged, review.position) == (2, 3)


def test_undo_takes_the_verdict_back_and_asks_again() -> None:
    review, kept = session()
    assert not review.undo()
    review.judge("right")
    assert review.undo()
    assert kept.verdicts[-1] == ("1", None, "", "")
    assert review.current is not None
    assert (review.current.statement, review.judged) == ("1", 0)


def test_undo_of_a_skip_writes_nothing() -> None:
    review, kept = session()
    review.skip()
    assert review.undo()
    assert kept == []


def test_a_note_belongs_to_the_verdict_before() -> None:
    review, kept = session()
    assert not review.add_note("no")
    review.judge("arguable", "quote")
    assert review.add_note("a note")
    assert kept.verdicts[-1] == ("1", "arguable", "quote", "a note")
    review.skip()
    assert not review.add_note("no")
