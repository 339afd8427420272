"""The file that names the store of the last build in a folder of outputs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperatlas.errors import GraphError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MANIFEST", "Manifest", "has_store", "read_manifest"]

MANIFEST: Final = "store/manifest.json"
"""The file that names the store of the last build, in the folder of outputs."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What tells the store of a build.

    Attributes:
        folder: Where it is.
        number: Which build in this folder of outputs it is of, from 1.
        base: What node ids are put behind to make IRIs.
    """

    folder: Path
    number: int
    base: str

    @property
    def quads(self) -> Path:
        """Oxigraph's files."""
        return self.folder / "quads"

    @property
    def search(self) -> Path:
        """The full-text index."""
        return self.folder / "search.sqlite"


def read_manifest(output: Path) -> Manifest:
    """The manifest of a folder of outputs.

    Raises:
        GraphError: if there is none, or it is broken.
    """
    path = output / MANIFEST
    try:
        values = json.loads(path.read_bytes())
        number, base = int(values["number"]), str(values["base"])
    except FileNotFoundError as error:
        raise GraphError(f"{output} holds no graph; make one with `paperatlas build PAGE... -o {output}`") from error
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise GraphError(f"{path} is broken ({error}); remove it and build again") from error
    return Manifest(path.parent / str(number), number, base)


def has_store(output: Path) -> bool:
    """Whether a folder of outputs has a store that its manifest names."""
    try:
        return read_manifest(output).quads.is_dir()
    except GraphError:
        return False
