"""The folders and names of models, known without loading one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from paperatlas.errors import ExtractionError

__all__ = ["DEFAULT_MODEL", "missing_model", "model_folder", "model_name"]

DEFAULT_MODEL: Final = "default"
"""The name of the model that comes with the package."""

_SHIPPED: Final = Path(__file__).parent / "tables"


def model_folder(model: str | Path) -> Path:
    """Return the folder of a model: that of the package for :data:`DEFAULT_MODEL`, else the given folder."""
    return _SHIPPED if model == DEFAULT_MODEL else Path(model)


def model_name(model: str | Path) -> str:
    """Return name and version of a model, as evidence has them.

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
    """Return the error to raise for a missing or broken model."""
    return ExtractionError(
        f"{model} is no model that can be loaded; name a folder that `paperatlas train` wrote, or {DEFAULT_MODEL}"
    )
