"""Resolve names to entities: which names stand for one entity, and its identifier."""
