"""Where tests find data that the repository does not hold."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"


def shared(name: str) -> Path:
    """Return a file or folder of the shared data; skip the test, with a reason, if it is missing."""
    folder = os.environ.get("PAPERATLAS_DATA")
    if not folder:
        pytest.skip(f"needs {name}: set PAPERATLAS_DATA to the folder that holds it")
    path = Path(folder) / name
    if not path.exists():
        pytest.skip(f"needs {name}, which is not in PAPERATLAS_DATA")
    return path
