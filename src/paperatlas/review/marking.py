"""The text of a statement in pieces: what is quoted, and where the text names the subject and the object."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from paperatlas.text.sanitization import has_unsafe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperatlas.curation.file_models import AnswerLine, JudgedEnd, JudgedPassage

__all__ = ["TextPiece", "marked_pieces", "name_spans", "shown"]

_MOST_FORMS: Final = 50
_REPLACEMENT: Final = "\ufffd"


class TextPiece(NamedTuple):
    """A piece of a text.

    Attributes:
        text: The characters.
        quoted: Whether they belong to the quote.
        end: ``subject`` or ``object`` if they name that end, else empty.
    """

    text: str
    quoted: bool = False
    end: str = ""


def shown(text: str) -> str:
    r"""Return a text with a replacement character for each that a terminal or a page may obey.

    >>> shown("a\x1b[31m red") == "a\ufffd[31m red"
    True
    """
    if not has_unsafe(text):
        return text
    return "".join(_REPLACEMENT if has_unsafe(character) else character for character in text)


def marked_pieces(line: AnswerLine, passage: JudgedPassage) -> tuple[tuple[TextPiece, ...], tuple[TextPiece, ...]]:
    """Return the pieces of the title and those of the abstract.

    Args:
        line: The statement.
        passage: One of its passages.
    """
    text = passage.text
    quote = (min(passage.start, len(text)), min(passage.end, len(text)))
    names = [*_occurrences(text, line.object, "object"), *_occurrences(text, line.subject, "subject")]
    ends: dict[int, tuple[int, str]] = {}
    last = 0
    # The longer of two names that begin together, and the object where both ends have one name.
    for start, end, role in sorted(names, key=lambda found: (found[0], -found[1])):
        if start >= last:
            ends[start] = end, role
            last = end
    title_end = len(passage.title)
    bounds = {0, title_end, min(title_end + 1, len(text)), len(text), *quote}
    bounds.update(ends, (end for end, _ in ends.values()))
    pieces: tuple[list[TextPiece], list[TextPiece]] = ([], [])
    current_end, role = 0, ""
    for start, end in pairwise(sorted(bounds)):
        current_end, role = ends.get(start, (current_end, role))
        piece = TextPiece(
            shown(text[start:end]), quote[0] <= start < end <= quote[1], role if start < current_end else ""
        )
        if start < title_end:
            pieces[0].append(piece)
        elif start > title_end:
            pieces[1].append(piece)
    return tuple(pieces[0]), tuple(pieces[1])


def _occurrences(text: str, end: JudgedEnd, role: str) -> Iterator[tuple[int, int, str]]:
    """Yield where the text names an end; a paper is not named in its text."""
    if end.type == "Paper":
        return
    yield from ((start, stop, role) for start, stop in name_spans(text, end))


def name_spans(text: str, end: JudgedEnd) -> Iterator[tuple[int, int]]:
    """Yield where a text has a name of an end as whole words, in any case; the longest come first, then the label."""
    forms = sorted({end.label, *end.aliases} - {""}, key=lambda form: (-len(form), form != end.label, form))
    for form in forms[:_MOST_FORMS]:
        for found in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text, re.IGNORECASE):
            yield found.span()
