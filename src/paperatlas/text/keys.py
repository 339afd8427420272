"""Normal forms of names and titles, and the parts of IRIs that are made from them.

Two names with one normal form are equal: case, hyphens, spaces, apostrophes, accents, marks of TeX and compatible
characters of Unicode do not count, and a Greek letter is its name. Other signs count: ``HumanEval+`` is not
``HumanEval``, and a separator between two digits is kept, so that ``Llama-2-7B`` is not ``Llama-27B``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from paperatlas.text.markup import GREEK, plain_letters, plain_name

__all__ = ["fold_name", "iri_part", "name_key", "strip_diacritics", "title_key"]

_SEPARATORS = re.compile(r"[\s\-_\u2010-\u2015\u2212]+")
_NO_LETTERS = re.compile(r"[\W_]+")
_MARKS: Final = str.maketrans(
    dict.fromkeys("'’‘`´$\\{}^[]", None)
    | {"→": " ", "×": "x", "~": " ", "&": " and "}
    | {"∞": "infty", "∇": "nabla", "°": None}
)
_ARROWS = re.compile(r"\\(?:(?:long)?rightarrow|to)\b")
_HAS_MARK = re.compile(r"['’‘`´$\\{}^\[\]→×~&<]|\*\*")
_ACCENT = re.compile(r"(?<=[a-z])[\u0300-\u036f]+")
_DIACRITIC = re.compile("[\u0300-\u036f]")
_GREEK: Final = {ord(letter): name for name, letter in GREEK.items()}
_LONGEST: Final = 120


def _fold_case(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def strip_diacritics(text: str) -> str:
    """Return the text in small letters without diacritics, compatible characters of Unicode made one.

    >>> strip_diacritics("Universität Łódź")
    'universitat łodz'
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFKC", _DIACRITIC.sub("", decomposed))


def fold_name(name: str) -> str:
    r"""Return the name in small letters without accents, apostrophes, TeX and Greek letters; separators stay.

    >>> fold_name("Tülu 3"), fold_name(r"$\tau^2$-Bench"), fold_name("AIME'24"), fold_name("Mixtral 8×7B")
    ('tulu 3', 'tau2-bench', 'aime24', 'mixtral 8x7b')
    """
    if name.isascii() and not _HAS_MARK.search(name):
        return name.lower()
    text = _fold_case(_ARROWS.sub("→", plain_name(name)).replace("**", "")).translate(_MARKS).translate(_GREEK)
    return unicodedata.normalize("NFKC", _ACCENT.sub("", unicodedata.normalize("NFD", text)))


def _digit_separator(separator: re.Match[str]) -> str:
    before, after = separator.string[: separator.start()][-1:], separator.string[separator.end() :][:1]
    return "-" if before.isdigit() and after.isdigit() else ""


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """Return the normal form of the name of a model, dataset, method or organisation.

    >>> name_key("LLaMA 2") == name_key("Llama-2") == name_key("llama2")
    True
    >>> name_key("Llama-2-7B"), name_key("HumanEval+"), name_key("PixArt-α")
    ('llama2-7b', 'humaneval+', 'pixartalpha')
    """
    joined = _SEPARATORS.sub(_digit_separator, fold_name(name))
    if joined and joined.isascii() and "<" not in joined:
        return joined
    key = unicodedata.normalize("NFKC", joined) or _fold_signs(name)
    # Rarely, a removed character leaves neighbours that fold in turn.
    return key if key == name else name_key(key)


def title_key(title: str) -> str:
    """Return the normal form of a title: its letters and digits, words parted by hyphens.

    >>> title_key("FLM-101B: An Open LLM"), title_key("Q&amp;A") == title_key("Q&A")
    ('flm-101b-an-open-llm', True)
    """
    return _NO_LETTERS.sub("-", _fold_case(plain_letters(title))).strip("-") or _fold_signs(title)


def _fold_signs(name: str) -> str:
    """Return the folded case of a name without letters, with single spaces."""
    folded = _fold_case(name)
    return " ".join(folded.split()) or folded


def iri_part(key: str) -> str:
    """Return a normal form as the last part of an IRI: percent-encoded, and injective.

    A long form is cut and ends in ``;`` and a hash of the whole, so that two long forms that start alike stay apart.

    >>> iri_part("humaneval+"), iri_part("qwen/qwen2 <b>")
    ('humaneval%2B', 'qwen%2Fqwen2%20%3Cb%3E')
    """
    if len(key) <= _LONGEST:
        return quote(key, safe="")
    return f"{quote(key[:_LONGEST], safe='')};{hashlib.sha256(key.encode()).hexdigest()[:16]}"
