"""Rules for names of organisations: one key for all spellings, short names, and the universities of departments.

What no rule can know (that THU is Tsinghua University) is for a registry, see
:mod:`paperatlas.resolution.organisations`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from paperatlas.text.keys import name_key, strip_diacritics

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

__all__ = ["abbreviates", "host_university", "is_academic", "lab_key", "split_handle", "without_handle"]

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
_AMBIGUOUS: Final = frozenset(
    """washington miami york newcastle lincoln victoria california western eastern northern southern central columbia
    indiana michigan ohio pennsylvania iowa kansas florida texas georgia arizona oregon utah illinois maryland virginia
    missouri montana nevada idaho oklahoma kentucky delaware alabama mississippi louisiana tennessee arkansas nebraska
    wisconsin minnesota wyoming maine vermont connecticut massachusetts hawaii alaska america london paris berlin
    singapore madrid barcelona melbourne queensland canterbury concordia trinity new north south east west""".split()  # noqa: SIM905
)
"""First words of X for which University of X and X University are, or might be, two universities."""
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
_HANDLE = re.compile(r"[A-Za-z0-9][\w.-]*$")
_NO_WORD = re.compile(r"[\W_]+")


def lab_key(name: str) -> str:
    """Return the normal form of an organisation's name, which all its spellings share.

    >>> lab_key("UC-Berkeley") == lab_key("University of California, Berkeley") == lab_key("UC Berkeley")
    True
    >>> lab_key("Univ. of Oxford") == lab_key("Oxford University") == lab_key("The University of Oxford")
    True
    >>> lab_key("University of Washington") == lab_key("Washington University")
    False
    >>> lab_key("alibaba-inc"), lab_key("Alibaba Group Co., Ltd."), lab_key("tencent-ai") == lab_key("Tencent AI Lab")
    ('alibaba', 'alibabagroup', True)
    """
    folded = _university(_folded(name))
    return name_key(_AI_LAB.sub("", _LABORATORY.sub("lab", folded))) or name_key(name)


def is_academic(name: str) -> bool:
    """Return whether the words of a name show that it is a university.

    >>> is_academic("ETH Zürich"), is_academic("Technische Universität Wien")
    (False, True)
    """
    return _ACADEMIC.search(_folded(name)) is not None


def without_handle(name: str) -> str:
    """Return the shown name of a short name with the shown name behind it.

    >>> without_handle("nvidia NVIDIA"), without_handle("Meta Meta AI"), without_handle("MIT CSAIL")
    ('NVIDIA', 'Meta AI', 'MIT CSAIL')
    """
    handle, _, shown = name.strip().partition(" ")
    return shown.strip() if shown and abbreviates(handle, shown) else name.strip()


def host_university(name: str, known: Mapping[str, str], other_keys: Container[str] = ()) -> str | None:
    """Return the university that a department or group belongs to by its name, or None.

    Args:
        name: The name of the department, with that of the university.
        known: Names of universities by normal form, for those whose words do not show that they are universities.
        other_keys: Normal forms of all known organisations; a name of one of them is no group of another.

    >>> host_university("Department of Computer Science, Stanford University", {})
    'Stanford University'
    >>> host_university("AISE research lab at TU Delft", {}), host_university("MIT CSAIL", {"mit": "MIT"})
    ('TU Delft', 'MIT')
    >>> host_university("University of Illinois at Urbana-Champaign", {}) is None
    True
    """
    return _by_comma(name, known) or _by_preposition(name, known) or _by_start(name, known, other_keys)


def _folded(name: str) -> str:
    """Return the name in small letters without diacritics, legal form, article, and acronym in parentheses."""
    text = strip_diacritics(name)
    text = " ".join(text.replace("&", " and ").replace("_", " ").split()).removeprefix("the ")
    acronym = _PARENTHESIS.search(text)
    if acronym and abbreviates(acronym[1], text[: acronym.start()]):
        text = text[: acronym.start()]
    while (shorter := _LEGAL.sub("", text)) != text and shorter:
        text = shorter
    return text.strip(" ,.")


def _university(text: str) -> str:
    """Return the name of a university in one spelling; any other name as it is."""
    text = _UNIVERSITY.sub(lambda match: " university" if match.start() else "university ", text)
    text = _CALIFORNIA.sub("university of california ", text)
    text = _FOREIGN.sub("university of ", " ".join(text.split()))
    text = text.replace("university university", "university").replace("university of of ", "university of ")
    if "university of " not in text:
        return text
    text = " ".join(_CITIES.get(word, word) for word in _CAMPUS.sub(" ", text).split())
    city = _OF.match(text)
    return f"{city[1]} university" if city and re.split(r"[\s\-]", city[1])[0] not in _AMBIGUOUS else text


def _is_host(name: str, known: Mapping[str, str]) -> bool:
    return is_academic(name) or lab_key(name) in known


def _is_unit(name: str) -> bool:
    folded = _folded(name)
    return bool(_UNIT.search(folded) or _SUBJECTS.match(folded))


def _by_comma(name: str, known: Mapping[str, str]) -> str | None:
    """Return the host in *Department of Physics, University of X, Y*: the parts between the units at both ends."""
    parts = [part.strip() for part in name.split(",") if part.strip()]
    left, right = 0, len(parts)
    while left < right and _is_unit(parts[left]) and not _is_host(parts[left], known):
        left += 1
    while left < right and _is_unit(parts[right - 1]) and not _is_host(parts[right - 1], known):
        right -= 1
    whole = ", ".join(parts[left:right])
    return whole if right - left < len(parts) and left < right and _is_host(parts[left], known) else None


def _by_preposition(name: str, known: Mapping[str, str]) -> str | None:
    """Return the host in *Group @ X*, *Lab at X*, *Group of the X* and *X - Database Group*."""
    for match in reversed(list(_INSIDE.finditer(name))):
        before, after = name[: match.start()].strip(), name[match.end() :].strip()
        if not before or not after:
            continue
        if _is_unit(before) and not _is_host(before, known) and _is_host(after, known):
            return after
        if (
            any(dash in match[0] for dash in "-–—")
            and _is_unit(after)
            and not _is_host(after, known)
            and _is_host(before, known)
        ):
            return before
    return None


def _by_start(name: str, known: Mapping[str, str], other_keys: Container[str]) -> str | None:
    """Return the host in *MIT CSAIL* and *Tsinghua NLP Group*: the words before those of a unit."""
    for start in reversed([match.start() for match in re.finditer(r"[\s\-]", name)]):
        host, unit = name[:start].strip(), name[start:].strip(" -")
        is_host = (" " in host and host.casefold().endswith("university")) or lab_key(host) in known
        if is_host and _UNIT_LAST.search(_folded(unit)) and not _names_other(unit, other_keys):
            return known.get(lab_key(host), host)
    return None


def _names_other(unit: str, other_keys: Container[str]) -> bool:
    """Return whether the words start with the name of another organisation, as in *MIT-IBM Watson AI Lab*."""
    words = unit.split()
    return any(lab_key(" ".join(words[:count])) in other_keys for count in range(1, len(words) + 1))


def split_handle(text: str) -> tuple[str | None, str]:
    """Return the short name before an organisation's name, or None, and the name.

    The first word is a short name if it is the other words run together, their start or their initials, or is in small
    letters while the others have capitals.

    >>> split_handle("nvidia NVIDIA"), split_handle("facebook AI at Meta"), split_handle("Stanford Stanford AI")
    (('nvidia', 'NVIDIA'), ('facebook', 'AI at Meta'), ('Stanford', 'Stanford AI'))
    >>> split_handle("Peking University"), split_handle("shanghai ailab")
    ((None, 'Peking University'), (None, 'shanghai ailab'))
    """
    handle, _, name = " ".join(text.split()).partition(" ")
    small = handle == handle.lower() and any(map(str.isalpha, handle)) and name != name.lower()
    if _HANDLE.match(handle) and (small or abbreviates(handle, name)):
        return handle, name
    return None, f"{handle} {name}".strip()


def abbreviates(short: str, name: str) -> bool:
    """Return whether a short name is the start of a name, or its initials; only letters and digits count.

    >>> abbreviates("nvidia", "NVIDIA"), abbreviates("BAAI", "Beijing Academy of Artificial Intelligence")
    (True, True)
    >>> abbreviates("Peking", "University")
    False
    """
    start, whole = (_NO_WORD.sub("", part.casefold()) for part in (short, name))
    initials = "".join(
        word[0] for word in re.findall(r"\w+", name.casefold()) if word not in {"of", "for", "and", "the"}
    )
    return bool(start and whole) and (whole.startswith(start) or start == initials)
