"""The store of a built graph: a folder on disk that answers SPARQL at once."""

from paperatlas.store.folder import open_store, write_store
from paperatlas.store.manifest import MANIFEST, Manifest, read_manifest

__all__ = ["MANIFEST", "Manifest", "open_store", "read_manifest", "write_store"]
