"""A built graph on disk: the Oxigraph store, its search index and its manifest."""

from paperatlas.store.folder import MANIFEST, Manifest, open_store, read_manifest, write_store
from paperatlas.store.full_text_search import SearchHit, SearchIndex, search
from paperatlas.store.node_graph import count_statements, node_graph

__all__ = [
    "MANIFEST",
    "Manifest",
    "SearchHit",
    "SearchIndex",
    "count_statements",
    "node_graph",
    "open_store",
    "read_manifest",
    "search",
    "write_store",
]
