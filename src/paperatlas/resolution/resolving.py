"""Names that a user lists, resolved together as one graph would, and why two of them are one thing or two."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paperatlas.errors import ReadingError
from paperatlas.reading.cleaning import clean
from paperatlas.resolution.families import closest_families
from paperatlas.resolution.registry import known_things
from paperatlas.resolution.resolver import Resolver
from paperatlas.resolution.things import NO_CORRECTIONS
from paperatlas.schema import DEFAULT_BASE, EXTRACTED_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from paperatlas.records import Entity
    from paperatlas.resolution.corrections import Corrections
    from paperatlas.resolution.registry import KnownThing
    from paperatlas.resolution.resolver import ResolvedNames

__all__ = ["entities_of", "gather", "read_names", "resolve"]

_SHAPE = 'write lines like {"name": "Llama-2", "type": "Model", "aliases": ["LLaMA 2"]}; aliases may be left out'


def read_names(path: str | Path) -> Iterator[dict[str, Any]]:
    """The lines of a file of names, checked.

    Args:
        path: JSON Lines of ``{"name", "type"}`` with optional ``"aliases"``.

    Raises:
        ReadingError: if it cannot be read, or a line is no such object; it names file and line.
    """
    path = Path(path)
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise ReadingError(f"cannot read the names {path}: {error.strerror}; check the path") from error
    except UnicodeDecodeError as error:
        raise ReadingError(f"the names {path} are not in UTF-8: {error}; convert the file") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _checked(line, f"{path}:{number}")


def _checked(line: str, place: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ReadingError(f"{place} is no JSON: {error}; {_SHAPE}") from error
    problem = _problem(entry)
    if problem:
        raise ReadingError(f"{place} {problem}; {_SHAPE}")
    return dict(entry)


def _problem(entry: object) -> str | None:
    if not isinstance(entry, dict):
        return "is no JSON object"
    if not _is_name(entry.get("name")):
        return "has no name"
    if entry.get("type") not in EXTRACTED_TYPES:
        return f"has the type {entry.get('type')!r}, which is none of {', '.join(EXTRACTED_TYPES)}"
    aliases = entry.get("aliases") or []
    if not isinstance(aliases, list) or not all(map(_is_name, aliases)):
        return "has aliases that are no list of names"
    return None


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(clean(value))


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
