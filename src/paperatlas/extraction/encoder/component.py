"""The component that reads a document with an encoder and puts what it makes of each token into ``doc.tensor``."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from spacy.language import Language

from paperatlas.extraction.encoder.onnx_session import OnnxSession
from paperatlas.extraction.encoder.wordpiece import Vocabulary, cut_pieces
from paperatlas.extraction.serialization import StoredComponent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Doc

__all__ = ["Encoder"]


class Encoder(StoredComponent):
    """Component: one row of numbers for each token, in ``doc.tensor``, of shape (tokens, width).

    A document is read by itself, whatever stands before and after it, so that it gives the same numbers in any batch.
    """

    files: ClassVar[tuple[str, ...]] = ("vocabulary.txt", "encoder.onnx")

    def load_contents(self, contents: Mapping[str, bytes]) -> None:
        """Take over a vocabulary and the network that reads its pieces."""
        super().load_contents(contents)
        self._vocabulary = Vocabulary(contents["vocabulary.txt"].decode().splitlines())
        self._network = OnnxSession(contents["encoder.onnx"])

    def __call__(self, doc: Doc) -> Doc:
        """Read a document."""
        rows = [
            self._network.run(numbers=text.numbers[np.newaxis], features=text.features[np.newaxis])[0][text.first]
            for text in cut_pieces(doc, self._vocabulary)
        ]
        if rows:
            doc.tensor = np.concatenate(rows)
        return doc


@Language.factory("paperatlas_encoder")
def make_encoder(nlp: Language, name: str) -> Encoder:  # noqa: ARG001 - spaCy calls it with both
    """Make the component for a pipeline; it reads once it has a network."""
    return Encoder()
