"""A session of one reviewer, the same for terminal and browser: which statement comes next, and what is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from paperatlas.text.sanitization import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from paperatlas.curation.file_models import AnswerLine

__all__ = ["ReviewSession"]

_LONGEST_NOTE: Final = 1000


class ReviewSession:
    """The statements that one reviewer is to judge, one after the other.

    Attributes:
        position: How many of them are behind the reviewer, judged or skipped.
        judged: How many of them are judged.
    """

    def __init__(self, lines: Sequence[AnswerLine], write: Callable[[AnswerLine], None]) -> None:
        """Begin with the first statement.

        Args:
            lines: The statements without verdicts, in the order in which to ask.
            write: The function that takes each line to be kept, at once.
        """
        self._lines = tuple(lines)
        self._write = write
        self._given: dict[int, AnswerLine] = {}
        self.position = 0

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def judged(self) -> int:
        """How many statements are judged."""
        return len(self._given)

    @property
    def current(self) -> AnswerLine | None:
        """The statement to judge; None at the end."""
        return self._lines[self.position] if self.position < len(self._lines) else None

    def judge(self, verdict: str, kind: str = "", note: str = "") -> None:
        """Write the verdict on the current statement, and go on to the next.

        Args:
            verdict: One of :data:`paperatlas.curation.file_models.VERDICTS`.
            kind: The name of the kind of error; it is dropped if the verdict is right.
            note: What else there is to say.
        """
        answer = replace(
            self._lines[self.position],
            verdict=verdict,
            kind="" if verdict == "right" else kind,
            note=clean(note)[:_LONGEST_NOTE],
        )
        self._write(answer)
        self._given[self.position] = answer
        self.position += 1

    def skip(self) -> None:
        """Leave the current statement to a later session, and go on to the next."""
        self.position += 1

    def undo(self) -> bool:
        """Go back to the statement before, and take its verdict back if it has one; return False at the first."""
        if self.position == 0:
            return False
        if self.position - 1 in self._given:
            self._write(self._lines[self.position - 1])
            del self._given[self.position - 1]
        self.position -= 1
        return True

    def add_note(self, note: str) -> bool:
        """Write the verdict before again with a note; return False if the statement before has none."""
        last = self._given.get(self.position - 1)
        if last is None:
            return False
        noted = replace(last, note=clean(note)[:_LONGEST_NOTE])
        self._write(noted)
        self._given[self.position - 1] = noted
        return True
