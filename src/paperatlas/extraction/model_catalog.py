"""Which models there are to read with, told without loading one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from paperatlas.errors import ExtractionError

__all__ = ["DEFAULT_MODEL", "missing_model", "model_folder", "model_name"]

DEFAULT_MODEL: Final = "default"
"""What the model that comes with the package is called."""

_SHIPPED: Final = Path(__file__).parent / "tables"


def model_folder(model: str | Path) -> Path:
    """The folder of a model: that of the package for :data:`DEFAULT_MODEL`, else the one that is named."""
    return _SHIPPED if model == DEFAULT_MODEL else Path(model)


def model_name(model: str | Path) -> str:
    """Name and version of a model, as evidence has them.

    Raises:
        ExtractionError: if there is no such model.

    >>> model_name("default").split("-")[0]
    'encoder'
    """
    try:
        meta = json.loads((model_folder(model) / "meta.json").read_text("utf-8"))
        return f"{meta['name']}-{meta['version']}"
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise missing_model(model) from error


def missing_model(model: str | Path) -> ExtractionError:
    """The error to raise where something is no model, or a broken one."""
    return ExtractionError(
        f"{model} is no model that can be loaded; name a folder that `paperatlas train` wrote, or {DEFAULT_MODEL}"
    )
