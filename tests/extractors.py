"""The default extractor, loaded once for all tests of a process."""

from __future__ import annotations

import functools

from paperatlas.extraction import ModelExtractor

__all__ = ["default_extractor"]


@functools.cache
def default_extractor() -> ModelExtractor:
    """Return the extractor of the default model without a registry; tests must not change it."""
    return ModelExtractor()
