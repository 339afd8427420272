"""The store of a built graph: a folder on disk that answers SPARQL at once."""

from paperatlas.store.about import about, count_about
from paperatlas.store.folder import open_store, write_store
from paperatlas.store.manifest import MANIFEST, Manifest, read_manifest
from paperatlas.store.searching import Hit, Index, search

__all__ = [
    "MANIFEST",
    "Hit",
    "Index",
    "Manifest",
    "about",
    "count_about",
    "open_store",
    "read_manifest",
    "search",
    "write_store",
]
