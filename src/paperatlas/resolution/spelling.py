"""Choose the best spelling of a name, and tell forms that are pieces of a name from its other names."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from paperatlas.resolution.name_parser import parse
from paperatlas.text.keys import fold_name, name_key

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping

__all__ = ["best_spelling", "first_word", "flaws", "is_piece", "is_tail", "is_weak", "signs", "with_known_capitals"]

_EDGE: Final = re.compile(r"^[\W_]*['’‘`_\"“”,;:]|['’‘`_\"“”,;:]$")
_ODD_CAPITALS: Final = re.compile(r"(?<=[a-z])[A-Z]{1,3}(?=[a-z])")
_ODD_START: Final = re.compile(r"[A-Z]{2,}[a-z]")
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+")
_PLAIN: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_SHORT_FAMILY: Final = 4
_MARKS: Final = frozenset("+<>=|~^×→¬±")


def best_spelling(spellings: Counter[str]) -> str:
    """Return the spelling without flaws that most papers use; of equals, that with most capitals, then the first.

    >>> from collections import Counter
    >>> best_spelling(Counter({"OtterTalk_": 2, "OtterTalk": 1}))
    'OtterTalk'
    """
    if len(spellings) == 1:
        return next(iter(spellings))  # the usual case, asked for each name by each rule
    return min(spellings, key=lambda form: (flaws(form), -spellings[form], -sum(map(str.isupper, form)), form))


@lru_cache(maxsize=1 << 16)
def flaws(form: str) -> int:
    """Return how many flaws a spelling has: signs at its edge, an open bracket, capitals that spell out a short form.

    >>> flaws("Gated Pond Study"), flaws("Gated Pond Study'"), flaws("gaTed pOnd sTuDy")
    (0, 1, 1)
    """
    text = form.strip()
    unbalanced = any(text.count(left) != text.count(right) for left, right in ("()", "[]", "{}"))
    spelled_out = " " in text and len(_ODD_CAPITALS.findall(text)) > 1
    return bool(_EDGE.search(text)) + unbalanced + spelled_out


def with_known_capitals(label: str, known: Mapping[str, Counter[str]], type_name: str) -> str:
    """Return a label whose first word has the capitals of its family in a registry, where its own are odd.

    Args:
        label: The label. In small letters, in capitals or with one capital it stays as it is.
        known: For a family, its spellings in the registry.
        type_name: The node type.

    >>> from collections import Counter
    >>> with_known_capitals("OTter3-7B", {"otter": Counter({"Otter": 2, "OTTER": 1})}, "Model")
    'Otter3-7B'
    """
    word = _FIRST_WORD.match(label)
    spellings = known.get(parse(label, type_name).family)
    if word is None or not spellings or word[0] in spellings or not _ODD_START.match(word[0]):
        return label
    same = [spelling for spelling in spellings if spelling.lower() == word[0].lower()]
    best = min(same, key=lambda spelling: (-spellings[spelling], spelling), default=word[0])
    return best + label[word.end() :]


def first_word(name: str) -> str:
    """Return the letters with which a name begins."""
    word = _FIRST_WORD.match(name)
    return word[0] if word else ""


def signs(form: str) -> str:
    """Return the mathematical and other symbols of a name that its canonical form does not hold.

    ∞ is no such symbol, as the canonical form spells it.

    >>> signs("★Pond"), signs("∞Pond"), signs("Pond+")
    ('★', '', '')
    """
    if form.isascii():
        return ""
    folded = (char for char in fold_name(form) if char not in _MARKS and not char.isascii())
    return "".join(char for char in folded if unicodedata.category(char) in ("Sm", "So"))


def is_piece(form: str, full: str) -> bool:
    """Return whether a form is the beginning of a word of the full name, and no name: *Long* of *LongProc*.

    >>> is_piece("Long", "LongProc"), is_piece("Segment", "Segment Anything"), is_piece("OTs", "OTss")
    (True, False, False)
    """
    rest = full[len(form) :]
    return full.startswith(form) and rest[:1].isalpha() and form[-1:].isalpha() and name_key(rest) != "s"


def is_tail(key: str, full: str) -> bool:
    """Return whether a name is the end of a longer one, both as normal forms.

    >>> is_tail("r1", "deepseekr1"), is_tail("otter", "otter7b")
    (True, False)
    """
    return key != full and full.endswith(key)


@lru_cache(maxsize=1 << 16)
def is_weak(form: str, type_name: str) -> bool:
    """Return whether a name is so short or so common a word that several makers may choose it.

    >>> [is_weak(form, "Model") for form in ("M1", "S1-Pro", "Edge", "Text-01", "LongWriter", "GPT-4o-mini")]
    [True, True, True, True, False, True]
    """
    family, parts, _ = parse(form, type_name)
    if len(family) >= _SHORT_FAMILY and any(part.text.isalpha() for part in parts):
        return False  # Nova Pro, but not Text-01 and S1-Pro
    first = re.split(r"[\s\-_/]", form.strip(), maxsplit=1)[0]
    return len(family) <= _SHORT_FAMILY or (
        bool(_PLAIN.fullmatch(first.rstrip("0123456789."))) and family == name_key(first)
    )
