"""Serves a built graph over HTTP: a SPARQL endpoint, a graph store, and pages for people."""
