"""The completion of lists of names: a new name in a list of datasets is a dataset too.

The name finder weighs each candidate by itself, and so misses a name that looks like a common word at the end of a list
whose other members it knows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from paperatlas.extraction.annotation_schema import INTRODUCED, NONE
from paperatlas.extraction.coordination import coordinated
from paperatlas.extraction.name_candidates import is_name_like

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spacy.tokens import Doc

    from paperatlas.extraction.name_candidates import Candidate
    from paperatlas.extraction.tokenizer import TokenSpan

__all__ = ["complete_lists"]

_MIN_KNOWN: Final = 0.5
"""The least probability of a name by which a list has a type."""

_MIN_ALONE: Final = 0.15
"""The least probability of the type at which a candidate needs nothing but the list; chosen on held-out papers."""

_COMPLETED: Final = 0.6
"""The greatest probability of a completed name: on held-out papers about so many were right."""

_OPENING: Final = r"(?:,? (?:such as|like|including|namely|e\.g\.,?|i\.e\.,?|of|from|both|are|the)|:|,| ?\(|-){0,4} ?$"

_DATASETS_FOLLOW = re.compile(
    r"\b(?:data ?sets?|benchmarks?|corpora|corpus)" + _OPENING + "|"
    r"\b(?:evaluat(?:ed?|ions?)|test(?:ed|s)?|experiments?|trained|results|benchmarked|performance)(?: \w+){0,2} on"
    r"(?: the| both| \w+ (?:data ?sets|benchmarks):?)? ?$",
    re.IGNORECASE,
)
"""The words before a list whose members are datasets, whatever they look like."""


def complete_lists(
    doc: Doc, candidates: Sequence[Candidate], probabilities: Sequence[Mapping[str, float]]
) -> list[Mapping[str, float]]:
    """Return the probabilities of all candidates, with those in lists of known names raised.

    Args:
        doc: The document, with sentences.
        candidates: The candidates.
        probabilities: The probability of each of the schema's ``name_classes`` for each candidate.
    """
    completed = list(probabilities)
    places = _places(candidates, probabilities)
    for members in coordinated(doc, places):
        indices = [places[span] for span in members]
        kinds = _likely_types([probabilities[index] for index in indices])
        told = "Dataset" in kinds and bool(_DATASETS_FOLLOW.search(_words_before(doc, members[0][0])))
        if len(kinds) != 1 and not told:
            continue
        kind = "Dataset" if told else kinds.pop()
        for span, index in zip(members, indices, strict=True):
            classes = probabilities[index]
            named = told and all(is_name_like(token.text) for token in doc[span[0] : span[1]])
            if classes[NONE] > 1 - _MIN_KNOWN and (named or _share(classes, kind) >= _MIN_ALONE):
                completed[index] = _as_type(classes, kind)
    return completed


def _share(classes: Mapping[str, float], kind: str) -> float:
    return classes.get(kind, 0.0) + classes.get(kind + INTRODUCED, 0.0)


def _places(candidates: Sequence[Candidate], probabilities: Sequence[Mapping[str, float]]) -> dict[TokenSpan, int]:
    """Return the candidate at each span, without spans that overlap: likely names first, then longer ones."""
    order = sorted(
        (probabilities[index][NONE] > 1 - _MIN_KNOWN, start - end, start, end, index)
        for index, candidate in enumerate(candidates)
        for start, end in candidate.spans
    )
    taken: set[int] = set()
    places: dict[TokenSpan, int] = {}
    for _, _, start, end, index in order:
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            places[start, end] = index
    return places


def _likely_types(members: Sequence[Mapping[str, float]]) -> set[str]:
    """Return the types of the likely names of a list."""
    likely = [classes for classes in members if classes[NONE] <= 1 - _MIN_KNOWN]
    return {max(_types(classes), key=lambda kind: _share(classes, kind)) for classes in likely}


def _types(classes: Mapping[str, float]) -> Iterator[str]:
    return (name for name in classes if name != NONE and not name.endswith(INTRODUCED))


def _words_before(doc: Doc, token: int) -> str:
    """Return the words of the sentence before a token."""
    return " ".join(doc[max(doc[token].sent.start, token - 12) : token].text.split()) if token else ""


def _as_type(classes: Mapping[str, float], kind: str) -> dict[str, float]:
    """Return probabilities by which a candidate is a name of a type that the paper does not introduce."""
    rest = sum(classes.values()) - classes[kind]
    scale = (1 - _COMPLETED) / rest if rest else 0.0
    return {name: _COMPLETED if name == kind else share * scale for name, share in classes.items()}
