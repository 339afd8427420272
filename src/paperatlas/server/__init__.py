"""The HTTP server of a built graph: a SPARQL endpoint, a graph store and pages for people."""
