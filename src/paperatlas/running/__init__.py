"""Running: the whole way from pages to a graph, and from a graph to files."""
