"""RDF: the graph as triples and back, and the ontology and the shapes that the schema makes.

The modules that need rdflib, which is slow to load, are imported by name: ``ontology``, ``shapes`` and ``checking``.
"""

from paperatlas.rdf.loading import load

__all__ = ["load"]
