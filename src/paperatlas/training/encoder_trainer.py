"""The training of an encoder with PyTorch, resumed from its last epoch, and its export as ONNX files."""

from __future__ import annotations

import io
import json
import logging
import math
import warnings
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from paperatlas._util.files import write_file
from paperatlas.extraction.encoder.component import MENTIONS
from paperatlas.extraction.encoder.wordpiece import FEATURE_SIZES, Vocabulary
from paperatlas.graph.progress import SILENT
from paperatlas.training.encoder_examples import batches
from paperatlas.training.encoder_network import Networks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from paperatlas.extraction.encoder.wordpiece import EncodedText
    from paperatlas.graph.progress import Progress
    from paperatlas.training.encoder_examples import LabelSet, TrainingExample
    from paperatlas.training.encoder_network import Checkpoint

__all__ = ["EPOCHS", "FINE_TUNING_EPOCHS", "LAYERS", "SILVER_EPOCHS", "encoder_files", "train_encoder"]

LAYERS: Final = 3
"""The number of layers of the encoder: each makes it slower by nearly a third."""

SILVER_EPOCHS: Final = 2
"""The number of epochs over papers that another model has labelled."""

EPOCHS: Final = 7
"""The number of epochs over annotated papers."""

FINE_TUNING_EPOCHS: Final = 4
"""The number of epochs over annotated papers for an encoder that has already learned from other papers."""

_BATCH_SIZE: Final = 8
_LEARNING_RATES: Final = {"encoder": 2e-4, "heads": 1e-3}
_WARM_UP: Final = 0.1
_MASKED: Final = 0.08
"""The share of pieces that are masked in training, so that the encoder uses their context."""

_DYNAMIC_AXES: Final[dict[str, dict[str, dict[int, str]]]] = {
    "encoder": {"numbers": {1: "pieces"}, "features": {1: "pieces"}},
    "names": {"states": {0: "tokens"}, "ends": {0: "things"}},
    "pairs": {"states": {0: "tokens"}, "ends": {0: "pairs"}, "kinds": {0: "pairs"}},
}
"""The name of each dimension of any size, by network and input."""


