"""Helpers that know nothing of papers: files, a lock, an HTTP client, and the checking of what users write."""
