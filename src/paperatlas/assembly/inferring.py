"""Statements that no paper makes but that follow from names; each says by which rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperatlas.records import Entity, Statement
from paperatlas.resolution.families import closest_family
from paperatlas.resolution.normal_forms import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["VARIANT_BY_NAME", "variants"]

VARIANT_BY_NAME: Final = "variant-by-name"
"""The rule: the name is that of its family with a size, version or tuning behind it."""


def variants(entities: Iterable[Entity]) -> list[Statement]:
    """A ``variant-of`` from each model and dataset to its closest family among the entities.

    >>> found = variants([Entity("model/a2", "Model", "A-2"), Entity("model/a2-7b", "Model", "A-2-7B")])
    >>> [(statement.subject, statement.object) for statement in found]
    [('model/a2-7b', 'model/a2')]
    """
    entities = list(entities)
    found = []
    for type_name in ("Model", "Dataset"):
        members = [entity for entity in entities if entity.type == type_name]
        families = {name_key(form): entity.id for entity in members for form in (*entity.aliases, entity.label)}
        for entity in members:
            family = closest_family(entity.label, type_name, families)
            if family is not None and families[family] != entity.id:
                found.append(
                    Statement(entity.id, "variant-of", families[family], confidence=1.0, inferred_by=VARIANT_BY_NAME)
                )
    return found
