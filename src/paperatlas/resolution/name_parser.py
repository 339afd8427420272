"""A name, taken apart: who made it, its family, and what tells version, size, tuning and revision.

A name is read from its end: as long as a part is a number, a size or a word that tells a variant, it is taken off; what
is left is the family. Two writings with one canonical form are one name: ``Llama-2-Chat-7B`` and ``LLaMA2 7b chat``,
``SQuAD 2.0`` and ``SQuADv2``, ``AIME 2024`` and ``AIME'24``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

from paperatlas.resolution.lexicon import LANGUAGES, MAKERS, SILENT, WORDS, PartKind
from paperatlas.text.keys import fold_name, name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["NamePart", "ParsedName", "canonical", "parse", "without_maker"]

_DATE = re.compile(r"\b(20[0-3]\d)-(\d\d)-?(\d\d)\b")
_VERSION = re.compile(r"v\d+(?:\.\d+)*")
_SERIES = re.compile(r"^(?:chat)?gpt[\s-]*(?=o\d)")
_SQUARE = re.compile(r"\b(\d{2,4})(?:x\1(?:px)?|px)\b")
_UNIT = re.compile(r"(?<=\d)[\s-]*(billion|million|trillion|bn|(?<=[\s-])b(?=$|[\s-]))(?:[\s-]+param\w*)?")
_UNITS: Final = {"billion": "b", "million": "m", "trillion": "t", "bn": "b", "b": "b"}
_TOKEN = re.compile(
    r"\d+x\d+(?:\.\d+)?[bm]?|\d{2,}e(?![a-z])|a\d+(?:\.\d+)?b\b|\d+(?:\.\d+)*(?:[kmbt]|bit|px)(?![a-z])|\d+(?:\.\d+)*|[^\W\d_]+|[+*#]"
)
_SPLIT = re.compile(r"[\s\-_/:@,;.()|]*")
_SIZE = re.compile(r"\d{2,}e|(?:\d+x)?\d+(?:\.\d+)?[kmbt]|\d+x\d+|a\d+(?:\.\d+)?b")
_ACTIVE = re.compile(r"a\d+(?:\.\d+)?b")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_REVISION = re.compile(r"20[0-3]\d{5}|0\d{2,3}|2[3-9](?:0[1-9]|1[0-2])|1[0-2]2[3-9]")
_YEAR = re.compile(r"(?:20[0-3]|19[89])(?=\d$)|(?:20|19)(?=\d\d$)")
_PATCHES: Final = frozenset(("8", "14", "16", "32"))
_ROMAN: Final = frozenset(("ii", "iii", "iv", "vi"))


class NamePart(NamedTuple):
    """A part of a name that tells a variant.

    Attributes:
        kind: What it tells.
        text: The part as canonical forms write it.
    """

    kind: PartKind
    text: str


class ParsedName(NamedTuple):
    """A name taken apart.

    Attributes:
        family: What is left when all parts are taken off.
        parts: The parts, in the order of the name.
        canonical: What all writings of the name share.
    """

    family: str
    parts: tuple[NamePart, ...]
    canonical: str

    def differs_in_parts(self, other: ParsedName) -> bool:
        """Whether both are of one family, but tell another version, size or tuning."""
        return self.family == other.family and self.canonical != other.canonical


class _Token(NamedTuple):
    text: str
    glued: bool


def canonical(family: str, parts: Iterable[NamePart]) -> str:
    """The canonical form of a family with some parts: numbers in their order, the rest in alphabetical order.

    >>> version, tuning = NamePart(PartKind.VERSION, "2"), NamePart(PartKind.TUNING, "chat")
    >>> canonical("llama", [version, tuning, NamePart(PartKind.SIZE, "7b")])
    'llama 2 7b chat'
    """
    numbers, qualifiers = [], []
    for kind, text in parts:
        if kind is PartKind.VERSION or text.isdecimal():
            numbers.append(text)
        elif not _ACTIVE.fullmatch(text):
            qualifiers.append(text)  # what is active of the parameters adds nothing: Qwen3-30B is Qwen3-30B-A3B
    if not numbers and not qualifiers:
        return family
    qualifiers.sort()
    return " ".join((family, *numbers, *qualifiers))


@lru_cache(maxsize=1 << 16)
def parse(name: str, type_name: str) -> ParsedName:
    """A name taken apart.

    Args:
        name: The name as it is written.
        type_name: Its node type: which words tell variants depends on it.

    >>> parse("Llama-2-7B-Chat", "Model").canonical == parse("LLaMA2 Chat 7 billion", "Model").canonical
    True
    >>> parse("meta-llama/Llama-2-7b-chat-hf", "Model").canonical
    'llama 2 7b chat'
    >>> parse("AIME'24", "Dataset") == parse("AIME 2024", "Dataset")
    True
    >>> parse("GPT-J", "Model")
    ParsedName(family='gptj', parts=(), canonical='gptj')
    """
    text = _SERIES.sub("", _without_handle(fold_name(name)))
    text = _UNIT.sub(lambda unit: _UNITS[unit[1]], _SQUARE.sub(r"\1", _DATE.sub(r"\1\2\3", text)))
    tokens = _tokens(text)
    if not tokens:
        return ParsedName(name_key(name), (), name_key(name))
    start, parts = _tail(tokens, WORDS.get(type_name, {}), type_name)
    versioned = start < len(tokens) and tokens[start].glued and tokens[start].text[0].isdigit()
    family, arranged = _family(tokens[:start], versioned=versioned), tuple(_arranged(parts, type_name))
    return ParsedName(family, arranged, canonical(family, arranged))


def _without_handle(text: str) -> str:
    """The name without the account that it is published under, as in ``qwen/qwen2-7b``."""
    handle, slash, rest = text.partition("/")
    return rest if slash and rest and name_key(handle) in MAKERS else text


@lru_cache(maxsize=1 << 16)
def without_maker(name: str) -> str | None:
    """The name without the maker's name in front; nothing where there is none, or too little would be left.

    >>> without_maker("OpenAI o1"), without_maker("Google DeepMind Gemini 2"), without_maker("Mistral-7B")
    ('o1', 'Gemini 2', None)
    """
    words = list(re.finditer(r"[\s\-_/]+", name))
    found = None
    for gap in words[:3]:
        rest = name[gap.end() :]
        if name_key(name[: gap.start()]) in MAKERS and _stands_alone(rest):
            found = without_maker(rest) or rest
    return found


def _stands_alone(rest: str) -> bool:
    """Whether what is left begins with a word that can be a name, and not with a size, a version or a tuning."""
    tokens = _tokens(fold_name(rest))
    if not tokens or tokens[0].text[0].isdigit():
        return False
    first = tokens[0].text
    if len(first) == 1:
        return len(tokens) > 1 and tokens[1].glued
    return (
        not _VERSION.fullmatch(first)
        and first not in WORDS["Model"]
        and first not in ("bench", "world", "dataset", "data")
    )


def _tokens(text: str) -> list[_Token]:
    """Words and numbers, each with whether nothing stands before it."""
    found, end = [], 0
    for match in _TOKEN.finditer(text):
        found.append(_Token(match[0], match.start() == end and match.start() > 0))
        end = match.end()
    return _distilled(_lettered(found))


def _lettered(tokens: list[_Token]) -> list[_Token]:
    """A number behind a letter of its own is one with it, as in *R1*, *K2* and *B0*; behind a *v* it stays alone."""
    merged: list[_Token] = []
    for token in tokens:
        last = merged[-1] if merged else None
        if last and token.glued and len(last.text) == 1 and last.text.isalpha() and token.text[0].isdigit():
            if last.text == "v" and len(merged) > 1:
                merged[-1] = _Token(token.text, last.glued)
                continue
            if not (last.glued or (last.text in "blhgst" and token.text in _PATCHES and len(merged) > 1)):
                merged[-1] = _Token(last.text + token.text, last.glued)
                continue
        merged.append(token)
    return merged


def _distilled(tokens: list[_Token]) -> list[_Token]:
    """What follows *distill* tells what was distilled into: it is one part with it."""
    places = [place for place, token in enumerate(tokens) if token.text == "distill" and place]
    if not places:
        return tokens
    start = places[0]
    words = list(takewhile(lambda token: not _SIZE.fullmatch(token.text), tokens[start:]))
    merged = _Token("-".join(token.text for token in words), glued=False)
    return [*tokens[:start], merged, *tokens[start + len(words) :]]


def _tail(tokens: Sequence[_Token], words: Mapping[str, PartKind], type_name: str) -> tuple[int, list[NamePart]]:
    """Where the tail of a name starts, and its parts."""
    start = _shortest_family(tokens)
    parts: list[NamePart] = []
    place = len(tokens)
    while place > start:
        token = tokens[place - 1]
        if token.text not in SILENT:
            part = _part(token, words, type_name)
            if part is None:
                break
            parts.append(part)
        place -= 1
    return place, parts[::-1]


def _shortest_family(tokens: Sequence[_Token]) -> int:
    """How many tokens belong to the family in any case: at least two characters, and the number in *o1* or *3D*."""
    first = tokens[0].text
    return 2 if len(tokens) > 1 and (first.isdigit() or len(first) == 1) else 1


def _part(token: _Token, words: Mapping[str, PartKind], type_name: str) -> NamePart | None:
    text = token.text
    if text in words:
        return NamePart(words[text], "+" if text == "plus" else text)
    if _NUMBER.fullmatch(text):
        return _number(text, type_name)
    if _SIZE.fullmatch(text):
        # Of a dataset, digits with a unit that are glued to a word belong to it: GSM8K is no variant of GSM.
        return (
            None if type_name == "Method" or (type_name == "Dataset" and token.glued) else NamePart(PartKind.SIZE, text)
        )
    if type_name == "Dataset":
        return (
            NamePart(PartKind.TUNING, text)
            if text in LANGUAGES or (len(text) == 1 and not token.glued) or text in _ROMAN
            else None
        )
    if type_name == "Model" and (text.startswith("distill") or re.fullmatch(r"[a-z]\d+(?:\.\d+)*", text)):
        return NamePart(PartKind.LINE if text.startswith("distill") else PartKind.VERSION, text)
    return None


def _number(text: str, type_name: str) -> NamePart:
    if type_name == "Dataset":
        text = _YEAR.sub(lambda year: year[0][2:], text)
    elif _REVISION.fullmatch(text):
        return NamePart(PartKind.REVISION, text)
    while text.endswith(".0"):
        text = text[:-2]
    return NamePart(PartKind.VERSION, text)


def _arranged(parts: Iterable[NamePart], type_name: str) -> Iterable[NamePart]:
    """The parts, with what only all of them together tell: *3-5* is 3.5, a number behind a size is a revision."""
    arranged: list[NamePart] = []
    for part in parts:
        last = arranged[-1] if arranged else None
        if last and _is_minor(last, part):
            arranged[-1] = NamePart(PartKind.VERSION, f"{last.text}.{part.text}")
        elif last and type_name == "Dataset" and part.text in LANGUAGES and last.text[:2] in LANGUAGES:
            arranged[-1] = NamePart(PartKind.TUNING, f"{last.text}-{part.text}")
        elif part.kind is PartKind.VERSION and type_name == "Model" and any(p.kind < PartKind.LINE for p in arranged):
            arranged.append(NamePart(PartKind.REVISION, part.text))
        else:
            arranged.append(part)
    return arranged


def _is_minor(last: NamePart, part: NamePart) -> bool:
    """Whether a digit is the second place of the version before it, as in *claude-3-5-sonnet*."""
    return (
        part.kind is last.kind is PartKind.VERSION
        and len(part.text) == 1
        and part.text.isdigit()
        and last.text.isdigit()
        and len(last.text) < 3
    )


def _family(tokens: Sequence[_Token], *, versioned: bool) -> str:
    """The tokens of the family in one, digits kept apart, and without the *v* of a version that is glued to it."""
    family = ""
    for token in tokens:
        family += f"-{token.text}" if family[-1:].isdigit() and token.text[0].isdigit() else token.text
    return family[:-1] if versioned and len(family) > 3 and family[-1] == "v" else family
