"""The networks in PyTorch, as they are trained: the encoder and its two heads.

The encoder has BERT's form (Devlin et al. 2019, arXiv:1810.04805), so that it can begin with the lower layers of one
that was trained on large amounts of text. To its input come the features of
:mod:`paperatlas.extraction.encoder.wordpiece`: its
vocabulary has small letters only, and case is half of what makes a name.
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
from paperatlas.extraction.encoder.wordpiece import FEATURES, LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["Checkpoint", "EncoderNetwork", "NameNetwork", "Networks", "PairNetwork"]

_DROPOUT: Final = 0.15
_PAIR_WIDTH: Final = 192
_KIND_WIDTH: Final = 32
_VIEWS: Final = 4
_NEAR: Final = 31
"""Tokens farther than this from an end of a pair are all equally far."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A trained encoder of BERT's form to begin with.

    Attributes:
        vocabulary: The text of its vocabulary, a piece a line.
        config: Its measures, by BERT's names for them.
        weights: Its weights, by BERT's names for them.
    """

    vocabulary: str
    config: Mapping[str, int]
    weights: Mapping[str, Tensor]

    @classmethod
    def read(cls, folder: Path) -> Checkpoint:
        """Read ``vocab.txt``, ``config.json`` and ``model.safetensors`` from a folder.

        Raises:
            ExtractionError: if they are not there, or are no encoder of this form.
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
    """Pieces in, a row of numbers for each out."""

    def __init__(self, checkpoint: Checkpoint, layers: int) -> None:
        """Begin with the lowest layers of a checkpoint."""
        super().__init__()
        weights, width = checkpoint.weights, checkpoint.config["hidden_size"]
        # A copy, for what learns must not change what the next one begins with.
        words = weights["embeddings.word_embeddings.weight"].float().clone()
        self.words = nn.Embedding(words.shape[0], width, _weight=words)
        places = weights["embeddings.position_embeddings.weight"].float()[:LONGEST]
        # All pieces are of one text: the first row of what tells two texts apart belongs to each place.
        self.places = nn.Parameter(places + weights["embeddings.token_type_embeddings.weight"].float()[0])
        self.features = nn.ModuleList(nn.Embedding(size, width) for size in FEATURES)
        for table in self.features:
            nn.init.zeros_(cast("nn.Embedding", table).weight)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(0.1)
        count = min(layers, checkpoint.config["num_hidden_layers"])
        self.layers = nn.ModuleList(_Layer(checkpoint.config) for _ in range(count))
        self.norm.load_state_dict(_named(weights, "embeddings.LayerNorm", ""))
        for number, layer in enumerate(self.layers):
            layer.load_state_dict(_layer_weights(weights, f"encoder.layer.{number}"))

    def forward(self, numbers: Tensor, features: Tensor, absent: Tensor | None = None) -> Tensor:
        """Read texts.

        Args:
            numbers: The number of each piece, of shape (texts, pieces).
            features: The features of each, of shape (texts, pieces, 3).
            absent: Where a text has ended, of shape (texts, pieces); nothing if all are equally long.

        Returns:
            Numbers of shape (texts, pieces, width).
        """
        rows: Tensor = self.words(numbers) + self.places[: numbers.shape[1]]
        for index, table in enumerate(self.features):
            rows = rows + table(features[:, :, index])
        rows = self.dropout(self.norm(rows))
        present = None if absent is None else ~absent[:, None, None, :]
        for layer in self.layers:
            rows = layer(rows, present)
        return rows


class _Layer(nn.Module):
    """One of BERT's layers.

    PyTorch's own layer would do, but as a graph it reads only texts as long as the one it was written with.
    """

    def __init__(self, config: Mapping[str, int]) -> None:
        super().__init__()
        width, inner = config["hidden_size"], config["intermediate_size"]
        self._heads = config["num_attention_heads"]
        self.reads = nn.Linear(width, 3 * width)
        self.merges = nn.Linear(width, width)
        self.widens = nn.Linear(width, inner)
        self.narrows = nn.Linear(inner, width)
        self.norms = nn.ModuleList(nn.LayerNorm(width, eps=1e-12) for _ in range(2))
        self.dropout = nn.Dropout(0.1)

    def forward(self, rows: Tensor, present: Tensor | None) -> Tensor:
        """Rows of shape (texts, pieces, width) in and out; ``present`` says which pieces a text has."""
        queries, keys, values = self.reads(rows).unflatten(-1, (3, self._heads, -1)).permute(2, 0, 3, 1, 4)
        seen = nn.functional.scaled_dot_product_attention(queries, keys, values, present)
        rows = self.norms[0](rows + self.dropout(self.merges(seen.transpose(1, 2).flatten(2))))
        inner = self.narrows(nn.functional.gelu(self.widens(rows)))
        return cast("Tensor", self.norms[1](rows + self.dropout(inner)))


def _named(weights: Mapping[str, Tensor], source: str, target: str) -> dict[str, Tensor]:
    return {f"{target}{part}": weights[f"{source}.{part}"].float() for part in ("weight", "bias")}


def _layer_weights(weights: Mapping[str, Tensor], layer: str) -> dict[str, Tensor]:
    """The weights of one of BERT's layers by the names they have here."""
    heads = [f"{layer}.attention.self.{part}" for part in ("query", "key", "value")]
    return {
        **{
            f"reads.{part}": torch.cat([weights[f"{head}.{part}"].float() for head in heads])
            for part in ("weight", "bias")
        },
        **_named(weights, f"{layer}.attention.output.dense", "merges."),
        **_named(weights, f"{layer}.attention.output.LayerNorm", "norms.0."),
        **_named(weights, f"{layer}.intermediate.dense", "widens."),
        **_named(weights, f"{layer}.output.dense", "narrows."),
        **_named(weights, f"{layer}.output.LayerNorm", "norms.1."),
    }


