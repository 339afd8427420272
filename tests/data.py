"""Where tests find data that the repository does not hold."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"


def shared(name: str) -> Path:
    """A file or folder of the shared data; skips the test, with a reason, where it is not at hand."""
    folder = os.environ.get("PAPERATLAS_DATA")
    if not folder:
        pytest.skip(f"needs {name}: set PAPERATLAS_DATA to the folder that holds it")
    path = Path(folder) / name
    if not path.exists():
        pytest.skip(f"needs {name}, which is not in PAPERATLAS_DATA")
    return path
