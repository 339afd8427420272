"""Helpers for all packages: atomic files, a lock, an HTTP client, and the validation of files that users write."""
