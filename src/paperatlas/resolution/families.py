"""Families and variants, as far as names tell.

A variant is named after its family: ``Llama-2-7B-Chat`` is ``Llama-2-7B`` with a tuning, that is ``Llama-2`` with
a size, that is ``Llama`` with a version. A name is a variant of the longest other name that is left when such parts are
taken from its end. Nothing else counts: ``GPT-J`` is no variant of ``GPT``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from paperatlas.resolution.normal_forms import name_key

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

__all__ = ["closest_family"]

_TOKEN = re.compile(r"[^\W\d_]+(?=\d)|[^\s\-_/+]+?(?=[\s\-_/+]|$)|\+")
_NUMBER = re.compile(r"v?\d+(?:\.\d+)*$|\d+(?:\.\d+)?[kmbt]$|\d+x\d+(?:\.\d+)?b$|a\d+(?:\.\d+)?b$", re.IGNORECASE)

_SUFFIXES: Final[dict[str, frozenset[str]]] = {
    "Model": frozenset(
        """air base chat code coder dev distill dpo flash fast fp8 haiku high huge in instruct instruction int4 int8 it
        large lite long low math max medium micro mini moe nano next omni opus plus preview pro reasoner reasoning rl
        schnell sft small sonnet speciale thinking tiny turbo ultra v vision vl xl xs xxl zero""".split()  # noqa: SIM905
    ),
    "Dataset": frozenset(
        """+ challenge clean code diamond dev easy edu extended full hard instruct large lite long math medium mini mm
        plus pro refined small subset test tiny train v val verified xl""".split()  # noqa: SIM905
    ),
}


def closest_family(name: str, type_name: str, known: Container[str]) -> str | None:
    """The normal form of the closest family of a name, among those that are known.

    Args:
        name: A name as it is written.
        type_name: Its node type; only models and datasets have families.
        known: Normal forms of names of the same type.

    >>> known = {"llama", "llama2", "math"}
    >>> closest_family("Llama-2-7B-Chat", "Model", known), closest_family("MATH-500", "Dataset", known)
    ('llama2', 'math')
    >>> closest_family("GPT-J", "Model", {"gpt"}) is None
    True
    """
    own = name_key(name)
    for stem in _stems(name, _SUFFIXES[type_name]) if type_name in _SUFFIXES else ():
        key = name_key(stem)
        if key != own and key in known:
            return key
    return None


def _stems(name: str, suffixes: Container[str]) -> Iterator[str]:
    """The name with ever more of its end taken off, as long as that tells a variant."""
    tokens = [match.span() for match in _TOKEN.finditer(name)]
    while len(tokens) > 1:
        start, end = tokens.pop()
        word = name[start:end].lower()
        if not (word in suffixes or _NUMBER.match(word)):
            return
        yield name[: tokens[-1][1]]
