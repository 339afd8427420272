"""paperatlas turns pages that list machine-learning papers into a knowledge graph with evidence on every edge.

::

    import paperatlas as pa

    graph = pa.build("seeds")
    graph.to_rdf("graph.ttl")
    graph.to_html("graph.html")
    for row in pa.query(graph, "models-trained-on", dataset="The Pile").rows:
        ...
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from paperatlas._version import __version__

if TYPE_CHECKING:
    from paperatlas import schema
    from paperatlas.analysis import analyze
    from paperatlas.comparing import compare
    from paperatlas.errors import PaperatlasError
    from paperatlas.exporting import to_networkx
    from paperatlas.extraction import load_extractor
    from paperatlas.extraction.evaluating import evaluate
    from paperatlas.extraction.training import train
    from paperatlas.querying import query
    from paperatlas.rdf import load
    from paperatlas.reading import read
    from paperatlas.records import Entity, Evidence, Extraction, Graph, Paper, Statement
    from paperatlas.resolution.resolving import resolve
    from paperatlas.running.annotate import annotate
    from paperatlas.running.build import build
    from paperatlas.running.export import export
    from paperatlas.running.extract import extract
    from paperatlas.running.folder import add, build_folder, remove, status
    from paperatlas.running.outputs import write_outputs
    from paperatlas.showing import show

__all__ = [
    "Entity",
    "Evidence",
    "Extraction",
    "Graph",
    "Paper",
    "PaperatlasError",
    "Statement",
    "__version__",
    "add",
    "analyze",
    "annotate",
    "build",
    "build_folder",
    "compare",
    "evaluate",
    "export",
    "extract",
    "load",
    "load_extractor",
    "query",
    "read",
    "remove",
    "resolve",
    "schema",
    "show",
    "status",
    "to_networkx",
    "train",
    "write_outputs",
]

_HOMES: Final = {
    "Entity": "records",
    "Evidence": "records",
    "Extraction": "records",
    "Graph": "records",
    "Paper": "records",
    "PaperatlasError": "errors",
    "Statement": "records",
    "add": "running.folder",
    "analyze": "analysis",
    "annotate": "running.annotate",
    "build": "running.build",
    "build_folder": "running.folder",
    "compare": "comparing",
    "evaluate": "extraction.evaluating",
    "export": "running.export",
    "extract": "running.extract",
    "load": "rdf",
    "load_extractor": "extraction",
    "query": "querying",
    "read": "reading",
    "remove": "running.folder",
    "resolve": "resolution.resolving",
    "show": "showing",
    "status": "running.folder",
    "to_networkx": "exporting",
    "train": "extraction.training",
    "write_outputs": "running.outputs",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for: spaCy and rdflib take a second, which ``import paperatlas`` need not wait for."""
    if name == "schema":
        return import_module("paperatlas.schema")
    if name not in _HOMES:
        raise AttributeError(f"module 'paperatlas' has no attribute {name!r}")
    return getattr(import_module(f"paperatlas.{_HOMES[name]}"), name)
