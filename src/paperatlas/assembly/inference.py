"""Statements that no paper makes but that follow from names; each says by which rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperatlas.graph.graph import Entity, Statement
from paperatlas.resolution.variant_families import closest_families

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["infer_variants"]


def infer_variants(entities: Iterable[Entity], lines: Mapping[str, str]) -> list[Statement]:
    """A ``variant-of`` from each model and dataset to its closest family among the entities.

    Args:
        entities: All nodes of the graph.
        lines: For names in a registry, the name of the family or model whose line they continue.

    >>> found = infer_variants([Entity("model/a2", "Model", "A-2"), Entity("model/a2-7b", "Model", "A-2-7B")], {})
    >>> [(statement.subject, statement.object) for statement in found]
    [('model/a2-7b', 'model/a2')]
    """
    return [
        Statement(variant, "variant-of", family.id, confidence=1.0, inferred_by=family.rule)
        for variant, family in closest_families(entities, lines).items()
    ]
