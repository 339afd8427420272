"""RDF: the graph as triples and back, and the ontology and the shapes that the schema makes."""

from paperatlas.rdf.checking import check_conformance
from paperatlas.rdf.loading import load
from paperatlas.rdf.ontology import ontology
from paperatlas.rdf.shapes import shapes
from paperatlas.rdf.writing import SYNTAXES, serialize, write_rdf

__all__ = ["SYNTAXES", "check_conformance", "load", "ontology", "serialize", "shapes", "write_rdf"]
