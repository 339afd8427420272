"""A registry of known things that a user adds to a build: names, types and aliases, as YAML.

::

    - name: Otter-7B
      type: Model
      aliases: [Otter 7B, otter]
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from paperatlas.errors import ReadingError
from paperatlas.reading.cleaning import clean
from paperatlas.schema import EXTRACTED_TYPES

__all__ = ["KnownThing", "load_registry", "parse_registry", "read_registry"]

_SHAPE = "write a list of entries with name, type and, if any, aliases, as docs/extraction.md shows"


@dataclass(frozen=True, slots=True)
class KnownThing:
    """A thing that texts may name.

    Attributes:
        name: The name that becomes its label.
        type: Model, Dataset, Method or Lab.
        aliases: Other names for it.
    """

    name: str
    type: str
    aliases: tuple[str, ...] = ()


def load_registry(path: str | Path) -> tuple[KnownThing, ...]:
    """The things of a registry file.

    Args:
        path: A YAML file.

    Raises:
        ReadingError: if it cannot be read, is no YAML, or an entry lacks a name or names no type that texts hold.
    """
    return parse_registry(read_registry(path), path)


def read_registry(path: str | Path) -> str:
    """The text of a registry file.

    Raises:
        ReadingError: if it cannot be read.
    """
    try:
        return Path(path).read_text("utf-8")
    except OSError as error:
        raise ReadingError(f"cannot read the registry {path}: {error.strerror}; check the path") from error
    except UnicodeDecodeError as error:
        raise ReadingError(f"the registry {path} is no YAML in UTF-8: {error}; mend it") from error


def parse_registry(text: str, path: str | Path = "that was given") -> tuple[KnownThing, ...]:
    """The things of a registry.

    Args:
        text: YAML; nothing is a registry of nothing.
        path: The file that it is from, for messages.

    Raises:
        ReadingError: if it is no YAML, or an entry lacks a name or names no type that texts hold.
    """
    try:
        entries = yaml.safe_load(text) if text else []
    except yaml.YAMLError as error:
        raise ReadingError(f"the registry {path} is no YAML in UTF-8: {error}; mend it") from error
    if not isinstance(entries, list):
        raise ReadingError(f"the registry {path} is no list; {_SHAPE}")
    return tuple(_thing(path, number, entry) for number, entry in enumerate(entries, start=1))


def _thing(path: str | Path, number: int, entry: object) -> KnownThing:
    fields = entry if isinstance(entry, dict) else {}
    name, type_name, aliases = fields.get("name"), fields.get("type"), fields.get("aliases", [])
    if not isinstance(name, str) or not clean(name) or not _are_texts(aliases):
        raise ReadingError(f"entry {number} of the registry {path} has no name, or aliases that are no texts; {_SHAPE}")
    if type_name not in EXTRACTED_TYPES:
        types = ", ".join(EXTRACTED_TYPES)
        raise ReadingError(f"entry {number} of the registry {path} has the type {type_name!r}; use one of {types}")
    return KnownThing(clean(name), type_name, tuple(clean(alias) for alias in aliases))


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, str) and clean(entry) for entry in value)
