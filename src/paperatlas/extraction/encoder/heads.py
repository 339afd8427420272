"""What an encoder says of stretches of a text and of pairs of them, as shares of classes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import numpy as np

from paperatlas.extraction.encoder.onnx_session import OnnxSession

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Span

__all__ = ["PLACES", "UNNAMED", "NameHead", "PairHead", "pair_ends", "place_ends"]

TokenSpan = tuple[int, int]
"""First token of a stretch, and the token after its last."""

PLACES: Final = 6
"""How many places of one thing are looked at."""

UNNAMED: Final = -1
"""Stands for the place of something that a sentence does not name."""


def place_ends(things: Sequence[Sequence[TokenSpan]]) -> np.ndarray:
    """The first and the last token of each place of each thing.

    Returns:
        Numbers of tokens, of shape (things, PLACES, 2); a thing with fewer places has its first one again.

    >>> place_ends([[(3, 5), (9, 10)]])[0, :3].tolist()
    [[3, 4], [9, 9], [3, 4]]
    """
    padded = [[*places[:PLACES], *[places[0]] * (PLACES - len(places))] for places in things]
    return np.array(padded, dtype=np.int64).reshape(-1, PLACES, 2) - (0, 1)


def pair_ends(pairs: Sequence[tuple[TokenSpan | None, TokenSpan | None]], offset: int) -> np.ndarray:
    """The first and the last token of both ends of each pair, counted from ``offset``.

    Returns:
        Numbers of tokens, of shape (pairs, 4); :data:`UNNAMED` where there is no place.

    >>> pair_ends([((3, 5), (9, 10)), (None, (3, 5))], offset=3).tolist()
    [[0, 1, 6, 6], [-1, -1, 0, 1]]
    """
    rows = [
        [
            number
            for place in pair
            for number in ((place[0] - offset, place[1] - 1 - offset) if place else (UNNAMED,) * 2)
        ]
        for pair in pairs
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


class NameHead:
    """Says what things are that a document may name."""

    def __init__(self, content: bytes) -> None:
        """Load the head from an ONNX file."""
        self._network = OnnxSession(content)
        self.classes: tuple[str, ...] = tuple(json.loads(self._network.notes["classes"]))

    def log_shares(self, doc: Doc, things: Sequence[Sequence[TokenSpan]]) -> np.ndarray:
        """How likely each class is for each thing, as a logarithm.

        Args:
            doc: A document with ``doc.tensor``.
            things: The places of each thing, at least one each.

        Returns:
            Logarithms, of shape (things, classes).
        """
        if not things:
            return np.zeros((0, len(self.classes)), dtype=np.float32)
        return self._network.run(states=doc.tensor, ends=place_ends(things))


class PairHead:
    """Says how a sentence relates pairs of things."""

    def __init__(self, content: bytes) -> None:
        """Load the head from an ONNX file."""
        self._network = OnnxSession(content)
        self.classes: tuple[str, ...] = tuple(json.loads(self._network.notes["classes"]))
        kinds = json.loads(self._network.notes["kinds"])
        self._kinds: dict[str, int] = {kind: number for number, kind in enumerate(kinds)}

    def log_shares(
        self,
        sentence: Span,
        pairs: Sequence[tuple[TokenSpan | None, TokenSpan | None]],
        kinds: Sequence[tuple[str, str]],
    ) -> np.ndarray:
        """How likely each class is for each pair, as a logarithm.

        Args:
            sentence: A sentence of a document with ``doc.tensor``.
            pairs: The places of both ends of each pair, in the document.
            kinds: What both ends of each pair are.

        Returns:
            Logarithms, of shape (pairs, classes).
        """
        numbers = [[self._kinds[kind] for kind in both] for both in kinds]
        return self._network.run(
            states=sentence.doc.tensor[sentence.start : sentence.end],
            ends=pair_ends(pairs, sentence.start),
            kinds=np.array(numbers, dtype=np.int64).reshape(-1, 2),
        )
