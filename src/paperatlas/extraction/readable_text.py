"""The text that the pipeline reads: without markup and slips of typing, aligned with the original."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from paperatlas.extraction.tokenizer import SENTENCE_OPENINGS
from paperatlas.text.alignment import AlignedText
from paperatlas.text.markup import without_invisible, without_markup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperatlas.text.alignment import Piece

__all__ = ["align_readable", "readable_text"]

_SURROGATES = re.compile("[\ud800-\udfff]")
_LONG_RUN = re.compile(r"\S{1000,}")
_EMPHASIS = re.compile(r"(?<![\w*\\])(\*{1,3}|_{1,3})(?![\s*_])([^*\n]{1,200}?)(?<![\s*_])\1(?![\w*])")
_TITLES: Final = ("Dr", "DR", "Mr", "MR", "Ms", "Mrs", "St", "Prof")
_TITLED = re.compile(rf"(?<![\w.])((?:{'|'.join(_TITLES)})\.) (?!(?:{SENTENCE_OPENINGS})(?!\w))(?=[A-Z])")
_SIZE = r"\d{1,3}(?:\.\d{1,2})?"
_NOTE_DIGIT = re.compile(
    rf"(?:(?<=[A-Za-z\d])([- ]{_SIZE}[BM])[⁰¹²³⁴-⁹]{{1,2}}|(?<=[A-Za-z\d])(-{_SIZE}B)[1-9])(?![\w+-]|\.\d)"
)
_NOTE_MARK = re.compile(r"(?<=\d[BM])\*(?![\w*])")
_CLOSED_UP = re.compile(
    r"[.?!](?<=[A-Z\d+%)*][.?!])(?=([A-Z][a-z]+) (?!(?:and|or|with|on|in|by|for|as|to|of|at|from)\b)[a-z])"
)
_VARIANTS: Final = frozenset(
    (
        "Air",
        "Alpha",
        "Base",
        "Beta",
        "Chat",
        "Coder",
        "Dev",
        "Edge",
        "Express",
        "Fast",
        "Flash",
        "Haiku",
        "Instruct",
        "Large",
        "Light",
        "Lightning",
        "Lite",
        "Max",
        "Medium",
        "Micro",
        "Mini",
        "Nano",
        "Net",
        "Next",
        "Omni",
        "Opus",
        "Plus",
        "Preview",
        "Pro",
        "Schnell",
        "Small",
        "Sonnet",
        "Super",
        "Tiny",
        "Turbo",
        "Ultra",
        "Vision",
        "Xl",
    )
)
"""Words for variants, which may follow a version and a stop."""

_INITIAL = re.compile(r"(?:^|[^\w])[A-Z]\.\Z|\.[A-Z]\.\Z")
_NO_PROSE = re.compile(r"[/@\\_]|://|www\.")
_LINE_END = re.compile(r"\r?\n[ \t]*")
_LIST_LINE = re.compile(r"[-*•–—][ \t]|#|\(?\d{1,2}[.)][ \t]|\r?\n")
_HEADING_WORD = re.compile(r"[A-Z\d(][\w'’&/()-]*:?|a|an|and|for|in|of|on|or|the|to|with|vs\.?|&|–|-")
_LONGEST_HEADING: Final = 80
_END_MARKS: Final = frozenset('.?!:;"”)')


def readable_text(text: str) -> str:
    """Return a text as :func:`align_readable` does, without the places."""
    return align_readable(text).text


def align_readable(text: str) -> AlignedText:
    r"""Return the text that the pipeline reads, with the place of each character in the original.

    It has names in plain characters for TeX and HTML, quotes for marks of emphasis, a space behind a full stop that
    lacks it, and no line breaks behind the title but those that part headings, paragraphs and the items of lists. It
    has no lone surrogates, which UTF-8 lacks, and spaces for runs so long that the tokenizer takes the square of their
    length.

    Args:
        text: Title, newline, abstract.

    >>> print(align_readable("T\nWe call it *Otter-7B* &lt;or __Otter__&gt; on\n$\\tau$-bench and C4+.See it.").text)
    T
    We call it "Otter-7B" <or ""Otter""> on τ-bench and C4+. See it.
    """
    aligned = AlignedText.of(text)
    aligned = aligned.rewrite(_SURROGATES, lambda _: ("\ufffd",))
    aligned = aligned.rewrite(_LONG_RUN, _blanked)
    aligned = _without_line_ends(without_markup(without_invisible(aligned)))
    aligned = aligned.rewrite(_EMPHASIS, _quoted)
    aligned = aligned.rewrite(_NOTE_DIGIT, lambda match: (match.span(match.lastindex or 0),))
    if "*" in aligned.text:
        aligned = aligned.rewrite(_NOTE_MARK, lambda _: ())
    aligned = aligned.rewrite(_CLOSED_UP, _parted)
    if any(f"{title}. " in aligned.text for title in _TITLES):
        aligned = aligned.rewrite(_TITLED, lambda match: (match.span(1),))
    return aligned


def _blanked(run: re.Match[str]) -> Iterator[Piece]:
    """Return a space for each character."""
    return ((" ", place, place + 1) for place in range(run.start(), run.end()))


def _quoted(match: re.Match[str]) -> Iterator[Piece]:
    """Return a quote for each sign of the marks."""
    yield from (('"', place, place + 1) for place in range(match.start(1), match.end(1)))
    yield match.span(2)
    yield from (('"', place, place + 1) for place in range(match.end(2), match.end()))


def _parted(match: re.Match[str]) -> tuple[Piece, ...] | None:
    """Return a space for the missing one behind a stop; None if the stop is inside a name, an initial or an address."""
    before = match.string[max(0, match.end() - 80) : match.end()]
    word = before[max(before.rfind(" "), before.rfind("\n")) + 1 :]
    if match[1] in _VARIANTS or _NO_PROSE.search(word) or _INITIAL.search(word):
        return None
    return match.span(), " "


def _without_line_ends(text: AlignedText) -> AlignedText:
    """Return a text with spaces for the line breaks behind the title, except where they end a sentence for certain."""
    title_end = text.text.find("\n")
    if text.text.find("\n", title_end + 1) < 0:
        return text
    return text.rewrite(_LINE_END, partial(_line_end, title_end))


def _line_end(title_end: int, match: re.Match[str]) -> tuple[Piece, ...] | None:
    """Return what a line break reads as: nothing inside a word, a space inside a sentence; None if it ends one."""
    text = match.string
    if match.start() <= title_end:
        return None
    line_start = text.rfind("\n", 0, match.start()) + 1
    line = text[line_start : match.start()]
    rest = text[match.end() : match.end() + 6]
    if not line or not rest or _LIST_LINE.match(rest) or line.startswith("#"):
        return None
    opens = line_start == title_end + 1 or text[line_start - 2] in _END_MARKS or text[line_start - 2].isspace()
    if opens and _is_heading(line, rest):
        return None
    is_hyphenated = line[-1:] == "-" and line[-2:-1].isalpha() and rest[0].isalpha()
    continues = rest[0] == "-" and rest[1:2].isalnum() and line[-1].isalnum()
    return () if is_hyphenated or continues else (" ",)


def _is_heading(line: str, rest: str) -> bool:
    """Return whether a line is a heading before a text: a few capitalised words without an end mark."""
    words = line[:_LONGEST_HEADING].split()
    if len(line) >= _LONGEST_HEADING or not words or not rest[0].isupper():
        return False
    is_open = line[-1] in ",;-" or line[-1] in _END_MARKS - {":"}
    return not is_open and words[0][0].isupper() and all(_HEADING_WORD.fullmatch(word) for word in words)
