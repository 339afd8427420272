"""The values of a knowledge graph, and pure functions of them."""
