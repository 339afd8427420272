"""The nouns that say what a named thing is: ``X, a new benchmark for …``, ``the X dataset``, ``a model called X``.

The classifier of names weighs them beside many other features. Where a noun decides the type, its likelihood under each
type corrects the classifier's distribution.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperatlas.extraction.annotation_schema import INTRODUCED, NONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from paperatlas.extraction.tokenizer import TokenSpan, TokenView

__all__ = ["head_nouns", "with_head_nouns"]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NOUNS: Final[Mapping[str, frozenset[str]]] = {
    "Dataset": _set("dataset datasets benchmark benchmarks corpus corpora testbed leaderboard treebank"),
    "Model": _set("model models llm llms vlm vlms mllm mllms checkpoint checkpoints"),
    "Method": _set(
        """framework frameworks method methods algorithm algorithms approach technique strategy paradigm module
    pipeline library codebase toolkit toolbox optimizer mechanism recipe package"""
    ),
}
_TYPES: Final = {noun: kind for kind, nouns in _NOUNS.items() for noun in nouns}
_DECISIVE: Final = _NOUNS["Dataset"] | _set("algorithm library codebase toolkit toolbox optimizer package")
_DECISIVE_RATIO: Final = 300.0
"""How much likelier a decisive noun stands at a name of its type than at another, beyond what the classifier knows."""
_RATIOS: Final = {"Model": 3.0, "Method": 8.0}
"""The same for other nouns, by type: a trained model may be called a framework as well."""

_COVERED: Final = frozenset(name for kind in _NOUNS for name in (kind, kind + INTRODUCED))
"""The classes of the types above: an organisation stands before nouns for other things ("the Stanford dataset")."""

_MARKS: Final = frozenset((",", "is", ":", "—", "–", "--", "as", "("))
_ARTICLES: Final = frozenset(("a", "an", "the", "one"))
_ENDS: Final = _set(
    """that which who for to with by in on from using where whose when while at into through via under
    across over as is are was were can has have we it designed built based trained tailored aimed
    consisting comprising containing covering spanning derived inspired . ; : ( )"""
)
_COLLECTIONS: Final = _set("suite family series set collection pair group")
_TESTING: Final = _set("evaluation benchmarking assessment testing test benchmark")
"""Words that make a framework or a pipeline a benchmark, or may."""
_NAMING: Final = frozenset(("called", "named", "dubbed", "termed", "coined"))
_MAX_WORDS: Final = 14


def _behind(lower: list[str], end: int, last: int) -> Iterator[str]:
    """Return the head noun of the apposition behind a name, and the noun right behind it."""
    if (
        end < last
        and lower[end] in _TYPES
        and (end + 1 >= last or not lower[end + 1][0].isalpha() or lower[end + 1] in _ENDS)
    ):
        yield lower[end]
    if end + 2 < last and lower[end] == "(":
        # X (XYZ), a …
        close = next((i for i in range(end + 1, min(end + 5, last)) if lower[i] == ")"), end)
        end = close + 1 if close > end else end
    if end + 2 >= last or lower[end] not in _MARKS or lower[end + 1] not in _ARTICLES:
        return
    noun = ""
    for index in range(end + 2, min(end + 2 + _MAX_WORDS, last)):
        word = lower[index]
        if word == "of" and lower[index - 1] in _COLLECTIONS:
            continue
        if word in _ENDS or word == "of" or (word in {",", "and"} and noun == lower[index - 1]):
            break
        noun = (word if lower[index - 1] not in _TESTING else "") if word in _TYPES else noun * (word in _COLLECTIONS)
    if noun:
        yield noun


def _before(lower: list[str], first: int, start: int) -> Iterator[str]:
    """Return the noun of "a model called X", "a model, X" and "the dataset X"."""
    index = start - 1
    while index > first and lower[index] in {'"', "“", "‘", "'", "`"}:
        index -= 1
    named = index > first and (lower[index] in _NAMING or lower[index] == ",")
    noun = index - named
    if noun <= first or lower[noun] not in _TYPES:
        return
    for word in reversed(lower[max(first, noun - 8) : noun]):
        if word in {"a", "an", "our"} or (word == "the" and not named):
            yield lower[noun]
            return
        if word in _ENDS or word in {",", "and", "of"}:
            return


def head_nouns(words: TokenView, spans: Iterable[TokenSpan]) -> dict[str, float]:
    """Return how much likelier nouns at the mentions of a name make each type.

    Args:
        words: The tokens.
        spans: The mentions of the name.
    """
    ratios: dict[str, float] = {}
    for start, end in spans:
        first, last = words.sentence(start)
        for noun in (*_behind(words.lower, end, last), *_before(words.lower, first, start)):
            kind = _TYPES[noun]
            ratios[kind] = max(ratios.get(kind, 0.0), _DECISIVE_RATIO if noun in _DECISIVE else _RATIOS[kind])
    return ratios


def with_head_nouns(probabilities: Mapping[str, float], ratios: Mapping[str, float]) -> dict[str, float]:
    """Return a distribution over classes, given how much likelier each type is than before; P(no name) stays.

    >>> with_head_nouns({"-": 0.2, "Model": 0.4, "Dataset": 0.4}, {"Dataset": 20})["Dataset"] > 0.7
    True
    """
    shares = {name: share for name, share in probabilities.items() if name != NONE}
    if max(shares, key=shares.__getitem__, default=NONE) not in _COVERED:
        return dict(probabilities)
    for kind, ratio in ratios.items():
        for name in (kind, kind + INTRODUCED):
            shares[name] = shares.get(name, 0.0) * ratio
    total = sum(shares.values())
    named = 1 - probabilities[NONE]
    return {NONE: probabilities[NONE], **{name: share * named / total for name, share in shares.items()}}
