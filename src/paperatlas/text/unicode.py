"""Text from pages, made safe to keep: every later step may rely on what is taken out here.

What goes: control characters, which XML cannot hold and terminals obey; lone surrogates and noncharacters, which no
encoding holds; and the marks that reverse the direction of writing, by which a title can show as another (Unicode
Technical Report 36, section 2.4). Runs of white space become one space, so that a title stays on one line.
"""

from __future__ import annotations

import re

__all__ = ["clean", "has_unsafe"]

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_NONCHARACTERS = "\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}-{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)
)
_UNSAFE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff{_BIDI}{_NONCHARACTERS}]")


def has_unsafe(text: str) -> bool:
    r"""Whether the text holds characters that :func:`clean` takes out, white space aside.

    >>> has_unsafe("two\nlines"), has_unsafe("a\x1b[31m red")
    (False, True)
    """
    return _UNSAFE.search(text) is not None


def clean(text: str) -> str:
    r"""The text without unsafe characters, each run of white space as one space, none at the ends.

    Args:
        text: Any string, lone surrogates included.

    >>> clean(" An  \u202eOdd\x00\n Title ")
    'An Odd Title'
    """
    return " ".join(_UNSAFE.sub("", text).split())
