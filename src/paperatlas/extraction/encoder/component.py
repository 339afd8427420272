"""The networks of the encoder and of its two classification heads, run by ONNX Runtime, and their spaCy component."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np
import onnxruntime
from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidArgument, InvalidGraph, InvalidProtobuf
from spacy.language import Language

from paperatlas.errors import ExtractionError
from paperatlas.extraction.encoder.wordpiece import Vocabulary, encode_doc
from paperatlas.extraction.linear_model import probability_features
from paperatlas.extraction.serialization import StoredComponent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spacy.tokens import Doc, Span

    from paperatlas.extraction.tokenizer import TokenSpan

__all__ = ["MENTIONS", "Encoder", "NameHead", "OnnxSession", "PairHead", "candidate_ends", "pair_ends"]

MENTIONS: Final = 6
"""The number of mentions of a candidate that the name head reads."""

_UNNAMED: Final = -1
"""The index of an end that a sentence does not name."""


class OnnxSession:
    """A network with named arrays as input and one array as output.

    Attributes:
        metadata: The metadata of the ONNX file, by key.
    """

    def __init__(self, content: bytes) -> None:
        """Load a network.

        Args:
            content: An ONNX file.

        Raises:
            ExtractionError: if the content is no valid ONNX file.
        """
        options = onnxruntime.SessionOptions()
        # One thread a document: whoever wants more speed runs more processes, and sums are added in one order.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        except (Fail, InvalidArgument, InvalidGraph, InvalidProtobuf) as error:
            raise ExtractionError("the model's network is broken; train the model anew or install it again") from error
        self.metadata: Mapping[str, str] = self._session.get_modelmeta().custom_metadata_map

    def run(self, **arrays: np.ndarray) -> np.ndarray:
        """Return the output of the network for its inputs, given by their names."""
        return np.asarray(self._session.run(None, arrays)[0])


class Encoder(StoredComponent):
    """The component that writes a vector for each token into ``doc.tensor``, of shape (tokens, width).

    It reads each document alone, so that a document gets the same vectors in any batch.
    """

    files: ClassVar[tuple[str, ...]] = ("vocabulary.txt", "encoder.onnx")

    def load_contents(self, contents: Mapping[str, bytes]) -> None:
        """Load the vocabulary and the network."""
        super().load_contents(contents)
        self._vocabulary = Vocabulary(contents["vocabulary.txt"].decode().splitlines())
        self._network = OnnxSession(contents["encoder.onnx"])

    def __call__(self, doc: Doc) -> Doc:
        """Encode a document."""
        rows = [
            self._network.run(numbers=text.numbers[np.newaxis], features=text.features[np.newaxis])[0][text.first]
            for text in encode_doc(doc, self._vocabulary)
        ]
        if rows:
            doc.tensor = np.concatenate(rows)
        return doc


@Language.factory("paperatlas_encoder")
def make_encoder(nlp: Language, name: str) -> Encoder:  # noqa: ARG001 - spaCy calls it with both
    """Make the component for a pipeline, without a network."""
    return Encoder()


def candidate_ends(candidates: Sequence[Sequence[TokenSpan]]) -> np.ndarray:
    """Return the first and the last token of each mention of each candidate.

    Returns:
        Token indices, of shape (candidates, MENTIONS, 2); the first mention fills up a row that has fewer.

    >>> candidate_ends([[(3, 5), (9, 10)]])[0, :3].tolist()
    [[3, 4], [9, 9], [3, 4]]
    """
    padded = [[*spans[:MENTIONS], *[spans[0]] * (MENTIONS - len(spans))] for spans in candidates]
    return np.array(padded, dtype=np.int64).reshape(-1, MENTIONS, 2) - (0, 1)


def pair_ends(pairs: Sequence[tuple[TokenSpan | None, TokenSpan | None]], offset: int) -> np.ndarray:
    """Return the first and the last token of both ends of each pair, counted from ``offset``.

    Returns:
        Token indices, of shape (pairs, 4); -1 for an end without a span.

    >>> pair_ends([((3, 5), (9, 10)), (None, (3, 5))], offset=3).tolist()
    [[0, 1, 6, 6], [-1, -1, 0, 1]]
    """
    rows = [
        [
            index
            for span in pair
            for index in ((span[0] - offset, span[1] - 1 - offset) if span else (_UNNAMED, _UNNAMED))
        ]
        for pair in pairs
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


class _Head:
    """A classifier over the vectors of an encoder.

    Attributes:
        classes: The names of the classes.
    """

    def __init__(self, content: bytes) -> None:
        """Load the head from an ONNX file."""
        self._network = OnnxSession(content)
        self.classes: tuple[str, ...] = tuple(json.loads(self._network.metadata["classes"]))

    def features(self, log_probabilities: np.ndarray) -> Iterator[set[str]]:
        """Return the features of each row of probabilities for a log-linear model."""
        rows = np.exp(log_probabilities).tolist()
        return (set(probability_features("encoder", self.classes, row)) for row in rows)


class NameHead(_Head):
    """The classifier of name candidates."""

    def log_probabilities(self, doc: Doc, candidates: Sequence[Sequence[TokenSpan]]) -> np.ndarray:
        """Return the logarithm of the probability of each class for each candidate.

        Args:
            doc: A document with ``doc.tensor``.
            candidates: The spans of each candidate, at least one each.

        Returns:
            Logarithms, of shape (candidates, classes).
        """
        if not candidates:
            return np.zeros((0, len(self.classes)), dtype=np.float32)
        return self._network.run(states=doc.tensor, ends=candidate_ends(candidates))


class PairHead(_Head):
    """The classifier of the relation that a sentence states of a pair."""

    def __init__(self, content: bytes) -> None:
        """Load the head from an ONNX file."""
        super().__init__(content)
        kinds = json.loads(self._network.metadata["kinds"])
        self._kinds: dict[str, int] = {kind: index for index, kind in enumerate(kinds)}

    def log_probabilities(
        self,
        sentence: Span,
        pairs: Sequence[tuple[TokenSpan | None, TokenSpan | None]],
        kinds: Sequence[tuple[str, str]],
    ) -> np.ndarray:
        """Return the logarithm of the probability of each class for each pair.

        Args:
            sentence: A sentence of a document with ``doc.tensor``.
            pairs: The spans of both ends of each pair, in the document.
            kinds: The kinds of both ends of each pair.

        Returns:
            Logarithms, of shape (pairs, classes).
        """
        indices = [[self._kinds[kind] for kind in ends] for ends in kinds]
        return self._network.run(
            states=sentence.doc.tensor[sentence.start : sentence.end],
            ends=pair_ends(pairs, sentence.start),
            kinds=np.array(indices, dtype=np.int64).reshape(-1, 2),
        )
