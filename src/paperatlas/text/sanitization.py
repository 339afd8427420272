"""What a text has to give up to stand in XML and in a spreadsheet."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["LIST_SEPARATOR", "clean", "is_number", "joined", "safe_cell"]

LIST_SEPARATOR: Final = " | "
"""What stands between the parts of a list where a format has no lists."""

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_FORMULA: Final = re.compile("[\t\r\n\0]|[\\s\0\ufeff]*[=+\\-@＝＋－＠]")


def clean(text: str) -> str:
    r"""The text with U+FFFD for what XML 1.0 cannot hold, and with one newline for each end of a line.

    The characters that XML 1.0 allows are those of its production 2 (https://www.w3.org/TR/xml/#charsets); control
    characters and lone surrogates are not among them, not even escaped.

    >>> clean("a\x00b\r\nc") == "a\ufffdb\nc"
    True
    """
    return _NOT_IN_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def joined(parts: list[str]) -> str:
    """The parts of a list as one text, for reading; what holds a separator itself cannot be split again.

    >>> joined(["Otter 7B", "Otter-7b"])
    'Otter 7B | Otter-7b'
    """
    return LIST_SEPARATOR.join(parts)


def safe_cell(text: str) -> str:
    """Return a text as a spreadsheet may show it: what it would run as a formula gets an apostrophe in front.

    The starting characters are those that OWASP lists under "CSV injection", with their full-width forms, also behind
    white space. Numbers stay numbers.

    >>> safe_cell("=HYPERLINK(A1)"), safe_cell("C4"), safe_cell("-1.5")
    ("'=HYPERLINK(A1)", 'C4', '-1.5')
    """
    return f"'{text}" if _FORMULA.match(text) and not is_number(text) else text


def is_number(text: str) -> bool:
    """Return whether a text is a decimal number, as spreadsheets and SPARQL write it.

    >>> is_number("-2.5E-3"), is_number("-1-1")
    (True, False)
    """
    return _NUMBER.fullmatch(text) is not None
