"""The types of the variants of one family: within a paper, a variant has the type of its family."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from paperatlas.extraction.annotation_schema import INTRODUCED, NONE
from paperatlas.extraction.name_boundaries import VERSION
from paperatlas.extraction.name_candidates import form_key
from paperatlas.text.variant_words import VARIANT_ADJECTIVES, VARIANT_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["family_stem", "has_model_size", "with_family_types"]

_SIZED = re.compile(r"[\w.+]+(?:[- ][\w.+]+){0,5}?[- ]\d+(?:\.\d+)?B(?:[- ][\w.]+){0,4}")
_PARTS = re.compile(r"[- ]")
_VARIANTS: Final = VARIANT_MARKS | VARIANT_ADJECTIVES
_MAX_FORM: Final = 80


def has_model_size(forms: Iterable[str]) -> bool:
    """Return whether a form of a name has a number of parameters, as those of models have.

    >>> has_model_size(["Otter-7B-Chat"]), has_model_size(["LAION-5B"]), has_model_size(["Otter-30M"])
    (True, True, False)
    """
    return any(len(form) <= _MAX_FORM and bool(_SIZED.fullmatch(form)) for form in forms)


def family_stem(form: str) -> str:
    """Return a name without the words for variants, the sizes and the versions at its end.

    >>> family_stem("Otter-2-Small"), family_stem("Otter Net"), family_stem("Otter-7B-chat")
    ('Otter', 'Otter Net', 'Otter')
    """
    stem = form
    while True:
        parts = list(_PARTS.finditer(stem))
        if not parts:
            return stem
        last = stem[parts[-1].end() :]
        if last and last.lower() not in _VARIANTS and not VERSION.fullmatch(last):
            return stem
        stem = stem[: parts[-1].start()]


def with_family_types(
    forms: Sequence[Iterable[str]], distributions: Sequence[Mapping[str, float]]
) -> Iterator[dict[str, float]]:
    """Return the distributions of the names of a paper; those of one family share the type that most of them speak for.

    Args:
        forms: The surface forms of each candidate.
        distributions: The probability of each class for each candidate.
    """
    families: dict[str, list[int]] = defaultdict(list)
    for index, (names, classes) in enumerate(zip(forms, distributions, strict=True)):
        if classes[NONE] < _LIKELY_NONE and _introduced(classes) < _LIKELY_OWN:
            for key in {form_key(family_stem(name)) for name in names if len(name) <= _MAX_FORM}:
                families[key].append(index)
    types: dict[int, str] = {}
    for members in families.values():
        if len(members) > 1:
            kind = _common_type([distributions[index] for index in members])
            types.update(dict.fromkeys(members, kind))
    for index, classes in enumerate(distributions):
        yield _of_type(classes, types[index]) if index in types else dict(classes)


_LIKELY_NONE: Final = 0.5
_LIKELY_OWN: Final = 0.5


def _introduced(classes: Mapping[str, float]) -> float:
    return sum(share for name, share in classes.items() if name.endswith(INTRODUCED))


def _types(classes: Mapping[str, float]) -> dict[str, float]:
    """Return the probability of each type, introduced or not."""
    return {
        name: share + classes.get(name + INTRODUCED, 0.0)
        for name, share in classes.items()
        if name != NONE and not name.endswith(INTRODUCED)
    }


def _common_type(distributions: Iterable[Mapping[str, float]]) -> str:
    """Return the type of the greatest total probability."""
    totals: dict[str, float] = defaultdict(float)
    for classes in distributions:
        for kind, share in _types(classes).items():
            totals[kind] += share
    return max(totals, key=totals.__getitem__)


def _of_type(classes: Mapping[str, float], kind: str) -> dict[str, float]:
    """Return a distribution with all names of one type; P(no name) and P(introduced) stay."""
    own = sum(share for name, share in classes.items() if name.endswith(INTRODUCED))
    named = 1 - classes[NONE]
    own = own if kind + INTRODUCED in classes else 0.0
    return (
        dict.fromkeys(classes, 0.0)
        | {NONE: classes[NONE], kind: named - own}
        | ({kind + INTRODUCED: own} if kind + INTRODUCED in classes else {})
    )
