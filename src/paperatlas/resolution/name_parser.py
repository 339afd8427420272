"""Parse names into their family and the parts of a variant: version, line, size, tuning and revision.

The parser reads a name from its end: as long as a token is a number, a size or a word for a variant, it is a part; the
tokens before are the family. Two spellings with one canonical form are one name: ``Llama-2-Chat-7B`` and
``LLaMA2 7b chat``, ``SQuAD 2.0`` and ``SQuADv2``, ``AIME 2024`` and ``AIME'24``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

from paperatlas.resolution.lexicon import IGNORED_WORDS, LANGUAGES, MAKERS, VARIANT_WORDS, PartKind
from paperatlas.text.keys import fold_name, name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["NamePart", "ParsedName", "canonical", "maker_of", "parse", "without_maker"]

_DATE = re.compile(r"\b(20[0-3]\d)-(\d\d)-?(\d\d)\b")
_VERSION = re.compile(r"v\d+(?:\.\d+)*")
_SERIES = re.compile(r"^(?:chat)?gpt[\s-]*(?=o\d)")
_SQUARE = re.compile(r"\b(\d{2,4})(?:x\1(?:px)?|px)\b")
_UNIT = re.compile(r"(?<=\d)[\s-]*(billion|million|trillion|bn|(?<=[\s-])b(?=$|[\s-]))(?:[\s-]+param\w*)?")
_UNITS: Final = {"billion": "b", "million": "m", "trillion": "t", "bn": "b", "b": "b"}
_TOKEN = re.compile(
    r"\d+x\d+(?:\.\d+)?[bm]?|\d{2,}e(?![a-z])|a\d+(?:\.\d+)?b\b|\d+(?:\.\d+)*(?:[kmbt]|bit|px)(?![a-z])|\d+(?:\.\d+)*|[^\W\d_]+|[+*#]"
)
_SIZE = re.compile(r"\d{2,}e|(?:\d+x)?\d+(?:\.\d+)?[kmbt]|\d+x\d+|a\d+(?:\.\d+)?b")
_ACTIVE = re.compile(r"a\d+(?:\.\d+)?b")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_LETTERED = re.compile(r"[a-z]\d+(?:\.\d+)*")
_REVISION = re.compile(r"20[0-3]\d{5}|0\d{2,3}|2[3-9](?:0[1-9]|1[0-2])|1[0-2]2[3-9]")
_YEAR = re.compile(r"(?:20[0-3]|19[89])(?=\d$)|(?:20|19)(?=\d\d$)")
_PATCHES: Final = frozenset(("8", "14", "16", "32"))
_ROMAN: Final = frozenset(("ii", "iii", "iv", "vi"))


class NamePart(NamedTuple):
    """A part of a name that marks a variant.

    Attributes:
        kind: The kind of the part.
        text: The part in its canonical spelling.
    """

    kind: PartKind
    text: str


class ParsedName(NamedTuple):
    """A name in its parts.

    Attributes:
        family: The name without its parts.
        parts: The parts, in the order of the name.
        canonical: The canonical form, equal for all spellings of the name.
    """

    family: str
    parts: tuple[NamePart, ...]
    canonical: str

    def differs_in_parts(self, other: ParsedName) -> bool:
        """Return whether both are of one family, but differ in version, size or tuning."""
        return self.family == other.family and self.canonical != other.canonical


class _Token(NamedTuple):
    text: str
    glued: bool


def canonical(family: str, parts: Iterable[NamePart]) -> str:
    """Return the canonical form of a family with some parts: numbers in their order, then words in alphabetical order.

    >>> version, tuning = NamePart(PartKind.VERSION, "2"), NamePart(PartKind.TUNING, "chat")
    >>> canonical("llama", [version, tuning, NamePart(PartKind.SIZE, "7b")])
    'llama 2 7b chat'
    """
    numbers, qualifiers = [], []
    for kind, text in parts:
        if kind is PartKind.VERSION or text.isdecimal():
            numbers.append(text)
        elif not _ACTIVE.fullmatch(text):
            qualifiers.append(text)  # the active parameters add nothing: Qwen3-30B is Qwen3-30B-A3B
    if not numbers and not qualifiers:
        return family
    qualifiers.sort()
    return " ".join((family, *numbers, *qualifiers))


@lru_cache(maxsize=1 << 16)
def parse(name: str, type_name: str) -> ParsedName:
    """Parse a name.

    Args:
        name: The name as written.
        type_name: Its node type, which decides what words mark variants.

    >>> parse("Llama-2-7B-Chat", "Model").canonical == parse("LLaMA2 Chat 7 billion", "Model").canonical
    True
    >>> parse("meta-llama/Llama-2-7b-chat-hf", "Model").canonical
    'llama 2 7b chat'
    >>> parse("AIME'24", "Dataset") == parse("AIME 2024", "Dataset")
    True
    >>> parse("GPT-J", "Model")
    ParsedName(family='gptj', parts=(), canonical='gptj')
    """
    text = _SERIES.sub("", _without_account(fold_name(name)))
    text = _UNIT.sub(lambda unit: _UNITS[unit[1]], _SQUARE.sub(r"\1", _DATE.sub(r"\1\2\3", text)))
    tokens = _tokens(text)
    if not tokens:
        return ParsedName(name_key(name), (), name_key(name))
    start, parts = _tail(tokens, VARIANT_WORDS.get(type_name, {}), type_name)
    versioned = start < len(tokens) and tokens[start].glued and tokens[start].text[0].isdigit()
    family, parts = _family(tokens[:start], versioned=versioned), _combined(parts, type_name)
    return ParsedName(family, tuple(parts), canonical(family, parts))


def _without_account(text: str) -> str:
    """Remove the account that publishes a name, as in ``qwen/qwen2-7b``."""
    account, _, name = text.partition("/")
    return name if name and name_key(account) in MAKERS else text


@lru_cache(maxsize=1 << 16)
def without_maker(name: str) -> str | None:
    """Remove the maker in front of a name; None if there is none, or if the remainder is no name.

    >>> without_maker("OpenAI o1"), without_maker("Google DeepMind Gemini 2"), without_maker("Mistral-7B")
    ('o1', 'Gemini 2', None)
    """
    bare = None
    for gap in islice(re.finditer(r"[\s\-_/]+", name), 3):
        remainder = name[gap.end() :]
        if name_key(name[: gap.start()]) in MAKERS and _stands_alone(remainder):
            bare = without_maker(remainder) or remainder
    return bare


def maker_of(name: str) -> str | None:
    """Return the normal form of the maker in front of a name; None if there is none.

    >>> maker_of("DeepSeek-V3"), maker_of("Otter-7B")
    ('deepseek', None)
    """
    gap = re.search(r"[\s\-_/]", name)
    key = name_key(name[: gap.start()] if gap else name)
    return key if key in MAKERS else None


def _stands_alone(name: str) -> bool:
    """Return whether a name begins with a word for a family, and not with a size, a version or a tuning."""
    tokens = _tokens(fold_name(name))
    if not tokens or tokens[0].text[0].isdigit():
        return False
    first = tokens[0].text
    if len(first) == 1:
        return len(tokens) > 1 and tokens[1].glued
    return (
        not _VERSION.fullmatch(first)
        and first not in VARIANT_WORDS["Model"]
        and first not in ("bench", "world", "dataset", "data")
    )


def _tokens(text: str) -> list[_Token]:
    """Split a text into words and numbers, each with whether it is glued to the one before."""
    tokens, end = [], 0
    for match in _TOKEN.finditer(text):
        tokens.append(_Token(match[0], match.start() == end and match.start() > 0))
        end = match.end()
    return _distilled(_lettered(tokens))


def _lettered(tokens: list[_Token]) -> list[_Token]:
    """Join a number with a single letter before it, as in *R1*, *K2* and *B0*, unless the letter is *v*."""
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
    """Join *distill* with the words behind it, which name the student model."""
    start = next((i for i, token in enumerate(tokens) if token.text == "distill" and i), None)
    if start is None:
        return tokens
    words = list(takewhile(lambda token: not _SIZE.fullmatch(token.text), tokens[start:]))
    merged = _Token("-".join(token.text for token in words), glued=False)
    return [*tokens[:start], merged, *tokens[start + len(words) :]]


def _tail(tokens: Sequence[_Token], words: Mapping[str, PartKind], type_name: str) -> tuple[int, list[NamePart]]:
    """Return the start of the parts in the tokens of a name, and the parts."""
    parts: list[NamePart] = []
    start = len(tokens)
    while start > _shortest_family(tokens):
        token = tokens[start - 1]
        if token.text not in IGNORED_WORDS:
            part = _part(token, words, type_name)
            if part is None:
                break
            parts.append(part)
        start -= 1
    return start, parts[::-1]


def _shortest_family(tokens: Sequence[_Token]) -> int:
    """Return how many tokens are family in any case: at least two characters, and the number in *o1* or *3D*."""
    first = tokens[0].text
    return 2 if len(tokens) > 1 and (first.isdigit() or len(first) == 1) else 1


def _part(token: _Token, words: Mapping[str, PartKind], type_name: str) -> NamePart | None:
    text = token.text
    if text in words:
        return NamePart(words[text], "+" if text == "plus" else text)
    if _NUMBER.fullmatch(text):
        return _number(text, type_name)
    if _SIZE.fullmatch(text):
        # In a dataset's name, a word with a glued size is family: GSM8K is no variant of GSM.
        is_family = type_name == "Method" or (type_name == "Dataset" and token.glued)
        return None if is_family else NamePart(PartKind.SIZE, text)
    if type_name == "Dataset":
        is_edition = text in LANGUAGES or text in _ROMAN or (len(text) == 1 and not token.glued)
        return NamePart(PartKind.TUNING, text) if is_edition else None
    if type_name == "Model" and text.startswith("distill"):
        return NamePart(PartKind.LINE, text)
    return NamePart(PartKind.VERSION, text) if type_name == "Model" and _LETTERED.fullmatch(text) else None


def _number(text: str, type_name: str) -> NamePart:
    if type_name == "Dataset":
        text = _YEAR.sub(lambda year: year[0][2:], text)
    elif _REVISION.fullmatch(text):
        return NamePart(PartKind.REVISION, text)
    while text.endswith(".0"):
        text = text[:-2]
    return NamePart(PartKind.VERSION, text)


def _combined(parts: Iterable[NamePart], type_name: str) -> list[NamePart]:
    """Combine adjacent parts: *3-5* is version 3.5, and a number behind a finer part is a revision."""
    combined: list[NamePart] = []
    for part in parts:
        last = combined[-1] if combined else None
        if last and _is_minor(last, part):
            combined[-1] = NamePart(PartKind.VERSION, f"{last.text}.{part.text}")
        elif last and type_name == "Dataset" and part.text in LANGUAGES and last.text[:2] in LANGUAGES:
            combined[-1] = NamePart(PartKind.TUNING, f"{last.text}-{part.text}")
        elif part.kind is PartKind.VERSION and type_name == "Model" and any(p.kind < PartKind.LINE for p in combined):
            combined.append(NamePart(PartKind.REVISION, part.text))
        else:
            combined.append(part)
    return combined


def _is_minor(last: NamePart, part: NamePart) -> bool:
    """Return whether a digit is the minor version behind a major one, as in *claude-3-5-sonnet*."""
    return (
        part.kind is last.kind is PartKind.VERSION
        and len(part.text) == 1
        and part.text.isdigit()
        and last.text.isdigit()
        and len(last.text) < 3
    )


def _family(tokens: Sequence[_Token], *, versioned: bool) -> str:
    """Join the tokens of a family, with a hyphen between numbers and without the *v* of a glued version."""
    family = ""
    for token in tokens:
        family += f"-{token.text}" if family[-1:].isdigit() and token.text[0].isdigit() else token.text
    return family[:-1] if versioned and len(family) > 3 and family[-1] == "v" else family
