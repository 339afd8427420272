"""The whole way from pages to a graph and its files, with the caches that spare repeated work."""
