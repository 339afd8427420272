"""Processes that hold the store and evaluate queries and updates within limits; they know nothing of HTTP."""
