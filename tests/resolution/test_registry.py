from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperatlas.errors import ReadingError
from paperatlas.resolution.registry import KnownThing, load_registry

if TYPE_CHECKING:
    from pathlib import Path


def test_a_registry_is_read(tmp_path: Path) -> None:
    path = tmp_path / "known.yaml"
    path.write_text("- {name: Otter-7B, type: Model, aliases: [Otter 7B]}\n- {name: PondBench, type: Dataset}\n")
    assert load_registry(path) == (KnownThing("Otter-7B", "Model", ("Otter 7B",)), KnownThing("PondBench", "Dataset"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "is no YAML"),
        ("name: x", "is no list"),
        ("- {type: Model}", "entry 1 .* has no name"),
        ("- {name: X, type: Thing}", "use one of Model, Dataset, Method, Lab"),
        ("- {name: X, type: Model, aliases: [1]}", "aliases that are no texts"),
        ("- !!python/object/apply:os.system ['true']", "is no YAML"),
    ],
)
def test_a_bad_registry_says_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "known.yaml"
    path.write_text(text)
    with pytest.raises(ReadingError, match=said):
        load_registry(path)


def test_a_missing_registry_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="check the path"):
        load_registry(tmp_path / "none.yaml")
