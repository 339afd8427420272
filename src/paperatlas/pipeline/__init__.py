"""The way from pages to a graph and its files: builds, extraction, outputs and the caches that spare repeated work."""
