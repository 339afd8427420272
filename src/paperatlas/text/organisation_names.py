"""Spellings of organisations: the rules that hold for any name, and the groups inside of universities.

Each rule takes a name to one that means the same and is spelled in one way. What no rule can know (that THU is Tsinghua
University) is for a registry, see :mod:`paperatlas.resolution.organisations`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from paperatlas.text.keys import name_key

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

__all__ = ["host_of", "is_academic", "lab_key", "split_handle", "stands_for", "without_handle"]

_COMBINING = re.compile("[\u0300-\u036f]")

_LEGAL = re.compile(
    r"[\s,\-]+(?:inc|incorporated|llc|ltd|limited|gmbh|ag|corp|corporation|co|plc|pte|pty|s\.?a|b\.?v|n\.?v|oy|ab)\.?$"
)

_PARENTHESIS = re.compile(r"\s*\(([^()]+)\)$")

_LABORATORY = re.compile(r"\b(?:laboratory|laboratories|labs)\b")

_AI_LAB = re.compile(r"(?<=\bai)[\s\-]*lab$")

_UNIVERSITY = re.compile(r"^(?:univ\.?|uni)\s+(?=of\b)|\b(?:univ\.?|uni)$|^uni\s+")

_FOREIGN = re.compile(
    r"^(?:universitat|universite|universidad|universidade|universita|universiteit|uniwersytet|universitet)"
    r"(?:\s+(?:degli\s+studi\s+)?(?:de|di|do|da|van|zu))?\s+(?:l')?(?!.*\b(?:de|di|do|da|van)\b)"
)

_CITIES: Final = {
    "munchen": "munich",
    "koln": "cologne",
    "wien": "vienna",
    "geneve": "geneva",
    "roma": "rome",
    "milano": "milan",
    "torino": "turin",
    "praha": "prague",
    "lisboa": "lisbon",
    "firenze": "florence",
}

_CALIFORNIA = re.compile(r"^uc[\s\-]+(?=berkeley|davis|irvine|los|merced|riverside|san|santa)")

_CAMPUS = re.compile(r"(?:\s*,\s*|\s+at\s+|\s+-\s+)")

_OF = re.compile(r"^university of ((?:(?!of |and |for |the )\S+ ?){1,2})$")

_BOTH_EXIST: Final = frozenset(
    """washington miami york newcastle lincoln victoria california western eastern northern southern central columbia
    indiana michigan ohio pennsylvania iowa kansas florida texas georgia arizona oregon utah illinois maryland virginia
    missouri montana nevada idaho oklahoma kentucky delaware alabama mississippi louisiana tennessee arkansas nebraska
    wisconsin minnesota wyoming maine vermont connecticut massachusetts hawaii alaska america london paris berlin
    singapore madrid barcelona melbourne queensland canterbury concordia trinity new north south east west""".split()  # noqa: SIM905
)
"""X for which University of X and X University are two, or might be; also where X only starts so."""

_UNIT = re.compile(
    r"\b(?:department|dept|school|faculty|laboratory|lab|labs|group|team|chair|professorship|center|centre|college of|"
    r"division|institute for|cs|eecs|csail|ece|nlp)\b|\w(?:lab|labs|group)\b|^(?:the )?(?:mic|air|mmlab|sail)$"
)

_UNIT_LAST = re.compile(
    r"(?:^|[\s\-])(?:department|lab|labs|laboratory|group|team|cs|eecs|csail|ece|nlp|ai|cv|ml)$|lab$"
)

_SUBJECTS = re.compile(r"^(?:nlp|ai|ml|cs|cv|ece|eecs|and|[\s,/])+$")

_ACADEMIC = re.compile(
    r"universit|\buniv\b|\buni\b|^tu\b|^uc\b|polytechn|politec|ecole|"
    r"institut\w* (?:of|de|for) (?:advanced )?(?:science|technology)|institute of technology|imperial college|"
    r"institut teknologi"
)

_INSIDE = re.compile(r"\s*@\s*|\s+(?:at|in|of)\s+(?i:the\s+)?|\s*[–—]\s*|\s+-\s*|(?<=group)-")


def lab_key(name: str) -> str:
    """The normal form of an organisation's name: what all its spellings share.

    >>> lab_key("UC-Berkeley") == lab_key("University of California, Berkeley") == lab_key("UC Berkeley")
    True
    >>> lab_key("Univ. of Oxford") == lab_key("Oxford University") == lab_key("The University of Oxford")
    True
    >>> lab_key("University of Washington") == lab_key("Washington University")
    False
    >>> lab_key("alibaba-inc"), lab_key("Alibaba Group Co., Ltd."), lab_key("tencent-ai") == lab_key("Tencent AI Lab")
    ('alibaba', 'alibabagroup', True)
    """
    plain = _plain(name)
    return name_key(_AI_LAB.sub("", _LABORATORY.sub("lab", _university(plain)))) or name_key(name)


def is_academic(name: str) -> bool:
    """Whether a name is that of a university, as far as its words tell.

    >>> is_academic("ETH Zürich"), is_academic("Technische Universität Wien")
    (False, True)
    """
    return _ACADEMIC.search(_plain(name)) is not None


def without_handle(name: str) -> str:
    """The shown name of a short one with the shown one behind it.

    >>> without_handle("nvidia NVIDIA"), without_handle("Meta Meta AI"), without_handle("MIT CSAIL")
    ('NVIDIA', 'Meta AI', 'MIT CSAIL')
    """
    first, _, rest = name.strip().partition(" ")
    return rest.strip() if rest and stands_for(first, rest) else name.strip()


def host_of(name: str, known: Mapping[str, str], other_keys: Container[str] = ()) -> str | None:
    """The university that a department or group belongs to, where its name says so.

    Args:
        name: The name of the department, with that of the university.
        known: Names of universities by normal form, for those whose names do not tell that they are universities.
        other_keys: Normal forms of all known organisations; what names one of them is no group of another.

    >>> host_of("Department of Computer Science, Stanford University", {})
    'Stanford University'
    >>> host_of("AISE research lab at TU Delft", {}), host_of("MIT CSAIL", {"mit": "MIT"})
    ('TU Delft', 'MIT')
    >>> host_of("University of Illinois at Urbana-Champaign", {}) is None
    True
    """
    return _by_comma(name, known) or _by_preposition(name, known) or _by_start(name, known, other_keys)


def _plain(name: str) -> str:
    """Small letters without diacritics, legal forms, an article, and an acronym in parentheses."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    text = unicodedata.normalize("NFKC", _COMBINING.sub("", decomposed)).strip()
    text = " ".join(text.replace("&", " and ").replace("_", " ").split()).removeprefix("the ")
    acronym = _PARENTHESIS.search(text)
    if acronym and stands_for(acronym[1], text[: acronym.start()]):
        text = text[: acronym.start()]
    while (shorter := _LEGAL.sub("", text)) != text and shorter:
        text = shorter
    return text.strip(" ,.")


