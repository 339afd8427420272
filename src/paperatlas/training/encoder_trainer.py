"""Teaches an encoder with PyTorch, and writes it as ONNX graphs.

What is finished is kept after each round, so that teaching that was stopped goes on from there.
"""

from __future__ import annotations

import io
import math
from random import Random
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from torch import Tensor, nn

from paperatlas._util.files import write_file
from paperatlas.extraction.encoder.wordpiece import Vocabulary
from paperatlas.graph.progress import SILENT
from paperatlas.training.encoder_examples import batches
from paperatlas.training.encoder_network import Networks
from paperatlas.training.onnx_export import write_graphs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from paperatlas.extraction.encoder.wordpiece import EncodedText
    from paperatlas.graph.progress import Progress
    from paperatlas.training.encoder_examples import LabelSet, TrainingExample
    from paperatlas.training.encoder_network import Checkpoint

__all__ = ["FURTHER_ROUNDS", "LAYERS", "ROUNDS", "TEXT_ROUNDS", "graphs", "train_encoder"]

LAYERS: Final = 3
"""How many layers the encoder has: each makes it slower by nearly a third."""

TEXT_ROUNDS: Final = 2
"""How often papers are read of which another model says what they hold."""

ROUNDS: Final = 7
"""How often annotated papers are read."""

FURTHER_ROUNDS: Final = 4
"""How often they are read by an encoder that has already learned from other papers."""

_BATCH: Final = 8
_RATES: Final = {"encoder": 2e-4, "heads": 1e-3}
_WARM_UP: Final = 0.1
_HIDDEN: Final = 0.08
"""Which share of the pieces is hidden while it learns, so that it looks at what stands around them."""


def train_encoder(
    lessons: Sequence[TrainingExample],
    checkpoint: Checkpoint,
    subject: LabelSet,
    checkpoint_file: Path,
    *,
    rounds: int = ROUNDS,
    begin: bytes = b"",
    seed: int = 0,
    progress: Progress = SILENT,
) -> bytes:
    """Teach an encoder and its heads (AdamW; Loshchilov and Hutter 2019, arXiv:1711.05101).

    Args:
        lessons: What to learn.
        checkpoint: The encoder to begin with.
        subject: What is taught.
        checkpoint_file: The file in which the state is kept after each round; if it is there, teaching goes on from it.
        rounds: How often each paper is read.
        begin: The weights to begin with, as this function gives them; by default those of the checkpoint.
        seed: Decides all that is left to chance.
        progress: The observer of the run.

    Returns:
        The weights.
    """
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(seed)
    networks = _networks(checkpoint, subject, begin).to(device)
    vocabulary = Vocabulary(checkpoint.vocabulary.splitlines())
    optimizer = torch.optim.AdamW(
        [{"params": parameters, "lr": _RATES[name]} for name, parameters in networks.groups()], betas=(0.9, 0.98)
    )
    steps = math.ceil(len(lessons) / _BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, rounds * steps))
    for number in range(_resume(checkpoint_file, networks, optimizer, schedule), rounds):
        torch.manual_seed(seed * rounds + number)
        networks.train()
        for count, batch in enumerate(batches(lessons, _BATCH, Random(f"{seed} {number}"))):  # noqa: S311 - no secret
            if count % 20 == 0:
                progress.step(f"teaching the encoder: {100 * (number * steps + count) // (rounds * steps)} %")
            loss = _loss(networks, batch, vocabulary, device)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(networks.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        state = {"networks": networks.state_dict(), "optimizer": optimizer.state_dict(), "rounds": number + 1}
        write_file(checkpoint_file, _saved({**state, "schedule": schedule.state_dict()}))
    return _saved(networks.cpu().state_dict())


def graphs(state: bytes, checkpoint: Checkpoint, subject: LabelSet) -> dict[str, bytes]:
    """What :func:`train_encoder` gave as files: the graphs of encoder, names and pairs, and ``vocabulary.txt``."""
    networks = _networks(checkpoint, subject, state).eval()
    return {**write_graphs(networks, subject), "vocabulary.txt": checkpoint.vocabulary.encode()}


def _networks(checkpoint: Checkpoint, subject: LabelSet, state: bytes) -> Networks:
    networks = Networks(checkpoint, LAYERS, subject.classes, subject.kinds, subject.relations)
    if state:
        networks.load_state_dict(torch.load(io.BytesIO(state), weights_only=True))
    return networks


def _saved(state: object) -> bytes:
    buffer = io.BytesIO()
    torch.save(state, buffer)
    return buffer.getvalue()


def _rate(step: int, steps: int) -> float:
    """What share of the full rate is learned with: it rises for a tenth of the time, then falls to nothing."""
    warm_up = max(1.0, _WARM_UP * steps)
    return min((step + 1) / warm_up, max(0.0, (steps - step) / max(1.0, steps - warm_up)))


def _resume(
    checkpoint_file: Path,
    networks: Networks,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LambdaLR,
) -> int:
    """Take over the state that was kept, if any; how many rounds it has seen."""
    if not checkpoint_file.exists():
        return 0
    state = torch.load(checkpoint_file, weights_only=True)
    networks.load_state_dict(state["networks"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    return int(state["rounds"])


def _loss(networks: Networks, batch: Sequence[TrainingExample], vocabulary: Vocabulary, device: torch.device) -> Tensor:
    """How far off the networks are on a batch: for things and for pairs, the mean over all of them."""
    texts = [text for lesson in batch for text in lesson.texts]
    states = _read(networks, texts, vocabulary, device)
    names, name_shares, pairs, pair_shares = [], [], [], []
    position = 0
    for lesson in batch:
        rows = [
            states[position + index][torch.from_numpy(text.first).to(device)] for index, text in enumerate(lesson.texts)
        ]
        position += len(lesson.texts)
        tokens = torch.cat(rows)
        if len(lesson.shares):
            names.append(networks.names(tokens, torch.from_numpy(lesson.ends).to(device)))
            name_shares.append(lesson.shares)
        for sentence in lesson.sentences:
            arrays = (torch.from_numpy(array).to(device) for array in (sentence.ends, sentence.kinds))
            pairs.append(networks.pairs(tokens[sentence.start : sentence.end], *arrays))
            pair_shares.append(sentence.shares)
    return _mean_loss(names, name_shares, states) + _mean_loss(pairs, pair_shares, states)


def _mean_loss(found: Sequence[Tensor], right: Sequence[np.ndarray], states: Tensor) -> Tensor:
    """The mean cross-entropy between shares that are right and logarithms of those that were found."""
    if not found:
        return states.sum() * 0
    shares = torch.from_numpy(np.concatenate(right)).to(states.device)
    return -(shares * torch.cat(list(found))).sum(1).mean()


def _read(networks: Networks, texts: Sequence[EncodedText], vocabulary: Vocabulary, device: torch.device) -> Tensor:
    """The states of some texts, of shape (texts, pieces, width); some pieces are hidden."""
    numbers = nn.utils.rnn.pad_sequence([torch.from_numpy(text.numbers) for text in texts], batch_first=True)
    features = nn.utils.rnn.pad_sequence([torch.from_numpy(text.features) for text in texts], batch_first=True)
    sizes = torch.tensor([len(text.numbers) for text in texts])
    absent = torch.arange(numbers.shape[1]) >= sizes[:, None]
    marks = (numbers == vocabulary.start) | (numbers == vocabulary.end)
    hidden = (torch.rand(numbers.shape) < _HIDDEN) & ~marks
    numbers = numbers.masked_fill(hidden, vocabulary.mask)
    states: Tensor = networks.encoder(numbers.to(device), features.to(device), absent.to(device))
    return states
