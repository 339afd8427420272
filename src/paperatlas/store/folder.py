"""The folder of a build's store, which its manifest names.

::

    OUTPUT/store/manifest.json    names the folder of the last build
    OUTPUT/store/7/quads          Oxigraph's files: all in the default graph, copies in graphs named by paper
    OUTPUT/store/7/search.sqlite  the full-text index

Each build writes a new folder and replaces the manifest last, so that readers of the folder before are not disturbed.
That folder is kept, older ones are removed.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from paperatlas.errors import GraphError
from paperatlas.rdf.named_graphs import quads
from paperatlas.store.indexer import write_index

if TYPE_CHECKING:
    from pathlib import Path

    from paperatlas.graph.graph import Graph

__all__ = ["MANIFEST", "Manifest", "clear_old", "has_store", "open_store", "read_manifest", "write_store"]

MANIFEST: Final = "store/manifest.json"
"""The file that names the store of the last build, in the folder of outputs."""

_STORES_KEPT: Final = 2
_BATCH: Final = 100_000
"""The number of quads to load at once; of a million, the engine holds more than a gigabyte in memory."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of a build, which names its store.

    Attributes:
        folder: The folder of the store.
        number: The number of the build in its folder of outputs, from 1.
        base: The start of the IRIs of nodes, before their ids.
    """

    folder: Path
    number: int
    base: str

    @property
    def quads(self) -> Path:
        """The folder of Oxigraph's files."""
        return self.folder / "quads"

    @property
    def search(self) -> Path:
        """The file of the full-text index."""
        return self.folder / "search.sqlite"


def write_store(graph: Graph, stage: Path, output: Path) -> str:
    """Write the store of a graph, and a manifest that names it.

    Args:
        graph: Any graph.
        stage: The folder to write to; its content is moved to the folder of outputs later.
        output: The folder of outputs, whose stores give the number of this build.

    Returns:
        The name of the manifest, the file to move last.

    >>> from pathlib import Path; from tempfile import mkdtemp; from paperatlas.graph.graph import Graph
    >>> folder = Path(mkdtemp())
    >>> write_store(Graph(), folder, folder), len(open_store(folder)) > 0
    ('store/manifest.json', True)
    """
    manifest = stage / MANIFEST
    number = max(_numbers(output), default=0) + 1
    folder = manifest.parent / str(number)
    folder.mkdir(parents=True)
    store = ox.Store(str(folder / "quads"))
    remaining = quads(graph)
    while batch := list(islice(remaining, _BATCH)):
        store.bulk_extend(batch)
    store.optimize()
    del store
    # The engine's log holds the path of the folder, which differs between builds; nothing reads it.
    (folder / "quads" / "LOG").unlink(missing_ok=True)
    write_index(graph, folder / "search.sqlite")
    manifest.write_text(json.dumps({"number": number, "base": graph.base}) + "\n", "utf-8")
    return MANIFEST


def clear_old(output: Path) -> None:
    """Remove the stores of all builds but the last two."""
    for number in sorted(_numbers(output))[:-_STORES_KEPT]:
        shutil.rmtree(output / "store" / str(number), ignore_errors=True)


def _numbers(output: Path) -> list[int]:
    return [int(folder.name) for folder in output.glob("store/*") if folder.name.isdecimal()]


def open_store(output: Path) -> ox.Store:
    """Open the store of the last build, to read only; several processes may have it open.

    Raises:
        GraphError: if there is none, or it cannot be opened.
    """
    manifest = read_manifest(output)
    try:
        return ox.Store.read_only(str(manifest.quads))
    except (OSError, RuntimeError) as error:
        raise GraphError(f"the store {manifest.folder} cannot be opened ({error}); build again") from error


def read_manifest(output: Path) -> Manifest:
    """Return the manifest of a folder of outputs.

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
    """Return whether a folder of outputs has a store that its manifest names."""
    try:
        return read_manifest(output).quads.is_dir()
    except GraphError:
        return False