def _university(text: str) -> str:
    """The name of a university in the one way we spell it; any other name as it is."""
    text = _UNIVERSITY.sub(lambda found: " university" if found.start() else "university ", text)
    text = _CALIFORNIA.sub("university of california ", text)
    text = _FOREIGN.sub("university of ", " ".join(text.split()))
    text = text.replace("university university", "university").replace("university of of ", "university of ")
    if "university of " not in text:
        return text
    text = " ".join(_CITIES.get(word, word) for word in _CAMPUS.sub(" ", text).split())
    place = _OF.match(text)
    return f"{place[1]} university" if place and re.split(r"[\s\-]", place[1])[0] not in _BOTH_EXIST else text


def _is_host(name: str, known: Mapping[str, str]) -> bool:
    return is_academic(name) or lab_key(name) in known


def _is_unit(name: str) -> bool:
    plain = _plain(name)
    return bool(_UNIT.search(plain) or _SUBJECTS.match(plain))


def _by_comma(name: str, known: Mapping[str, str]) -> str | None:
    """*Department of Physics, University of X, Y*: what is left without the units at both ends."""
    parts = [part.strip() for part in name.split(",") if part.strip()]
    left, right = 0, len(parts)
    while left < right and _is_unit(parts[left]) and not _is_host(parts[left], known):
        left += 1
    while left < right and _is_unit(parts[right - 1]) and not _is_host(parts[right - 1], known):
        right -= 1
    whole = ", ".join(parts[left:right])
    return whole if right - left < len(parts) and left < right and _is_host(parts[left], known) else None


def _by_preposition(name: str, known: Mapping[str, str]) -> str | None:
    """*Group @ X*, *Lab at X*, *Group of the X*, *X - Database Group*."""
    for found in reversed(list(_INSIDE.finditer(name))):
        before, after = name[: found.start()].strip(), name[found.end() :].strip()
        if not before or not after:
            continue
        if _is_unit(before) and not _is_host(before, known) and _is_host(after, known):
            return after
        dash = "-" in found[0] or "–" in found[0] or "—" in found[0]
        if dash and _is_unit(after) and not _is_host(after, known) and _is_host(before, known):
            return before
    return None


def _by_start(name: str, known: Mapping[str, str], other_keys: Container[str]) -> str | None:
    """*MIT CSAIL*, *Tsinghua NLP Group*: a host with words for a unit behind it."""
    for place in reversed([found.start() for found in re.finditer(r"[\s\-]", name)]):
        host, unit = name[:place].strip(), name[place:].strip(" -")
        ends_so = (" " in host and host.casefold().endswith("university")) or lab_key(host) in known
        if ends_so and _UNIT_LAST.search(_plain(unit)) and not _names_other(unit, other_keys):
            return known.get(lab_key(host), host)
    return None


def _names_other(unit: str, other_keys: Container[str]) -> bool:
    """Whether the words name an organisation of their own, as in *MIT-IBM Watson AI Lab*."""
    words = unit.split()
    return any(lab_key(" ".join(words[:count])) in other_keys for count in range(1, len(words) + 1))


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
