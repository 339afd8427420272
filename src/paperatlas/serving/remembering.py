"""Keep answers as long as the graph stays the same."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Hashable

    from paperatlas.serving.jobs import Answer

__all__ = ["Remembered"]

_LARGEST_SHARE: Final = 8


class Remembered:
    """Answers by what was asked, up to so many bytes; those that nobody asked for lately go first.

    >>> from paperatlas.serving.jobs import Answer
    >>> remembered = Remembered(80)
    >>> remembered.keep("a", Answer(b"0123456789", "text/csv", "1"))
    >>> remembered.keep("b", Answer(b"0123456789+", "text/csv", "1"))
    >>> remembered.find("a").body, remembered.find("b")
    (b'0123456789', None)
    """

    def __init__(self, limit: int) -> None:
        """Keep answers of so many bytes in all, and none that takes more than an eighth of that."""
        self._limit = limit
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self.size = 0
        self.hits = 0

    def find(self, asked: Hashable) -> Answer | None:
        """The answer to what was asked, if it is still there."""
        answer = self._answers.get(asked)
        if answer:
            self._answers.move_to_end(asked)
            self.hits += 1
        return answer

    def keep(self, asked: Hashable, answer: Answer) -> None:
        """Keep an answer."""
        if len(answer.body) * _LARGEST_SHARE > self._limit or asked in self._answers:
            return
        self._answers[asked] = answer
        self.size += len(answer.body)
        while self.size > self._limit:
            self.size -= len(self._answers.popitem(last=False)[1].body)
