"""Names that a user lists, resolved together as one graph would, and why two of them are one thing or two."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from paperatlas._util.files import read_lines
from paperatlas.errors import ReadingError
from paperatlas.reading.cleaning import clean
from paperatlas.resolution.families import closest_families
from paperatlas.resolution.registry import known_things
from paperatlas.resolution.resolver import Resolver
from paperatlas.resolution.things import NO_CORRECTIONS
from paperatlas.schema import DEFAULT_BASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from paperatlas.records import Entity
    from paperatlas.resolution.corrections import Corrections
    from paperatlas.resolution.registry import KnownThing
    from paperatlas.resolution.resolver import ResolvedNames

__all__ = ["entities_of", "gather", "read_names", "resolve"]

_SHAPE = 'write lines like {"name": "Llama-2", "type": "Model", "aliases": ["LLaMA 2"]}; aliases may be left out'


def read_names(path: str | Path) -> Iterator[dict[str, Any]]:
    """Go through the lines of a file of names, checked.

    Args:
        path: JSON Lines of ``{"name", "type"}`` with optional ``"aliases"``.

    Raises:
        ReadingError: if it cannot be read, or a line is no such object; it names file and line.
    """
    from paperatlas._util.validation import Origin, validated  # noqa: PLC0415 (pydantic is slow to load)
    from paperatlas.curation.file_models import FILE_MODELS  # noqa: PLC0415

    for number, line in read_lines(path, "the names", ReadingError):
        try:
            entry = json.loads(line.decode())
        except (ValueError, RecursionError) as error:
            raise ReadingError(f"{path}:{number}: this is no JSON in UTF-8: {error}; {_SHAPE}") from error
        validated(FILE_MODELS["names"], entry, Origin(str(path), number), ReadingError)
        yield entry


def _forms(entry: Mapping[str, Any]) -> list[str]:
    return [clean(form) for form in (entry["name"], *(entry.get("aliases") or ()))]


def _paper_of(number: int, entry: Mapping[str, Any]) -> str:
    """What stands for the paper of a line: each line counts as one, and only its other names need to be told apart."""
    return str(number) if entry.get("aliases") else ""


def gather(
    entries: Iterable[Mapping[str, Any]],
    known: Iterable[KnownThing] = (),
    corrections: Corrections = NO_CORRECTIONS,
) -> Resolver:
    """The names of checked lines, not yet resolved."""
    names = Resolver(known, corrections)
    for number, entry in enumerate(entries):
        names.add(entry["type"], _forms(entry), _paper_of(number, entry))
    return names


def entities_of(resolved: ResolvedNames, entries: Iterable[Mapping[str, Any]]) -> list[Entity]:
    """The node of each line that was gathered, in their order."""
    return [
        resolved.entity(entry["type"], clean(entry["name"]), _paper_of(number, entry))
        for number, entry in enumerate(entries)
    ]


def resolve(
    names: Iterable[Mapping[str, Any]],
    known: Iterable[KnownThing] | None = None,
    corrections: Corrections = NO_CORRECTIONS,
    base: str = DEFAULT_BASE,
) -> list[dict[str, Any]]:
    """Names resolved together, as the names of one graph are.

    Args:
        names: Objects with ``name``, ``type`` and, if any, ``aliases``; each counts as one paper that names the thing.
        known: Things of a registry; by default those that are shipped.
        corrections: Names that are one thing or two, whatever the rules say.
        base: What node ids are put behind to make IRIs.

    Returns:
        For each, in order, its fields and ``entity``, the IRI of its node, ``label``, and ``variant_of``, the IRI of
        the closest family among the names, or nothing.

    >>> found = resolve([{"name": "LLaMA 2", "type": "Model"}, {"name": "Llama-2-7B", "type": "Model"}])
    >>> found[0]["entity"], found[1]["variant_of"]
    ('https://w3id.org/paperatlas/model/llama2', 'https://w3id.org/paperatlas/model/llama2')
    """
    entries = list(names)
    resolver = gather(entries, known_things() if known is None else known, corrections)
    resolved = resolver.resolve()
    entities = entities_of(resolved, entries)
    families = closest_families(dict.fromkeys(entities), resolver.lines)
    return [
        {
            **entry,
            "entity": base + entity.id,
            "label": entity.label,
            "variant_of": base + families[entity.id].id if entity.id in families else None,
        }
        for entry, entity in zip(entries, entities, strict=True)
    ]
