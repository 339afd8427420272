"""The boundary of title and authors in a line where the title runs into the first author's name.

``…$100K BudgetXiang Li, Yiqun Yao et al. · tencent-ai`` has no mark between title and authors; the shape of names shows
the boundary: a capital that follows another character without a space, and from there to the next comma two to five
words that look like a person's name. It needs no list of names. A word that the abstract holds too, such as
``DeepSeek``, has no boundary inside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Byline", "split_byline", "without_et_al"]

_ET_AL = re.compile(r"\s*,?\s+et al\.?$")
_OTHERS = re.compile(r"(?:^|[\s,]+)(?:and\s+)?(?:et\.?\s+al\b\.?|others|…|\.\.\.)$", re.IGNORECASE)
_PARTICLES = frozenset(
    "al bin da dal de del della den der di dos du el ibn la le ten ter van von y zu".split()  # noqa: SIM905
)
_INITIAL = re.compile(r"[^\W\d_]\.?(?:-?[^\W\d_]\.)*$")
_WORD = re.compile(r"[\w+-]+")
_SUFFIXES = frozenset({"Jr.", "Jr", "Sr.", "II", "III", "IV"})
_NAME_PREFIXES = tuple("Mc Mac De Di Du La Le Van Von Fitz O' O’ D' D’ L' L’ Al".split())  # noqa: SIM905
_MOST_WORDS = 5
_NO_BOUNDARY_BEHIND = "-.'’([{/\"“‘$_^&"


@dataclass(frozen=True, slots=True)
class Byline:
    """The parts of a line of title, authors and organisations.

    Attributes:
        title: The title.
        authors: The names behind it, in order.
        authors_line: The words of the line that give them, "et al." included.
        complete: Whether there are names and no "et al." follows.
        labs: The organisations behind the dot.
        labs_line: The words of the line that give them.
    """

    title: str
    authors: tuple[str, ...] = ()
    authors_line: str = ""
    complete: bool = False
    labs: tuple[str, ...] = ()
    labs_line: str = ""


def split_byline(line: str, abstract: str = "") -> Byline:
    """Split a line of title, authors and organisations.

    Args:
        line: The line, cleaned.
        abstract: The abstract of the same paper; none of its words is a title run into a name.

    Returns:
        The parts; without a boundary, the whole line but the organisations is the title.

    >>> split_byline("Deep NetsAda Lake, Bo van Dyke et al. · wet-lab, dry-lab")
    Byline(title='Deep Nets', authors=('Ada Lake', 'Bo van Dyke'), authors_line='Ada Lake, Bo van Dyke et al.',
    complete=False, labs=('wet-lab', 'dry-lab'), labs_line='wet-lab, dry-lab')
    """
    body, _, labs_line = line.rpartition(" · ") if " · " in line else (line, "", "")
    labs = tuple(lab for lab in (part.strip() for part in labs_line.split(",")) if lab)
    boundary = _boundary(body, frozenset(_WORD.findall(abstract)))
    if boundary is None:
        return Byline(body.strip(), labs=labs, labs_line=labs_line)
    authors_line = body[boundary:]
    names = _ET_AL.sub("", authors_line)
    authors = tuple(name for name in (part.strip() for part in names.split(",")) if name)
    return Byline(body[:boundary].strip(), authors, authors_line, names == authors_line, labs, labs_line)


def without_et_al(names: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """Return the names without an *et al.* behind them, and whether they are complete because it had none.

    >>> without_et_al(("Ada Lake", "Bo Brook et al."))
    (('Ada Lake', 'Bo Brook'), False)
    >>> without_et_al(("Ada Lake", "others")), without_et_al(("Ada Lake",))
    ((('Ada Lake',), False), (('Ada Lake',), True))
    """
    if not names:
        return names, False
    last = _OTHERS.sub("", names[-1]).strip(" ,")
    authors = (*names[:-1], last) if last else names[:-1]
    return authors, last == names[-1]


def _boundary(body: str, known: frozenset[str]) -> int | None:
    """Return the start of the first author's name: in the first piece between commas that only names follow.

    A first author of one word needs others behind, and no longer name that fits.
    """
    names = _ET_AL.sub("", body)
    pieces = list(_pieces(names))
    for least in (2, 1):
        for index, (start, end) in enumerate(pieces):
            others = pieces[index + 1 :]
            alone = not others and len(names) == len(body)
            if (least == 2 or not alone) and all(_may_be_name(names[slice(*other)]) for other in others):
                boundary = _boundary_in(names, start, end, least, known)
                if boundary is not None:
                    return boundary
    return None


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for part in text.split(", "):
        yield start, start + len(part)
        start += len(part) + 2


def _boundary_in(body: str, start: int, end: int, least: int, known: frozenset[str]) -> int | None:
    indices = [
        index for index in range(start + 1, end) if _is_boundary(body, index) and not _is_known(body, index, known)
    ]
    after_word = [index for index in indices if _ends_word(body, index, known) and _may_be_name(body[index:end], least)]
    if after_word:
        return after_word[-1]
    before_name = [index for index in indices if _is_name(body[index:end], least)]
    return _before_prefix(body, before_name[-1], indices) if before_name else None


def _ends_word(body: str, index: int, known: frozenset[str]) -> bool:
    """Return whether a whole word of the abstract ends at the index, so that ``NetsJiaKui`` parts at Jia."""
    if not body[index - 1].isalnum() or not body[index + 1 : index + 2].islower():
        return False  # inside an acronym, any letter before the index could pass for a word
    word = _WORD.findall(body[:index])[-1]
    return word in known or word.lower() in known


def _is_boundary(body: str, index: int) -> bool:
    before = body[index - 1]
    return _is_capital(body[index]) and not before.isspace() and before not in _NO_BOUNDARY_BEHIND


def _is_known(body: str, index: int, known: frozenset[str]) -> bool:
    """Return whether the index is inside a word of the abstract."""
    return any(word.start() < index < word.end() and word[0] in known for word in _WORD.finditer(body))


def _before_prefix(body: str, index: int, indices: list[int]) -> int:
    """Return the boundary before the prefix of a name, as in ``NetsMcKay``; without a prefix the index."""
    earlier = [start for start in indices if start < index and body[start:index] in _NAME_PREFIXES]
    return earlier[-1] if earlier else index


def _may_be_name(text: str, least: int = 1) -> bool:
    """Return whether a piece with a certain start can be a name; ``JiaQi Wang`` and ``Siqi fan`` pass."""
    words = text.split(" ")
    return least <= len(words) <= _MOST_WORDS and any(_is_capital(word[:1]) for word in words)


def _is_name(text: str, least: int) -> bool:
    words = text.split(" ")
    first, *others = words
    if not least <= len(words) <= _MOST_WORDS or not _is_name_word(first) or len(text) == 1:
        return False
    return (len(words) == 2 and others[0].isalpha()) or all(
        _is_name_word(word) or word in _PARTICLES for word in others
    )


def _is_name_word(word: str) -> bool:
    """Return whether a word can be part of a person's name: an initial, or parts that start with their only capital."""
    return bool(word in _SUFFIXES or _INITIAL.match(word)) or all(map(_is_name_part, re.split(r"[-‐‑]", word)))


def _is_name_part(part: str) -> bool:
    for prefix in _NAME_PREFIXES:
        if part.startswith(prefix) and _is_capital(part[len(prefix) : len(prefix) + 1]):
            part = part[len(prefix) :]
            break
    letters = part.replace("'", "").replace("’", "")
    return letters.isalpha() and _is_capital(letters[0]) and letters[1:] == letters[1:].lower()


def _is_capital(letter: str) -> bool:
    """Return whether a letter can start a name: a capital, or a letter of a script without case.

    >>> _is_capital("Ł"), _is_capital("李"), _is_capital("x"), _is_capital("")
    (True, True, False, False)
    """
    return letter.isalpha() and letter == letter.upper()
