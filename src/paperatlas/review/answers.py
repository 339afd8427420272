"""The file of answers: JSON Lines with a statement each, to which every verdict is appended at once.

The last line of a statement and a reviewer counts. A line without a verdict takes an earlier one back, and is what a
list of drawn statements holds before anybody has judged them.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from paperatlas._util.files import read_lines
from paperatlas._util.validation import Origin, validate
from paperatlas.curation.file_models import FILE_MODELS, VERDICTS, AnswerLine
from paperatlas.errors import OutputError, ReadingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "KINDS",
    "ErrorKind",
    "append_answer",
    "consensus",
    "judged_unit",
    "kinds_of",
    "read_answers",
    "to_json",
    "unanswered",
]


class ErrorKind(NamedTuple):
    """A kind of error that makes a statement arguable or wrong.

    Attributes:
        key: The key that names it.
        name: Its name in files.
        words: What it is, in words for reviewers.
    """

    key: str
    name: str
    words: str


KINDS: Final = (
    ErrorKind("n", "not-stated", "the text does not say so"),
    ErrorKind("p", "predicate", "the text states another relation of the two"),
    ErrorKind("e", "end", "it holds of another subject or object, or the other way round"),
    ErrorKind("o", "outcome", "the comparison ended otherwise"),
    ErrorKind("i", "not-introduced", "the paper uses it and does not introduce it"),
    ErrorKind("t", "type", "an end has the wrong type"),
    ErrorKind("x", "no-name", "an end is no name of a thing, or a piece of a longer name"),
    ErrorKind("l", "label", "the name of an end is cut, or has something glued to it"),
    ErrorKind("d", "double", "an end is one of two nodes of one thing"),
    ErrorKind("m", "merged", "an end is one node of two things"),
    ErrorKind("c", "quote", "the words that are quoted do not show it"),
    ErrorKind("z", "other", "something else"),
)
"""The kinds of error, those of a relation before those of a name."""

_KINDS_OF: Final = {"outcome": "compares-to", "not-introduced": "introduces"}
"""The only predicate that a kind of error can befall."""


def kinds_of(predicate: str) -> tuple[ErrorKind, ...]:
    """Return the kinds of error that a statement of a predicate can have.

    >>> [kind.name for kind in kinds_of("trains-on")][:4]
    ['not-stated', 'predicate', 'end', 'type']
    """
    return tuple(kind for kind in KINDS if _KINDS_OF.get(kind.name, predicate) == predicate)


JudgedUnit = tuple[str, str]
"""What one verdict is on: a statement by its id, in one paper by its id if whole papers were drawn, else empty."""


def judged_unit(answer: AnswerLine) -> JudgedUnit:
    """Return what the verdict of a line is on."""
    return answer.statement, answer.stratum.name if answer.stratum.by == "paper" else ""


def read_answers(path: str | Path) -> tuple[AnswerLine, ...]:
    """Read the answers that count: for each statement and reviewer the last one, unless it was taken back.

    Args:
        path: The file of answers.

    Raises:
        ReadingError: if it cannot be read or a line is no answer; the message has file, line, fault and remedy.
    """
    answers: dict[tuple[JudgedUnit, str], AnswerLine] = {}
    for number, line in read_lines(path, "the answers", ReadingError):
        origin = Origin(str(path), number)
        try:
            value = json.loads(line.decode())
        except (ValueError, RecursionError) as error:
            raise ReadingError(f"{path}:{number}: this is no JSON in UTF-8; write one object a line") from error
        answer: AnswerLine = validate(FILE_MODELS["answers"], value, origin, ReadingError)
        key = judged_unit(answer), answer.reviewer
        answers.pop(key, None)
        if answer.verdict is not None:
            answers[key] = answer
    return tuple(answers.values())


def append_answer(path: str | Path, answer: AnswerLine) -> None:
    """Append a line to the file of answers, which is made if it is missing.

    Raises:
        OutputError: if the file cannot be written.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as file:
            # Whoever edits the file by hand may leave the last line without its end.
            if file.tell() and not _ends_a_line(path):
                file.write(b"\n")
            file.write(f"{to_json(answer)}\n".encode())
    except OSError as error:
        raise OutputError(
            f"cannot write the answer to {path}: {error.strerror or error}; give another file with --answers"
        ) from error


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read(1) == b"\n"


def to_json(answer: AnswerLine) -> str:
    """Return an answer as one line of JSON."""
    # ASCII alone, since lone surrogates of a hostile text have no place in UTF-8.
    return json.dumps(asdict(answer), ensure_ascii=True)


def unanswered(drawn: Iterable[AnswerLine], answers: Iterable[AnswerLine], reviewer: str = "") -> list[AnswerLine]:
    """Return the drawn statements that a reviewer has not judged, in their order, with the reviewer's name.

    Args:
        drawn: The drawn statements.
        answers: The answers that count, of any reviewers.
        reviewer: The name of the reviewer.
    """
    done = {judged_unit(answer) for answer in answers if answer.reviewer == reviewer}
    return [replace(line, reviewer=reviewer) for line in drawn if judged_unit(line) not in done]


def consensus(answers: Sequence[AnswerLine]) -> tuple[AnswerLine, ...]:
    """Return one answer for each statement: of several reviewers' the verdict of most, of equally many the worse.

    The kind of error and the note are those of the first reviewer with that verdict.

    >>> from paperatlas.curation.file_models import JudgedEnd
    >>> otter, pond = JudgedEnd("model/o", "Model", "Otter"), JudgedEnd("dataset/p", "Dataset", "Pond")
    >>> given = AnswerLine("1", otter, "trains-on", pond, 0.5, verdict="right", reviewer="Ada")
    >>> [answer.verdict for answer in consensus([given, replace(given, verdict="wrong", reviewer="Bo")])]
    ['wrong']
    """
    by_unit: dict[JudgedUnit, list[AnswerLine]] = {}
    for answer in answers:
        by_unit.setdefault(judged_unit(answer), []).append(answer)
    return tuple(_agreed(group) for group in by_unit.values())


def _agreed(group: Sequence[AnswerLine]) -> AnswerLine:
    counts = Counter(answer.verdict for answer in group)
    verdict = max(VERDICTS, key=lambda verdict: (counts[verdict], VERDICTS.index(verdict)))
    return next(answer for answer in group if answer.verdict == verdict)
