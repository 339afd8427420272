"""The export of trained networks as ONNX files, the encoder's in 8-bit numbers."""

from __future__ import annotations

import json
import logging
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from paperatlas.extraction.encoder.component import MENTIONS
from paperatlas.extraction.encoder.wordpiece import FEATURE_SIZES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import Tensor, nn

    from paperatlas.training.encoder_examples import LabelSet
    from paperatlas.training.encoder_network import Networks

__all__ = ["export_networks"]

_DYNAMIC_AXES: Final[dict[str, dict[str, dict[int, str]]]] = {
    "encoder": {"numbers": {1: "pieces"}, "features": {1: "pieces"}},
    "names": {"states": {0: "tokens"}, "ends": {0: "things"}},
    "pairs": {"states": {0: "tokens"}, "ends": {0: "pairs"}, "kinds": {0: "pairs"}},
}
"""The name of each dimension of any size, by network and input."""


def export_networks(networks: Networks, labels: LabelSet) -> dict[str, bytes]:
    """Return networks as ONNX files.

    The weights of the heads stay 32-bit numbers: they are small, and their output becomes probabilities.

    Args:
        networks: The networks, on the CPU.
        labels: Their labels, which become metadata of the files.

    Returns:
        ``encoder.onnx``, ``names.onnx`` and ``pairs.onnx``.
    """
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
        return {f"{path.name}.onnx": path.read_bytes() for path in (quantized, names_file, pairs_file)}


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
