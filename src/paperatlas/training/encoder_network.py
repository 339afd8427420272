"""The networks in PyTorch, as they are trained: the encoder and its two heads.

The encoder has BERT's architecture (Devlin et al. 2019, arXiv:1810.04805), so that it can start from the lower layers
of a pretrained one. Its input also has the casing of each piece, as the vocabulary is in lower case.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from paperatlas.errors import ExtractionError
from paperatlas.extraction.encoder.wordpiece import FEATURE_SIZES, MAX_PIECES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from paperatlas.training.encoder_examples import LabelSet

__all__ = ["Checkpoint", "EncoderNetwork", "NameNetwork", "Networks", "PairNetwork"]

_DROPOUT: Final = 0.15
_PAIR_WIDTH: Final = 192
_KIND_WIDTH: Final = 32
_ATTENTION_HEADS: Final = 4
_MAX_DISTANCE: Final = 31
"""The greatest distance of a token from an end of a pair that has a bias of its own."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A pretrained encoder of BERT's architecture.

    Attributes:
        vocabulary: The text of the vocabulary, a piece a line.
        config: The sizes, by BERT's names.
        weights: The weights, by BERT's names.
    """

    vocabulary: str
    config: Mapping[str, int]
    weights: Mapping[str, Tensor]

    @classmethod
    def read(cls, folder: Path) -> Checkpoint:
        """Read ``vocab.txt``, ``config.json`` and ``model.safetensors`` from a folder.

        Raises:
            ExtractionError: if they are missing, or are no such encoder.
        """
        try:
            config = json.loads((folder / "config.json").read_text("utf-8"))
            weights = load_file(folder / "model.safetensors")
            vocabulary = (folder / "vocab.txt").read_text("utf-8")
            needed = ("hidden_size", "num_attention_heads", "intermediate_size", "num_hidden_layers")
            return cls(vocabulary, {name: int(config[name]) for name in needed}, weights)
        except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
            raise ExtractionError(
                f"{folder} is no encoder to begin with; name a folder with vocab.txt, config.json and "
                "model.safetensors of an uncased BERT, see docs/training.md"
            ) from error


class EncoderNetwork(nn.Module):
    """The encoder: a vector for each piece of a text."""

    def __init__(self, checkpoint: Checkpoint, layers: int) -> None:
        """Start from the lowest layers of a checkpoint."""
        super().__init__()
        weights, width = checkpoint.weights, checkpoint.config["hidden_size"]
        # A copy, as training must not change the checkpoint.
        words = weights["embeddings.word_embeddings.weight"].float().clone()
        self.words = nn.Embedding(words.shape[0], width, _weight=words)
        positions = weights["embeddings.position_embeddings.weight"].float()[:MAX_PIECES]
        # All pieces are of one text: the embedding of the first segment belongs to each position.
        self.positions = nn.Parameter(positions + weights["embeddings.token_type_embeddings.weight"].float()[0])
        self.features = nn.ModuleList(nn.Embedding(size, width) for size in FEATURE_SIZES)
        for table in self.features:
            nn.init.zeros_(cast("nn.Embedding", table).weight)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(0.1)
        count = min(layers, checkpoint.config["num_hidden_layers"])
        self.layers = nn.ModuleList(_Layer(checkpoint.config) for _ in range(count))
        self.norm.load_state_dict(_named(weights, "embeddings.LayerNorm", ""))
        for number, layer in enumerate(self.layers):
            layer.load_state_dict(_layer_weights(weights, f"encoder.layer.{number}"))

    def forward(self, numbers: Tensor, features: Tensor, padding: Tensor | None = None) -> Tensor:
        """Encode texts.

        Args:
            numbers: The number of each piece, of shape (texts, pieces).
            features: The features of each, of shape (texts, pieces, 3).
            padding: Whether each piece is padding, of shape (texts, pieces); None if all texts are equally long.

        Returns:
            Vectors, of shape (texts, pieces, width).
        """
        rows: Tensor = self.words(numbers) + self.positions[: numbers.shape[1]]
        for index, table in enumerate(self.features):
            rows = rows + table(features[:, :, index])
        rows = self.dropout(self.norm(rows))
        mask = None if padding is None else ~padding[:, None, None, :]
        for layer in self.layers:
            rows = layer(rows, mask)
        return rows


class _Layer(nn.Module):
    """A layer of BERT.

    PyTorch's layer, once exported, reads only texts as long as that of the export.
    """

    def __init__(self, config: Mapping[str, int]) -> None:
        super().__init__()
        width, inner = config["hidden_size"], config["intermediate_size"]
        self._heads = config["num_attention_heads"]
        self.query_key_value = nn.Linear(width, 3 * width)
        self.attention_output = nn.Linear(width, width)
        self.intermediate = nn.Linear(width, inner)
        self.output = nn.Linear(inner, width)
        self.norms = nn.ModuleList(nn.LayerNorm(width, eps=1e-12) for _ in range(2))
        self.dropout = nn.Dropout(0.1)

    def forward(self, rows: Tensor, mask: Tensor | None) -> Tensor:
        """Transform vectors of shape (texts, pieces, width); ``mask`` is true for the pieces of a text."""
        queries, keys, values = self.query_key_value(rows).unflatten(-1, (3, self._heads, -1)).permute(2, 0, 3, 1, 4)
        attended = nn.functional.scaled_dot_product_attention(queries, keys, values, mask)
        rows = self.norms[0](rows + self.dropout(self.attention_output(attended.transpose(1, 2).flatten(2))))
        inner = self.output(nn.functional.gelu(self.intermediate(rows)))
        return cast("Tensor", self.norms[1](rows + self.dropout(inner)))


def _named(weights: Mapping[str, Tensor], source: str, target: str) -> dict[str, Tensor]:
    return {f"{target}{part}": weights[f"{source}.{part}"].float() for part in ("weight", "bias")}


def _layer_weights(weights: Mapping[str, Tensor], layer: str) -> dict[str, Tensor]:
    """Return the weights of a layer of BERT by their names in :class:`_Layer`."""
    heads = [f"{layer}.attention.self.{part}" for part in ("query", "key", "value")]
    return {
        **{
            f"query_key_value.{part}": torch.cat([weights[f"{head}.{part}"].float() for head in heads])
            for part in ("weight", "bias")
        },
        **_named(weights, f"{layer}.attention.output.dense", "attention_output."),
        **_named(weights, f"{layer}.attention.output.LayerNorm", "norms.0."),
        **_named(weights, f"{layer}.intermediate.dense", "intermediate."),
        **_named(weights, f"{layer}.output.dense", "output."),
        **_named(weights, f"{layer}.output.LayerNorm", "norms.1."),
    }


class NameNetwork(nn.Module):
    """The classifier of candidates, by the maximum over their mentions."""

    def __init__(self, width: int, classes: int) -> None:
        super().__init__()
        self.span = nn.Sequential(nn.Dropout(_DROPOUT), nn.Linear(2 * width, width), nn.GELU(), nn.Dropout(_DROPOUT))
        self.out = nn.Linear(width, classes)

    def forward(self, states: Tensor, ends: Tensor) -> Tensor:
        """Classify candidates.

        Args:
            states: The vector of each token, of shape (tokens, width).
            ends: The first and last token of each mention of each candidate, of shape (candidates, mentions, 2).

        Returns:
            Logarithms of probabilities, of shape (candidates, classes).
        """
        mentions = self.span(states[ends].flatten(2))
        return torch.log_softmax(self.out(mentions.amax(1)), -1)


class PairNetwork(nn.Module):
    """The classifier of the pairs of a sentence, by both ends and attention to its words."""

    def __init__(self, width: int, kinds: int, classes: int) -> None:
        super().__init__()
        self.span = nn.Sequential(nn.Dropout(_DROPOUT), nn.Linear(2 * width, _PAIR_WIDTH), nn.GELU())
        self.unnamed = nn.Parameter(torch.randn(2, _PAIR_WIDTH) / 10)
        self.kinds = nn.Embedding(kinds, _KIND_WIDTH)
        both = 2 * _PAIR_WIDTH + 2 * _KIND_WIDTH
        self.query = nn.Linear(both, _PAIR_WIDTH)
        self.key = nn.Linear(width, _PAIR_WIDTH)
        self.value = nn.Linear(width, _PAIR_WIDTH)
        self.distance_bias = nn.Parameter(torch.zeros(2, 2 * _MAX_DISTANCE + 2, _ATTENTION_HEADS))
        self.out = nn.Sequential(
            nn.Dropout(_DROPOUT),
            nn.Linear(both + _PAIR_WIDTH, 256),
            nn.GELU(),
            nn.Dropout(_DROPOUT),
            nn.Linear(256, classes),
        )

    def forward(self, states: Tensor, ends: Tensor, kinds: Tensor) -> Tensor:
        """Classify the pairs of a sentence.

        Args:
            states: The vector of each token of the sentence, of shape (tokens, width).
            ends: The first and last token of both ends of each pair, of shape (pairs, 4); below 0 if it is not named.
            kinds: The kinds of both ends, of shape (pairs, 2).

        Returns:
            Logarithms of probabilities, of shape (pairs, classes).
        """
        named = ends[:, 0::2] >= 0
        spans = self.span(states[ends.clamp(min=0).view(-1, 2, 2)].flatten(2))
        both = torch.cat(
            [torch.where(named[:, :, None], spans, self.unnamed).flatten(1), self.kinds(kinds).flatten(1)], 1
        )
        queries = self.query(both).view(-1, _ATTENTION_HEADS, _PAIR_WIDTH // _ATTENTION_HEADS)
        keys = self.key(states).view(-1, _ATTENTION_HEADS, _PAIR_WIDTH // _ATTENTION_HEADS)
        values = self.value(states).view(-1, _ATTENTION_HEADS, _PAIR_WIDTH // _ATTENTION_HEADS)
        scores = torch.einsum("pvd,tvd->pvt", queries, keys) / (_PAIR_WIDTH // _ATTENTION_HEADS) ** 0.5
        attention = (scores + self._distance_biases(states.shape[0], ends, named)).softmax(-1)
        context = torch.einsum("pvt,tvd->pvd", attention, values).flatten(1)
        return torch.log_softmax(self.out(torch.cat([both, context], 1)), -1)

    def _distance_biases(self, tokens: int, ends: Tensor, named: Tensor) -> Tensor:
        """Return the bias of each token by its distance from both ends, of shape (pairs, attention heads, tokens)."""
        token = torch.arange(tokens, device=ends.device)
        behind = (token - ends[:, 1::2, None]).clamp(0, _MAX_DISTANCE)
        before = (token - ends[:, 0::2, None]).clamp(-_MAX_DISTANCE, 0)
        distance = torch.where(named[:, :, None], behind + before + _MAX_DISTANCE, 2 * _MAX_DISTANCE + 1)
        return (self.distance_bias[0][distance[:, 0]] + self.distance_bias[1][distance[:, 1]]).transpose(1, 2)


class Networks(nn.Module):
    """The encoder with both heads."""

    def __init__(self, checkpoint: Checkpoint, layers: int, labels: LabelSet) -> None:
        """Start from a checkpoint.

        Args:
            checkpoint: The pretrained encoder.
            layers: The number of its layers to use.
            labels: The labels of the heads.
        """
        super().__init__()
        width = checkpoint.config["hidden_size"]
        self.encoder = EncoderNetwork(checkpoint, layers)
        self.names = NameNetwork(width, len(labels.classes))
        self.pairs = PairNetwork(width, len(labels.kinds), len(labels.relations))

    def parameter_groups(self) -> Iterator[tuple[str, list[nn.Parameter]]]:
        """Return the pretrained parameters and those of the heads."""
        yield "encoder", list(self.encoder.parameters())
        yield "heads", [*self.names.parameters(), *self.pairs.parameters()]
