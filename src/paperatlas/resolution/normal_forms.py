"""Normal forms of names and titles, and the parts of IRIs that are made from them.

Two names with one normal form are one thing: case, hyphens, spaces and compatible characters of Unicode do not count.
What tells things apart stays: ``HumanEval+`` is not ``HumanEval``, and a separator between two digits is kept, so that
``Llama-2-7B`` is not ``Llama-27B``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final
from urllib.parse import quote

__all__ = ["iri_part", "name_key", "person_key", "title_key"]

_SEPARATORS = re.compile(r"[\s\-_\u2010-\u2015\u2212]+")
_NO_LETTERS = re.compile(r"[\W_]+")
_LONGEST: Final = 120


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _joint(separator: re.Match[str]) -> str:
    before, after = separator.string[: separator.start()][-1:], separator.string[separator.end() :][:1]
    return "-" if before.isdigit() and after.isdigit() else ""


def name_key(name: str) -> str:
    """The normal form of the name of a model, dataset, method or organisation.

    >>> name_key("LLaMA 2") == name_key("Llama-2") == name_key("llama2")
    True
    >>> name_key("Llama-2-7B"), name_key("HumanEval+")
    ('llama2-7b', 'humaneval+')
    """
    joined = _SEPARATORS.sub(_joint, _folded(name))
    return unicodedata.normalize("NFKC", joined) or _folded(name)


def person_key(name: str) -> str:
    """The normal form of a person's name: case and white space do not count.

    >>> person_key("Siqi  fan") == person_key("Siqi Fan")
    True
    """
    return " ".join(_folded(name).split())


def title_key(title: str) -> str:
    """The normal form of a title: its letters and digits, words parted by hyphens.

    >>> title_key("FLM-101B: An Open LLM")
    'flm-101b-an-open-llm'
    """
    return _NO_LETTERS.sub("-", _folded(title)).strip("-") or _folded(title)


def iri_part(key: str) -> str:
    """A normal form as the last part of an IRI: percent-encoded, and injective.

    A long one is cut and ends in ``;`` and a hash of the whole, so that two long ones that start alike stay apart.

    >>> iri_part("humaneval+"), iri_part("qwen/qwen2 <b>")
    ('humaneval%2B', 'qwen%2Fqwen2%20%3Cb%3E')
    """
    if len(key) <= _LONGEST:
        return quote(key, safe="")
    return f"{quote(key[:_LONGEST], safe='')};{hashlib.sha256(key.encode()).hexdigest()[:16]}"
