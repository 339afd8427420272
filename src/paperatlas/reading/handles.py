"""Organisations as pages show them: a short name, then the shown one, as in ``nvidia NVIDIA``."""

from __future__ import annotations

import re

__all__ = ["split_handle", "stands_for"]

_HANDLE = re.compile(r"[A-Za-z0-9][\w.-]*$")
_NO_WORD = re.compile(r"[\W_]+")


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
    small = first == first.lower() and any(map(str.isalpha, first)) and rest != rest.lower()
    if _HANDLE.match(first) and (small or stands_for(first, rest)):
        return first, rest
    return None, f"{first} {rest}".strip()


def stands_for(short: str, name: str) -> bool:
    """Whether a short name is how a name starts, or its initials; case, spaces and punctuation do not count.

    >>> stands_for("nvidia", "NVIDIA"), stands_for("BAAI", "Beijing Academy of Artificial Intelligence")
    (True, True)
    >>> stands_for("Peking", "University")
    False
    """
    start, whole = (_NO_WORD.sub("", part.casefold()) for part in (short, name))
    initials = "".join(
        word[0] for word in re.findall(r"\w+", name.casefold()) if word not in {"of", "for", "and", "the"}
    )
    return bool(start and whole) and (whole.startswith(start) or start == initials)
