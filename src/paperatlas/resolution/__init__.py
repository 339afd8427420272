"""Decides which names stand for one entity, and what its identifier is."""
