"""A person's name taken apart: given name, family name and initials, whatever the spelling.

Case, diacritics, hyphens, apostrophes and nicknames in quotes do not count, and ``Li, Xiang`` is ``Xiang Li``.
``Ji-Rong Wen``, ``Jirong Wen`` and ``Ji Rong Wen`` have one form, as the three are how one romanised name is written.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

__all__ = ["PersonName", "person_name", "reading_order"]

_COMBINING = re.compile("[\u0300-\u036f]")
_NICKNAME = re.compile(r"[\"“”«»(][^\"“”«»()]*[\"“”«»)]")
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"['’`ʼ‘]")
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})
_LETTERS: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h"}
)


class PersonName(NamedTuple):
    """What tells one name from another.

    Attributes:
        given: The given names that are written out, without spaces; or one initial where none is.
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
        """Given and family name: what all names of one person share, but those that shorten the given name."""
        return self.given, self.family

    @property
    def full_key(self) -> tuple[str, str, str]:
        """Given name, family name and initials: two mentions on one paper that have them in common are one."""
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
    """The name with the family name last.

    >>> reading_order("Li, Xiang"), reading_order("Martin Lake, Jr."), reading_order("Ada  Lake")
    ('Xiang Li', 'Martin Lake, Jr.', 'Ada Lake')
    """
    family, comma, given = (part.strip() for part in name.partition(","))
    if not comma or not given or "," in given or not family or given.rstrip(".").casefold() in _SUFFIXES:
        return " ".join(name.split())
    return " ".join(f"{given} {family}".split())


def person_name(name: str) -> PersonName:
    """Take a name apart.

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
    """The name in reading order without case, diacritics and nicknames."""
    plain = _NICKNAME.sub(" ", name)
    ordered = reading_order(plain if _WORD.search(plain) else name)
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", ordered).casefold())
    return unicodedata.normalize("NFKC", _COMBINING.sub("", decomposed)).translate(_LETTERS)


def _is_initial(word: str) -> bool:
    """Whether a word is one letter of a script with case; one character of another script can be a whole name."""
    return len(word) == 1 and word.upper() != word.lower()
