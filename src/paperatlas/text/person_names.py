"""Parsing of personal names into given name, family name and initials, whatever the spelling.

Case, diacritics, hyphens, apostrophes and nicknames in quotes do not count, and ``Li, Xiang`` is ``Xiang Li``.
``Ji-Rong Wen``, ``Jirong Wen`` and ``Ji Rong Wen`` have one form: they are three spellings of one romanised name.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from paperatlas.text.keys import strip_diacritics
from paperatlas.text.markup import plain_letters

__all__ = ["PersonName", "person_name", "reading_order"]

_NICKNAME = re.compile(r"[\"“”«»(][^\"“”«»()]*[\"“”«»)]")
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"['’`ʼ‘]")
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})
_LETTERS: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h"}
)


class PersonName(NamedTuple):
    """The parts of a name by which names are compared.

    Attributes:
        given: The given names that are written out, without spaces; one initial if none is.
        family: The last word, with a suffix such as Jr behind it.
        initials: The initials beside ``given``, in order.
        first_letters: The first letters of all words before the family name.
    """

    given: str
    family: str
    initials: str
    first_letters: str

    @property
    def name_key(self) -> tuple[str, str]:
        """Given and family name, which all spellings of a person's name share unless they shorten the given name."""
        return self.given, self.family

    @property
    def full_key(self) -> tuple[str, str, str]:
        """Given name, family name and initials; two mentions on one paper that share them are one person."""
        return self.given, self.family, self.initials

    @property
    def shortened(self) -> bool:
        """Whether the given name is an initial only, as in ``X. Li``."""
        return _is_initial(self.given)

    @property
    def slug(self) -> str:
        """Given and family name with a hyphen between them, as IRIs show them."""
        return "-".join(part for part in self.name_key if part)


def reading_order(name: str) -> str:
    """Return the name with the family name last.

    >>> reading_order("Li, Xiang"), reading_order("Martin Lake, Jr."), reading_order("Ada  Lake")
    ('Xiang Li', 'Martin Lake, Jr.', 'Ada Lake')
    """
    family, comma, given = (part.strip() for part in name.partition(","))
    if not comma or not given or "," in given or not family or given.rstrip(".").casefold() in _SUFFIXES:
        return " ".join(name.split())
    return " ".join(f"{given} {family}".split())


def person_name(name: str) -> PersonName:
    """Parse a name.

    >>> {person_name(name).name_key for name in ("Ji-Rong Wen", "Wen, Jirong", "JI RONG WEN")} == {("jirong", "wen")}
    True
    >>> person_name("Michael S. Ryoo")
    PersonName(given='michael', family='ryoo', initials='s', first_letters='ms')
    >>> person_name("M. S. Ryoo")
    PersonName(given='m', family='ryoo', initials='s', first_letters='ms')
    """
    folded = _folded(name)
    words = _WORD.findall(_APOSTROPHES.sub("", folded))
    if not words:
        return PersonName("", folded, "", "")
    suffix = f" {words.pop()}" if len(words) > 2 and words[-1] in _SUFFIXES else ""
    *given_words, family = words
    initials = "".join(word for word in given_words if _is_initial(word))
    given = "".join(word for word in given_words if not _is_initial(word))
    if not given:
        given, initials = initials[:1], initials[1:]
    return PersonName(given, family + suffix, initials, "".join(word[0] for word in given_words))


def _folded(name: str) -> str:
    """Return the name in reading order without case, diacritics and nicknames."""
    name = plain_letters(name)
    without_nickname = _NICKNAME.sub(" ", name)
    ordered = reading_order(without_nickname if _WORD.search(without_nickname) else name)
    return strip_diacritics(ordered).translate(_LETTERS)


def _is_initial(word: str) -> bool:
    """Return whether a word is one letter of a script with case; in other scripts one character can be a whole name."""
    return len(word) == 1 and word.upper() != word.lower()
