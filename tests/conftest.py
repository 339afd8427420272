"""Fixtures for the tests of several folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

import paperatlas as pa
from data import SEEDS
from extractors import default_extractor
from paperatlas.extraction import extractor
from paperatlas.extraction.model_catalog import DEFAULT_MODEL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from paperatlas.curation.registry import KnownEntity
    from paperatlas.extraction import ModelExtractor
    from paperatlas.graph.graph import Graph

# How long an example takes depends on what else the machine does.
settings.register_profile("no-deadline", deadline=None)
settings.load_profile("no-deadline")


@pytest.fixture(scope="session")
def seeds_graph() -> Graph:
    """The graph of the demo corpus."""
    return pa.build(SEEDS, extractor=default_extractor())


@pytest.fixture
def loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let builds with the default model share one extractor, as loading it takes a second."""
    load = extractor._model_extractor

    def model_extractor(model: str | Path, known: Sequence[KnownEntity]) -> ModelExtractor:
        return default_extractor() if model == DEFAULT_MODEL and not known else load(model, known)

    monkeypatch.setattr(extractor, "_model_extractor", model_extractor)
