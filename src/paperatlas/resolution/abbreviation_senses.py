"""Find the short forms of names, and their main senses over all papers.

*CFG* is classifier-free guidance in nearly all papers that define it, and control-flow graphs in one; *CCA* has another
sense in each. The words of the expansions of a short form sort them into senses. If one sense has most of the papers,
or the registry lists it, it is the sense of the short form without a definition, as by frequency in Okazaki and
Ananiadou ("Building an abbreviation dictionary using a term recognition approach", 2006); a paper's own definition
holds for that paper.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from os.path import commonprefix
from typing import TYPE_CHECKING, Final

from paperatlas.resolution.lexicon import SMALL_WORDS
from paperatlas.text.keys import fold_name, name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["abbreviations", "is_same_expansion", "main_sense", "singular"]

_STEM_SHARE: Final = 0.6
_STEM_LENGTH: Final = 4
_SIMILARITY: Final = 0.85
_LONG_EXPANSION: Final = 4
_MOST_PAPERS: Final = 0.75
_COMPARED_SENSES: Final = 50
_WORD = re.compile(r"\w+")


def singular(short: str) -> str:
    """Return a short form without the *s* of its plural.

    >>> singular("DiTs"), singular("LENS"), singular("VAE")
    ('DiT', 'LENS', 'VAE')
    """
    return short[:-1] if len(short) > 2 and short[-1] == "s" and short[-2].isupper() else short


def abbreviations(forms: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs of a short form and its expansion among the names of one entity in one paper.

    A short form is a single word whose letters stand in the longer name in that order, beginning with its first.

    >>> abbreviations(["POLAR", "Policy Discriminative Learning"]), abbreviations(["Otter-7B", "Otter"])
    ([('POLAR', 'Policy Discriminative Learning')], [])
    """
    longs = [form for form in forms if len(_WORD.findall(fold_name(form))) > 1 and " " in form]
    shorts = [form for form in forms if " " not in form]
    pairs = ((short, next((long for long in longs if _abbreviates(short, long)), None)) for short in shorts)
    return [(short, long) for short, long in pairs if long is not None]


def _abbreviates(short: str, long: str) -> bool:
    letters = [letter for letter in fold_name(singular(short)) if letter.isalnum()]
    text = iter(fold_name(long))
    return letters[:1] == [next(text, "")] and len(letters) > 1 and all(letter in text for letter in letters[1:])


def main_sense(expansions: Mapping[str, int], known: Iterable[str] = ()) -> set[str]:
    """Return the expansions of a short form in its main sense.

    Args:
        expansions: The expansions in papers, with the number of those papers.
        known: The names in a registry of the entity that has the short form.

    Returns:
        Those of the expansions that hold without a definition; empty if no sense is the main one.

    >>> sorted(main_sense({"diffusion transformer": 9, "diffusion transformers": 5, "datasets and architectures": 1}))
    ['diffusion transformer', 'diffusion transformers']
    >>> main_sense({"causal attention": 1, "code agent": 1})
    set()
    """
    if not expansions:
        return set()
    heads = [form for form in sorted(known) if " " in form]
    senses = _senses(heads, sorted(expansions, key=lambda form: (-expansions[form], form)))
    counts = [sum(expansions.get(form, 0) for form in sense) for sense in senses]
    if not heads:
        most = max(counts)
        heads = [senses[counts.index(most)][0]]
        # A paper that calls SAM 2 just SAM gives SAM no other sense.
        head = _unnumbered(heads[0])
        rivals = (
            n for sense, n in zip(senses, counts, strict=True) if not is_same_expansion(_unnumbered(sense[0]), head)
        )
        if most < _MOST_PAPERS * (most + sum(rivals)):
            return set()
    near = (sense for sense in senses if any(sense[0] == head or _near(sense[0], head) for head in heads))
    return {form for sense in near for form in sense} & expansions.keys()


def _unnumbered(form: str) -> str:
    return " ".join(word for word in form.split() if not word.isdigit())


def _senses(heads: Sequence[str], forms: Iterable[str]) -> list[list[str]]:
    """Return the expansions in groups with the same words; the head of a group comes first."""
    senses = [[head] for head in heads]
    for form in forms:
        # The limit keeps the cost linear, whatever a hostile paper lists.
        same = next((sense for sense in senses[:_COMPARED_SENSES] if is_same_expansion(sense[0], form)), None)
        if same is None:
            senses.append([form])
        else:
            same.append(form)
    return senses


def _content_words(form: str) -> list[str]:
    return [word for word in _WORD.findall(fold_name(form)) if word not in SMALL_WORDS]


def is_same_expansion(left: str, right: str) -> bool:
    """Return whether two expansions have the same stems; a long one may have one more.

    >>> is_same_expansion("low-rank adaptation", "Low-Rank Adaptations"), is_same_expansion("gated pond", "great plan")
    (True, False)
    """
    if name_key(left) == name_key(right):
        return True
    short, long = sorted(map(_content_words, (left, right)), key=len)
    if len(short) == len(long):
        return bool(short) and all(map(_same_stem, short, long))
    added = [word for word in long if not any(_same_stem(word, other) for other in short)]
    return len(added) == 1 == len(long) - len(short) and len(short) >= _LONG_EXPANSION and not added[0].isdigit()


def _near(left: str, right: str) -> bool:
    """Return whether two expansions share more than half of their stems, and all their numbers."""
    first, second = _content_words(left), _content_words(right)
    first, second = _expanded(first, second), _expanded(second, first)
    if {word for word in first if word.isdigit()} != {word for word in second if word.isdigit()}:
        return False
    shared = sum(any(_same_stem(word, other) for other in second) for word in first)
    return 2 * shared > max(len(first), len(second))


def _expanded(words: Sequence[str], other: Sequence[str]) -> list[str]:
    """Return the words, with initials of words of the other expanded: *RL* to reinforcement learning."""
    runs = {
        "".join(word[0] for word in other[start:end]): other[start:end]
        for start in range(len(other))
        for end in range(start + 2, len(other) + 1)
    }
    return [part for word in words for part in runs.get(word, [word])]


def _same_stem(left: str, right: str) -> bool:
    if left == right:
        return True
    shared = len(commonprefix((left, right)))  # noqa: RUF071 (characters are what counts)
    return shared >= _STEM_LENGTH and (
        shared >= _STEM_SHARE * min(len(left), len(right)) or SequenceMatcher(None, left, right).ratio() >= _SIMILARITY
    )
