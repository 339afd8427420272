"""Text from pages without unsafe characters, and text that XML and spreadsheets can hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from paperatlas.text.markup import decode_references

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["clean", "has_unsafe", "is_number", "join_list", "safe_cell", "xml_text"]

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_NONCHARACTERS = "\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}-{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)
)
_UNSAFE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff{_BIDI}{_NONCHARACTERS}]")
_HIDDEN = re.compile("[\u00ad\u180e\u200b\u2060-\u2064\ufeff]")
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_FORMULA: Final = re.compile("[\t\r\n\0]|[\\s\0\ufeff]*[=+\\-@＝＋－＠]")


def clean(text: str) -> str:
    r"""Return the text without unsafe and hidden characters, each run of white space as one space, none at the ends.

    Unsafe are control characters, which XML cannot hold and terminals obey; lone surrogates and noncharacters, which no
    encoding holds; and the marks that reverse the direction of writing, by which a title can show as another (Unicode
    Technical Report 36, section 2.4). Every later step relies on their absence. Hidden are soft
    hyphens and characters without width. What HTML's references stand for is put in their place.

    >>> clean(" An  \u202eOdd\x00\n Tit\xadle &amp; More")
    'An Odd Title & More'
    """
    if "&" in text:
        text = decode_references(_UNSAFE.sub("", text))
    if not text.isascii():
        text = _HIDDEN.sub("", text)
    return " ".join(_UNSAFE.sub("", text).split())


def has_unsafe(text: str) -> bool:
    r"""Return whether the text holds characters that :func:`clean` removes, white space aside.

    >>> has_unsafe("two\nlines"), has_unsafe("a\x1b[31m red")
    (False, True)
    """
    return _UNSAFE.search(text) is not None


def xml_text(text: str) -> str:
    r"""Return the text with U+FFFD for what XML 1.0 cannot hold, and with one newline for each end of a line.

    The characters that XML 1.0 allows are those of its production 2 (https://www.w3.org/TR/xml/#charsets); control
    characters and lone surrogates are not among them, not even escaped.

    >>> xml_text("a\x00b\r\nc") == "a\ufffdb\nc"
    True
    """
    return _NOT_IN_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def join_list(values: Iterable[str]) -> str:
    """Return the values as one text for a format that has no lists.

    >>> join_list(["Otter 7B", "Otter-7b"])
    'Otter 7B | Otter-7b'
    """
    return " | ".join(values)


def safe_cell(text: str) -> str:
    """Return the text for a cell of a spreadsheet: what it would run as a formula gets an apostrophe in front.

    The starting characters are those that OWASP lists under "CSV injection", with their full-width forms, also behind
    white space. Numbers stay numbers.

    >>> safe_cell("=HYPERLINK(A1)"), safe_cell("C4"), safe_cell("-1.5")
    ("'=HYPERLINK(A1)", 'C4', '-1.5')
    """
    return f"'{text}" if _FORMULA.match(text) and not is_number(text) else text


def is_number(text: str) -> bool:
    """Return whether the text is a decimal number, as spreadsheets and SPARQL write it.

    >>> is_number("-2.5E-3"), is_number("-1-1")
    (True, False)
    """
    return _NUMBER.fullmatch(text) is not None
