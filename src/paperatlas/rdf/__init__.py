"""The graph as RDF: its triples and quads, their serialization and parsing, the ontology and the SHACL shapes.

:mod:`~paperatlas.rdf.ontology` and :mod:`~paperatlas.rdf.shacl` are not imported here, as rdflib is slow to load.
"""

from paperatlas.rdf.parser import load

__all__ = ["load"]
