"""paperatlas turns pages that list machine-learning papers into a knowledge graph with evidence on every edge.

::

    import paperatlas as pa

    graph = pa.build("seeds")
    pa.export(graph, "turtle", "graph.ttl")
    for row in pa.query(graph, "models-trained-on", dataset="The Pile").rows:
        ...

``__init__.pyi`` beside this file is the one list of the public names and of the modules that define them. A module is
imported when one of its names is first used, as spaCy and rdflib take a second to load.
"""

from __future__ import annotations

from importlib import import_module

from lazy_loader import attach_stub

_load, __dir__, __all__ = attach_stub(__name__, __file__)


def __getattr__(name: str) -> object:
    """Import a public name, and the module that sets how notebooks display graphs."""
    value = _load(name)
    import_module("paperatlas.api")
    return value
