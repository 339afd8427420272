"""The registry of known entities in YAML, with names, types, aliases and facts: ours and a user's own.

::

    - name: Otter-7B
      type: Model
      aliases: [Otter 7B, otter]
      organisation: Pond Lab
      released: 2024-05
      hugging_face: pond-lab/otter-7b
      home: https://pond.example/otter
      line_of: Stoat
      sources: {name: "our own list"}
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from paperatlas._util.files import read_text
from paperatlas.errors import ReadingError
from paperatlas.text.keys import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["KnownEntity", "known_entities", "load_registry", "parse_registry", "read_registry", "shipped_registry"]

_SHIPPED: Final = ("models", "datasets", "labs", "methods")


@dataclass(frozen=True, slots=True)
class KnownEntity:
    """A known entity that texts may name.

    Attributes:
        name: The name that becomes its label.
        type: Model, Dataset, Method or Lab.
        aliases: Other names for it.
        organisation: The name of the lab that made it; for a lab, of the lab that it belongs to. Empty if unknown,
            as are all that follow.
        released: The date of its release, as YYYY, YYYY-MM or YYYY-MM-DD.
        hugging_face: Its id on Hugging Face.
        home: The URL of its home page, or of the paper that introduces it.
        line_of: The model that it continues under another name, by the same maker.
        sources: Fields, each with the source that states it.
    """

    name: str
    type: str
    aliases: tuple[str, ...] = ()
    organisation: str = ""
    released: str = ""
    hugging_face: str = ""
    home: str = ""
    line_of: str = ""
    sources: tuple[tuple[str, str], ...] = ()


@functools.cache
def shipped_registry() -> tuple[KnownEntity, ...]:
    """Return the entities of our registry; ``tools/registry/README.md`` names the sources of the facts.

    The files are YAML with one entry a line, each as JSON, which is parsed some fifty times as fast.

    >>> next(entity.organisation for entity in shipped_registry() if entity.name == "SDXL")
    'Stability AI'
    """
    folder = files("paperatlas.curation") / "known_things"
    return tuple(
        _shipped_entity(json.loads(line[2:]))
        for part in _SHIPPED
        for line in (folder / f"{part}.yaml").read_text("utf-8").splitlines()
        if line.startswith("- ")
    )


def known_entities(own: Iterable[KnownEntity] = ()) -> tuple[KnownEntity, ...]:
    """Return the entities of a user's registry, and those of ours that share no name with them.

    >>> mine = known_entities([KnownEntity("SDXL", "Model", ("Stable Diffusion XL",), "Pond Lab")])
    >>> [entity.organisation for entity in mine if entity.name == "SDXL"]
    ['Pond Lab']
    """
    own = tuple(own)
    if not own:
        return shipped_registry()
    own_keys = set().union(*map(_keys, own))
    return (*own, *(entity for entity in shipped_registry() if own_keys.isdisjoint(_keys(entity))))


def _keys(entity: KnownEntity) -> set[tuple[str, str]]:
    return {(entity.type, name_key(form)) for form in (entity.name, *entity.aliases)}


def _shipped_entity(fields: dict[str, object]) -> KnownEntity:
    aliases, sources = fields.pop("aliases", ()), fields.pop("sources")
    texts = {field: str(value) for field, value in fields.items()}
    return KnownEntity(**texts, aliases=tuple(aliases), sources=tuple(sources.items()))  # type: ignore[arg-type,attr-defined]


def load_registry(path: str | Path | None) -> tuple[KnownEntity, ...]:
    """Load the entities of a registry file.

    Args:
        path: A YAML file; None for no entities.

    Raises:
        ReadingError: if it cannot be read, is no YAML, or an entry lacks a name, names no type that texts hold, or has
            a fact that is none.
    """
    return () if path is None else parse_registry(read_registry(path), str(path))


def read_registry(path: str | Path) -> str:
    """Read the text of a registry file.

    Raises:
        ReadingError: if it cannot be read.
    """
    return read_text(path, "the registry", ReadingError)


def parse_registry(text: str, name: str = "registry") -> tuple[KnownEntity, ...]:
    """Parse a registry.

    Args:
        text: YAML, or an empty text.
        name: The name of its file, for messages.

    Raises:
        ReadingError: if it is no YAML, or an entry lacks a name, names no type that texts hold, or has a fact that is
            none.
    """
    if not text:
        return ()
    from paperatlas._util.validation import parse_yaml, validate  # noqa: PLC0415 (pydantic is slow to load)
    from paperatlas.curation.file_models import FILE_MODELS  # noqa: PLC0415

    entries = validate(FILE_MODELS["registry"], *parse_yaml(text, name, ReadingError), ReadingError)
    return tuple(KnownEntity(**{**dict(entry), "sources": tuple(entry.sources.items())}) for entry in entries)
