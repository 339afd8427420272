"""Organisations as pages show them: a short name, then the shown one, as in ``nvidia NVIDIA``."""

from __future__ import annotations

import re

__all__ = ["split_handle"]

_HANDLE = re.compile(r"[A-Za-z0-9][\w.-]*$")


def split_handle(text: str) -> tuple[str | None, str]:
    """The short name before an organisation's name, or nothing, and the name.

    The first word is a short name where it is the other words run together, their start or their initials, or in small
    letters while the others have capitals.

    >>> split_handle("nvidia NVIDIA"), split_handle("facebook AI at Meta"), split_handle("Stanford Stanford AI")
    (('nvidia', 'NVIDIA'), ('facebook', 'AI at Meta'), ('Stanford', 'Stanford AI'))
    >>> split_handle("Peking University"), split_handle("shanghai ailab")
    ((None, 'Peking University'), (None, 'shanghai ailab'))
    """
    first, _, rest = " ".join(text.split()).partition(" ")
    if not rest or not _HANDLE.match(first) or not any(map(str.isalnum, rest)):
        return None, " ".join(text.split())
    return (first, rest) if _stands_for(first, rest) else (None, f"{first} {rest}")


def _stands_for(first: str, rest: str) -> bool:
    short, whole = (re.sub(r"[\W_]+", "", part.casefold()) for part in (first, rest))
    initials = "".join(word[0] for word in re.findall(r"\w+", rest.casefold()))
    small = first == first.lower() and any(map(str.isalpha, first)) and rest != rest.lower()
    return small or whole.startswith(short) or short == initials
