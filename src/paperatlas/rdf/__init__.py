"""RDF: the graph as triples and back, and the ontology and the shapes that the schema makes."""

from paperatlas.rdf.checking import check_conformance
from paperatlas.rdf.loading import load
from paperatlas.rdf.ontology import ontology
from paperatlas.rdf.shapes import shapes

__all__ = ["check_conformance", "load", "ontology", "shapes"]