class NameNetwork(nn.Module):
    """The places of things in, what each is out: each number is the largest over all places of a thing."""

    def __init__(self, width: int, classes: int) -> None:
        super().__init__()
        self.place = nn.Sequential(nn.Dropout(_DROPOUT), nn.Linear(2 * width, width), nn.GELU(), nn.Dropout(_DROPOUT))
        self.out = nn.Linear(width, classes)

    def forward(self, states: Tensor, ends: Tensor) -> Tensor:
        """Weigh things.

        Args:
            states: A row a token, of shape (tokens, width).
            ends: First and last token of each place of each thing, of shape (things, places, 2).

        Returns:
            Logarithms of shares, of shape (things, classes).
        """
        places = self.place(states[ends].flatten(2))
        return torch.log_softmax(self.out(places.amax(1)), -1)


class PairNetwork(nn.Module):
    """Pairs of a sentence in, how it relates each out: by both ends and the words that matter for them."""

    def __init__(self, width: int, kinds: int, classes: int) -> None:
        super().__init__()
        self.place = nn.Sequential(nn.Dropout(_DROPOUT), nn.Linear(2 * width, _PAIR_WIDTH), nn.GELU())
        self.unnamed = nn.Parameter(torch.randn(2, _PAIR_WIDTH) / 10)
        self.kinds = nn.Embedding(kinds, _KIND_WIDTH)
        both = 2 * _PAIR_WIDTH + 2 * _KIND_WIDTH
        self.asks = nn.Linear(both, _PAIR_WIDTH)
        self.offers = nn.Linear(width, _PAIR_WIDTH)
        self.tells = nn.Linear(width, _PAIR_WIDTH)
        self.near = nn.Parameter(torch.zeros(2, 2 * _NEAR + 2, _VIEWS))
        self.out = nn.Sequential(
            nn.Dropout(_DROPOUT),
            nn.Linear(both + _PAIR_WIDTH, 256),
            nn.GELU(),
            nn.Dropout(_DROPOUT),
            nn.Linear(256, classes),
        )

    def forward(self, states: Tensor, ends: Tensor, kinds: Tensor) -> Tensor:
        """Weigh the pairs of a sentence.

        Args:
            states: A row for each token of the sentence, of shape (tokens, width).
            ends: First and last token of both ends of each pair, of shape (pairs, 4); below 0 where it is not named.
            kinds: What both ends are, of shape (pairs, 2).

        Returns:
            Logarithms of shares, of shape (pairs, classes).
        """
        named = ends[:, 0::2] >= 0
        places = self.place(states[ends.clamp(min=0).view(-1, 2, 2)].flatten(2))
        both = torch.cat(
            [torch.where(named[:, :, None], places, self.unnamed).flatten(1), self.kinds(kinds).flatten(1)], 1
        )
        queries = self.asks(both).view(-1, _VIEWS, _PAIR_WIDTH // _VIEWS)
        keys = self.offers(states).view(-1, _VIEWS, _PAIR_WIDTH // _VIEWS)
        values = self.tells(states).view(-1, _VIEWS, _PAIR_WIDTH // _VIEWS)
        scores = torch.einsum("pvd,tvd->pvt", queries, keys) / (_PAIR_WIDTH // _VIEWS) ** 0.5
        share = (scores + self._nearness(states.shape[0], ends, named)).softmax(-1)
        context = torch.einsum("pvt,tvd->pvd", share, values).flatten(1)
        return torch.log_softmax(self.out(torch.cat([both, context], 1)), -1)

    def _nearness(self, tokens: int, ends: Tensor, named: Tensor) -> Tensor:
        """How much each token matters by how far it is from both ends, of shape (pairs, views, tokens)."""
        token = torch.arange(tokens, device=ends.device)
        behind = (token - ends[:, 1::2, None]).clamp(0, _NEAR)
        before = (token - ends[:, 0::2, None]).clamp(-_NEAR, 0)
        steps = torch.where(named[:, :, None], behind + before + _NEAR, 2 * _NEAR + 1)
        return (self.near[0][steps[:, 0]] + self.near[1][steps[:, 1]]).transpose(1, 2)


class Networks(nn.Module):
    """The encoder with both heads."""

    def __init__(
        self,
        checkpoint: Checkpoint,
        layers: int,
        classes: Sequence[str],
        kinds: Sequence[str],
        relations: Sequence[str],
    ) -> None:
        """Begin with a checkpoint.

        Args:
            checkpoint: The encoder to begin with.
            layers: How many of its layers are used.
            classes: What a thing may be.
            kinds: What the end of a pair may be.
            relations: How a pair may be related.
        """
        super().__init__()
        width = checkpoint.config["hidden_size"]
        self.encoder = EncoderNetwork(checkpoint, layers)
        self.names = NameNetwork(width, len(classes))
        self.pairs = PairNetwork(width, len(kinds), len(relations))

    def groups(self) -> Iterator[tuple[str, list[nn.Parameter]]]:
        """The parameters that were trained before, and those that begin from nothing."""
        yield "encoder", list(self.encoder.parameters())
        yield "heads", [*self.names.parameters(), *self.pairs.parameters()]
