"""Writes trained networks as ONNX graphs, the encoder's in 8-bit numbers."""

from __future__ import annotations

import json
import logging
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from paperatlas.extraction.encoder.heads import PLACES
from paperatlas.extraction.encoder.wordpiece import FEATURES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import Tensor, nn

    from paperatlas.training.encoder_examples import LabelSet
    from paperatlas.training.encoder_network import Networks

__all__ = ["write_graphs"]


def write_graphs(networks: Networks, subject: LabelSet) -> dict[str, bytes]:
    """Networks as files.

    The heads' weights stay 32-bit numbers: they are small, and what they say becomes probabilities.

    Args:
        networks: The networks, on the CPU.
        subject: What they were taught to tell; it is noted in the files.

    Returns:
        ``encoder.onnx``, ``names.onnx`` and ``pairs.onnx``.
    """
    width = networks.encoder.places.shape[1]
    texts = {
        "numbers": torch.zeros(1, 7, dtype=torch.long),
        "features": torch.zeros(1, 7, len(FEATURES), dtype=torch.long),
    }
    things = {"states": torch.zeros(5, width), "ends": torch.zeros(3, PLACES, 2, dtype=torch.long)}
    pairs = {
        "states": torch.zeros(5, width),
        "ends": torch.zeros(3, 4, dtype=torch.long),
        "kinds": torch.zeros(3, 2, dtype=torch.long),
    }
    varying: dict[str, dict[str, dict[int, str]]] = {
        "encoder": {"numbers": {1: "pieces"}, "features": {1: "pieces"}},
        "names": {"states": {0: "tokens"}, "ends": {0: "things"}},
        "pairs": {"states": {0: "tokens"}, "ends": {0: "pairs"}, "kinds": {0: "pairs"}},
    }
    classes = {"classes": json.dumps(subject.classes)}
    relations = {"classes": json.dumps(subject.relations), "kinds": json.dumps(subject.kinds)}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "encoder.onnx"
        _write(networks.encoder, texts, varying["encoder"], {}, path)
        _shrink(path, path.with_suffix(".small"))
        for name, network, arrays, notes in (
            ("names", networks.names, things, classes),
            ("pairs", networks.pairs, pairs, relations),
        ):
            _write(network, arrays, varying[name], notes, Path(folder) / f"{name}.onnx")
        return {
            "encoder.onnx": path.with_suffix(".small").read_bytes(),
            "names.onnx": (Path(folder) / "names.onnx").read_bytes(),
            "pairs.onnx": (Path(folder) / "pairs.onnx").read_bytes(),
        }


def _shrink(path: Path, small: Path) -> None:
    """Write the weights of a graph as 8-bit numbers, with a scale for each column.

    One bit of them stays unused, so that no sum overflows on processors that add up in 16 bits, and all machines find
    the same.
    """
    root = logging.getLogger()
    # It always advises to prepare the graph by a step that these graphs do not need.
    root.addFilter(_drop)
    try:
        quantize_dynamic(path, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    finally:
        root.removeFilter(_drop)


def _drop(_: logging.LogRecord) -> bool:
    return False


def _write(
    network: nn.Module,
    arrays: Mapping[str, Tensor],
    varying: dict[str, dict[int, str]],
    notes: Mapping[str, str],
    path: Path,
) -> None:
    """Write a network as it works on some example arrays; named dimensions may have any size."""
    settings: dict[str, Any] = {"input_names": list(arrays), "output_names": ["out"], "dynamic_axes": varying}
    with warnings.catch_warnings():
        # What it warns of is that sizes are taken from the examples: those that vary are named above.
        warnings.simplefilter("ignore")
        torch.onnx.export(network, tuple(arrays.values()), path, opset_version=17, dynamo=False, **settings)
    graph = onnx.load(path)
    onnx.helper.set_model_props(graph, dict(notes))
    onnx.save(graph, path)
