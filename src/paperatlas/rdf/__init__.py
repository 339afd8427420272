"""The graph as RDF: terms, writing, reading, the ontology and the SHACL shapes.

The modules that need rdflib, which is slow to load, are imported by name: ``ontology``, ``shapes`` and ``checking``.
"""

from paperatlas.rdf.parser import load

__all__ = ["load"]
