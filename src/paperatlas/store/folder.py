"""Where the store of a build lies, and how it is written and opened.

::

    OUTPUT/store/manifest.json    names the folder of the last build
    OUTPUT/store/7/quads          Oxigraph's files: all in the default graph, copies in graphs named by paper
    OUTPUT/store/7/search.sqlite  the full-text index

Each build writes a folder of its own and replaces the manifest last, so that who reads the one before is not disturbed;
the folder before the last is kept, older ones go.
"""

from __future__ import annotations

import json
import shutil
from itertools import islice
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from paperatlas.errors import GraphError
from paperatlas.rdf.named_graphs import quads
from paperatlas.store.manifest import MANIFEST, read_manifest
from paperatlas.store.search_index import write_index

if TYPE_CHECKING:
    from pathlib import Path

    from paperatlas.graph.graph import Graph

__all__ = ["clear_old", "open_store", "write_store"]

_KEPT: Final = 2
_AT_ONCE: Final = 100_000
"""How many quads are loaded at once: of a million, the engine holds more than a gigabyte in memory."""


def write_store(graph: Graph, stage: Path, output: Path) -> str:
    """Write the store of a graph, and a manifest that names it.

    Args:
        graph: Any graph.
        stage: Where it is written, from where all is moved to the folder of outputs.
        output: The folder of outputs, which tells the number of the build.

    Returns:
        The name of the manifest, which is to be moved last.

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
    while some := list(islice(remaining, _AT_ONCE)):
        store.bulk_extend(some)
    store.optimize()
    del store
    # The engine's log tells the path of the folder; nothing reads it.
    (folder / "quads" / "LOG").unlink(missing_ok=True)
    write_index(graph, folder / "search.sqlite")
    manifest.write_text(json.dumps({"number": number, "base": graph.base}) + "\n", "utf-8")
    return MANIFEST


def clear_old(output: Path) -> None:
    """Remove the stores that neither the last build wrote nor the one before it."""
    for number in sorted(_numbers(output))[:-_KEPT]:
        shutil.rmtree(output / "store" / str(number), ignore_errors=True)


def _numbers(output: Path) -> list[int]:
    return [int(folder.name) for folder in output.glob("store/*") if folder.name.isdecimal()]


def open_store(output: Path) -> ox.Store:
    """The store of the last build, to read only; several processes may have it open.

    Raises:
        GraphError: if there is none, or it cannot be opened.
    """
    manifest = read_manifest(output)
    try:
        return ox.Store.read_only(str(manifest.quads))
    except (OSError, RuntimeError) as error:
        raise GraphError(f"the store {manifest.folder} cannot be opened ({error}); build again") from error
