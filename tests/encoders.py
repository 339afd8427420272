"""A tiny encoder of BERT's architecture with random weights, for tests."""

from __future__ import annotations

import json
import string
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

torch: Any = pytest.importorskip("torch", reason="training takes the extra `encoder`")
save_file = pytest.importorskip("safetensors.torch").save_file

torch.set_num_threads(1)  # its arrays are so small that threads only wait for each other

__all__ = ["PIECES", "tiny_encoder", "torch"]

PIECES = (
    *("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"),
    *string.ascii_lowercase,
    *string.digits,
    *".,:-()",
    *(f"##{sign}" for sign in string.ascii_lowercase + string.digits),
    *("present", "tested", "bench", "##bench", "otter", "we", "is", "on"),
)

WIDTH, LAYERS = 16, 2


def tiny_encoder(folder: Path) -> Path:
    """Write the encoder into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.txt").write_text("\n".join(PIECES) + "\n")
    config = {"hidden_size": WIDTH, "num_attention_heads": 2, "intermediate_size": 32, "num_hidden_layers": LAYERS}
    (folder / "config.json").write_text(json.dumps(config))
    chance = torch.Generator().manual_seed(0)

    def matrix(*shape: int) -> Any:
        return torch.randn(*shape, generator=chance) / 4

    weights = {
        "embeddings.word_embeddings.weight": matrix(len(PIECES), WIDTH),
        "embeddings.position_embeddings.weight": matrix(512, WIDTH),
        "embeddings.token_type_embeddings.weight": matrix(2, WIDTH),
        "embeddings.LayerNorm.weight": torch.ones(WIDTH),
        "embeddings.LayerNorm.bias": torch.zeros(WIDTH),
    }
    for layer in (f"encoder.layer.{number}" for number in range(LAYERS)):
        for part in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
            weights |= {f"{layer}.{part}.weight": matrix(WIDTH, WIDTH), f"{layer}.{part}.bias": torch.zeros(WIDTH)}
        for part, rows, columns in (("intermediate.dense", 32, WIDTH), ("output.dense", WIDTH, 32)):
            weights |= {f"{layer}.{part}.weight": matrix(rows, columns), f"{layer}.{part}.bias": torch.zeros(rows)}
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            weights |= {f"{layer}.{part}.weight": torch.ones(WIDTH), f"{layer}.{part}.bias": torch.zeros(WIDTH)}
    save_file(weights, folder / "model.safetensors")
    return folder