def train_encoder(
    examples: Sequence[TrainingExample],
    checkpoint: Checkpoint,
    labels: LabelSet,
    checkpoint_file: Path,
    *,
    epochs: int = EPOCHS,
    weights: bytes = b"",
    seed: int = 0,
    progress: Progress = SILENT,
) -> bytes:
    """Train an encoder and its heads (AdamW; Loshchilov and Hutter 2019, arXiv:1711.05101).

    Args:
        examples: The training examples.
        checkpoint: The pretrained encoder.
        labels: The labels.
        checkpoint_file: The file of the state after each epoch; if it exists, training resumes from it.
        epochs: The number of epochs.
        weights: The initial weights, as this function returns them; by default those of the checkpoint.
        seed: The seed of all random numbers.
        progress: The observer of the run.

    Returns:
        The weights.
    """
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(seed)
    networks = _networks(checkpoint, labels, weights).to(device)
    vocabulary = Vocabulary(checkpoint.vocabulary.splitlines())
    optimizer = torch.optim.AdamW(
        [{"params": parameters, "lr": _LEARNING_RATES[name]} for name, parameters in networks.parameter_groups()],
        betas=(0.9, 0.98),
    )
    steps = math.ceil(len(examples) / _BATCH_SIZE)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _learning_rate_factor(step, epochs * steps))
    for number in range(_resume(checkpoint_file, networks, optimizer, schedule), epochs):
        torch.manual_seed(seed * epochs + number)
        networks.train()
        for count, batch in enumerate(batches(examples, _BATCH_SIZE, Random(f"{seed} {number}"))):  # noqa: S311 - no secret
            if count % 20 == 0:
                progress.step(f"teaching the encoder: {100 * (number * steps + count) // (epochs * steps)} %")
            loss = _loss(networks, batch, vocabulary, device)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(networks.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        state = {"networks": networks.state_dict(), "optimizer": optimizer.state_dict(), "epochs": number + 1}
        write_file(checkpoint_file, _saved({**state, "schedule": schedule.state_dict()}))
    return _saved(networks.cpu().state_dict())


def encoder_files(weights: bytes, checkpoint: Checkpoint, labels: LabelSet) -> dict[str, bytes]:
    """Return the files of a trained encoder.

    The weights of the heads stay 32-bit numbers: they are small, and their output becomes probabilities.

    Args:
        weights: The weights that :func:`train_encoder` returned.
        checkpoint: The pretrained encoder.
        labels: The labels, which become metadata of the files.

    Returns:
        ``vocabulary.txt``, ``encoder.onnx``, ``names.onnx`` and ``pairs.onnx``.
    """
    networks = _networks(checkpoint, labels, weights).eval()
    states = torch.zeros(5, networks.encoder.positions.shape[1])
    texts = {"numbers": _indices(1, 7), "features": _indices(1, 7, len(FEATURE_SIZES))}
    candidates = {"states": states, "ends": _indices(3, MENTIONS, 2)}
    pairs = {"states": states, "ends": _indices(3, 4), "kinds": _indices(3, 2)}
    relations = {"classes": json.dumps(labels.relations), "kinds": json.dumps(labels.kinds)}
    with TemporaryDirectory() as folder:
        exact, quantized, names_file, pairs_file = (
            Path(folder) / name for name in ("exact", "encoder", "names", "pairs")
        )
        _export(networks.encoder, texts, "encoder", {}, exact)
        _quantize(exact, quantized)
        _export(networks.names, candidates, "names", {"classes": json.dumps(labels.classes)}, names_file)
        _export(networks.pairs, pairs, "pairs", relations, pairs_file)
        files = {f"{path.name}.onnx": path.read_bytes() for path in (quantized, names_file, pairs_file)}
    return {**files, "vocabulary.txt": checkpoint.vocabulary.encode()}


def _indices(*shape: int) -> Tensor:
    return torch.zeros(shape, dtype=torch.long)


def _quantize(path: Path, quantized: Path) -> None:
    """Write the weights of a graph as 8-bit numbers, with a scale for each column.

    One bit of them stays unused, so that no sum overflows on processors that add up in 16 bits, and all machines find
    the same.
    """
    root = logging.getLogger()
    # It always advises to prepare the graph by a step that these graphs do not need.
    root.addFilter(_drop)
    try:
        quantize_dynamic(path, quantized, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    finally:
        root.removeFilter(_drop)


def _drop(_: logging.LogRecord) -> bool:
    return False


def _export(
    network: nn.Module, inputs: Mapping[str, Tensor], name: str, metadata: Mapping[str, str], path: Path
) -> None:
    """Write a network, traced on example inputs; the :data:`_DYNAMIC_AXES` may have any size."""
    with warnings.catch_warnings():
        # It warns that sizes are taken from the examples: those that vary are named above.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            tuple(inputs.values()),
            path,
            input_names=list(inputs),
            output_names=["out"],
            dynamic_axes=_DYNAMIC_AXES[name],
            opset_version=17,
            dynamo=False,
        )
    graph = onnx.load(path)
    onnx.helper.set_model_props(graph, dict(metadata))
    onnx.save(graph, path)


def _networks(checkpoint: Checkpoint, labels: LabelSet, weights: bytes) -> Networks:
    networks = Networks(checkpoint, LAYERS, labels)
    if weights:
        networks.load_state_dict(torch.load(io.BytesIO(weights), weights_only=True))
    return networks


def _saved(state: object) -> bytes:
    buffer = io.BytesIO()
    torch.save(state, buffer)
    return buffer.getvalue()


def _learning_rate_factor(step: int, steps: int) -> float:
    """Return the share of the full learning rate: it rises for a tenth of the steps, then falls to zero."""
    warm_up = max(1.0, _WARM_UP * steps)
    return min((step + 1) / warm_up, max(0.0, (steps - step) / max(1.0, steps - warm_up)))


def _resume(
    checkpoint_file: Path,
    networks: Networks,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LambdaLR,
) -> int:
    """Load the state of the checkpoint file, if any, and return the number of finished epochs."""
    if not checkpoint_file.exists():
        return 0
    state = torch.load(checkpoint_file, weights_only=True)
    networks.load_state_dict(state["networks"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    return int(state["epochs"])


def _loss(networks: Networks, batch: Sequence[TrainingExample], vocabulary: Vocabulary, device: torch.device) -> Tensor:
    """Return the loss on a batch: the mean over candidates and the mean over pairs, added up."""
    texts = [text for example in batch for text in example.texts]
    states = _encode(networks, texts, vocabulary, device)
    names, true_names, pairs, true_pairs = [], [], [], []
    position = 0
    for example in batch:
        rows = [
            states[position + index][torch.from_numpy(text.first).to(device)]
            for index, text in enumerate(example.texts)
        ]
        position += len(example.texts)
        tokens = torch.cat(rows)
        if len(example.probabilities):
            names.append(networks.names(tokens, torch.from_numpy(example.ends).to(device)))
            true_names.append(example.probabilities)
        for sentence in example.sentences:
            arrays = (torch.from_numpy(array).to(device) for array in (sentence.ends, sentence.kinds))
            pairs.append(networks.pairs(tokens[sentence.start : sentence.end], *arrays))
            true_pairs.append(sentence.probabilities)
    return _mean_loss(names, true_names, states) + _mean_loss(pairs, true_pairs, states)


def _mean_loss(predicted: Sequence[Tensor], true: Sequence[np.ndarray], states: Tensor) -> Tensor:
    """Return the mean cross-entropy between predicted logarithms of probabilities and true probabilities."""
    if not predicted:
        return states.sum() * 0
    probabilities = torch.from_numpy(np.concatenate(true)).to(states.device)
    return -(probabilities * torch.cat(list(predicted))).sum(1).mean()


def _encode(networks: Networks, texts: Sequence[EncodedText], vocabulary: Vocabulary, device: torch.device) -> Tensor:
    """Encode texts with some pieces masked, into shape (texts, pieces, width)."""
    numbers = nn.utils.rnn.pad_sequence([torch.from_numpy(text.numbers) for text in texts], batch_first=True)
    features = nn.utils.rnn.pad_sequence([torch.from_numpy(text.features) for text in texts], batch_first=True)
    sizes = torch.tensor([len(text.numbers) for text in texts])
    padding = torch.arange(numbers.shape[1]) >= sizes[:, None]
    marks = (numbers == vocabulary.start) | (numbers == vocabulary.end)
    masked = (torch.rand(numbers.shape) < _MASKED) & ~marks
    numbers = numbers.masked_fill(masked, vocabulary.mask)
    states: Tensor = networks.encoder(numbers.to(device), features.to(device), padding.to(device))
    return states
