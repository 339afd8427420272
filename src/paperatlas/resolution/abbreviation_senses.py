"""What papers use a short form for: one thing, a main thing and others, or several things.

*CFG* is classifier-free guidance in nearly all papers that write it out, and control-flow graphs in one; *CCA* is
something else in each. The expansions of a short form are sorted into senses by their words. Where one sense has most
of the papers, or the registry lists it, the short form means it wherever it is not written out, as Okazaki and
Ananiadou ("Building an abbreviation dictionary using a term recognition approach", 2006) do by frequency; papers that
write it out otherwise mean what they write.
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

__all__ = ["main_sense", "shortened", "singular"]

_STEM: Final = 0.6
_LEAST: Final = 4
_ALMOST: Final = 0.85
_SEVERAL: Final = 4
_MOST_PAPERS: Final = 0.75
_COMPARED: Final = 50
_WORD = re.compile(r"\w+")


def singular(short: str) -> str:
    """A short form without the *s* of its plural.

    >>> singular("DiTs"), singular("LENS"), singular("VAE")
    ('DiT', 'LENS', 'VAE')
    """
    return short[:-1] if len(short) > 2 and short[-1] == "s" and short[-2].isupper() else short


def shortened(forms: Sequence[str]) -> list[tuple[str, str]]:
    """Those of the names of one thing in one paper that are short forms, each with the name that it shortens.

    A short form is a single word whose letters stand in the longer name in that order, beginning with its first.

    >>> shortened(["POLAR", "Policy Discriminative Learning"]), shortened(["Otter-7B", "Otter"])
    ([('POLAR', 'Policy Discriminative Learning')], [])
    """
    longs = [form for form in forms if len(_WORD.findall(fold_name(form))) > 1 and " " in form]
    shorts = [form for form in forms if " " not in form]
    pairs = ((short, next((long for long in longs if _stands_in(short, long)), None)) for short in shorts)
    return [(short, long) for short, long in pairs if long is not None]


def _stands_in(short: str, long: str) -> bool:
    letters = [letter for letter in fold_name(singular(short)) if letter.isalnum()]
    text = iter(fold_name(long))
    return letters[:1] == [next(text, "")] and len(letters) > 1 and all(letter in text for letter in letters[1:])


def main_sense(expansions: Mapping[str, int], known: Iterable[str] = ()) -> set[str]:
    """The expansions of a short form that are its main sense.

    Args:
        expansions: What papers write it out as, with the number of those papers.
        known: What a registry gives as other names of the thing that has the short form.

    Returns:
        Those of the expansions that it means where it is not written out; none where no sense is the main one.

    >>> sorted(main_sense({"diffusion transformer": 9, "diffusion transformers": 5, "datasets and architectures": 1}))
    ['diffusion transformer', 'diffusion transformers']
    >>> main_sense({"causal attention": 1, "code agent": 1})
    set()
    """
    heads = [form for form in sorted(known) if " " in form]
    senses = _senses(heads, sorted(expansions, key=lambda form: (-expansions[form], form)))
    counts = [sum(expansions.get(form, 0) for form in sense) for sense in senses]
    if not heads:
        most = max(counts, default=0)
        heads = [sense[0] for sense, count in zip(senses, counts, strict=True) if count == most][:1]
        # A paper that calls SAM 2 just SAM does not say that SAM is something else.
        rivals = sum(
            count
            for sense, count in zip(senses, counts, strict=True)
            if not _alike(_unnumbered(sense[0]), _unnumbered(heads[0]))
        )
        if most < _MOST_PAPERS * (most + rivals):
            return set()
    near = (sense for sense in senses if any(sense[0] == head or _near(sense[0], head) for head in heads))
    return {form for sense in near for form in sense} & expansions.keys()


def _unnumbered(form: str) -> str:
    return " ".join(word for word in form.split() if not word.isdigit())


def _senses(heads: Sequence[str], forms: Iterable[str]) -> list[list[str]]:
    """Expansions that have the same words, each sense by what comes first."""
    senses = [[head] for head in heads]
    for form in forms:
        # However many a hostile paper lists, the cost stays linear.
        same = next((sense for sense in senses[:_COMPARED] if _alike(sense[0], form)), None)
        if same is None:
            senses.append([form])
        else:
            same.append(form)
    return senses


def _as_told(form: str) -> list[str]:
    return [word for word in _WORD.findall(fold_name(form)) if word not in SMALL_WORDS]


def _alike(left: str, right: str) -> bool:
    """Whether two expansions have the same words, as far as their endings go; one of several may be left out."""
    if name_key(left) == name_key(right):
        return True
    short, long = sorted((_as_told(left), _as_told(right)), key=len)
    if len(short) == len(long):
        return bool(short) and all(map(_same_stem, short, long))
    added = [word for word in long if not any(_same_stem(word, beside) for beside in short)]
    return len(added) == 1 == len(long) - len(short) and len(short) >= _SEVERAL and not added[0].isdigit()


def _near(left: str, right: str) -> bool:
    """Whether more than half of the words of two expansions are the same, and all their numbers."""
    first, second = _as_told(left), _as_told(right)
    first, second = _written_out(first, second), _written_out(second, first)
    if {word for word in first if word.isdigit()} != {word for word in second if word.isdigit()}:
        return False
    shared = sum(any(_same_stem(word, beside) for beside in second) for word in first)
    return 2 * shared > max(len(first), len(second))


def _written_out(words: Sequence[str], other: Sequence[str]) -> list[str]:
    """The words with those that are initials of words of the other written out: *RL* of reinforcement learning."""
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
    return shared >= _LEAST and (
        shared >= _STEM * min(len(left), len(right)) or SequenceMatcher(None, left, right).ratio() >= _ALMOST
    )
