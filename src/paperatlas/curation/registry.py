"""A registry of known things: names, types, aliases and facts, as YAML; one that is shipped, and a user's own.

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
    """A thing that texts may name.

    Attributes:
        name: The name that becomes its label.
        type: Model, Dataset, Method or Lab.
        aliases: Other names for it.
        organisation: The name of the lab that made it; for a lab, of the one that it belongs to. Empty where unknown,
            as are all that follow.
        released: When it came out, as YYYY, YYYY-MM or YYYY-MM-DD.
        hugging_face: Its id on Hugging Face.
        home: The URL of its home page, or of the paper that introduces it.
        line_of: The name of the model that this one is its maker's own line or successor of, under another name.
        sources: Fields, each with the source that says so.
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
    """The things that paperatlas knows by itself; ``tools/registry/README.md`` tells where the facts come from.

    The files are YAML with one entry a line, each as JSON, which is read some fifty times as fast.

    >>> next(thing.organisation for thing in shipped_registry() if thing.name == "SDXL")
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
    """The things of a user's registry and of the shipped one, without those that share a name with one of the user's.

    >>> mine = known_entities([KnownEntity("SDXL", "Model", ("Stable Diffusion XL",), "Pond Lab")])
    >>> [thing.organisation for thing in mine if thing.name == "SDXL"]
    ['Pond Lab']
    """
    own = tuple(own)
    taken = {(thing.type, name_key(form)) for thing in own for form in (thing.name, *thing.aliases)}
    shipped = (
        thing
        for thing in shipped_registry()
        if not any((thing.type, name_key(form)) in taken for form in (thing.name, *thing.aliases))
    )
    return (*own, *(shipped if own else shipped_registry()))


def _shipped_entity(fields: dict[str, object]) -> KnownEntity:
    aliases, sources = fields.pop("aliases", ()), fields.pop("sources")
    texts = {field: str(value) for field, value in fields.items()}
    return KnownEntity(**texts, aliases=tuple(aliases), sources=tuple(sources.items()))  # type: ignore[arg-type,attr-defined]


def load_registry(path: str | Path | None) -> tuple[KnownEntity, ...]:
    """Return the things of a registry file.

    Args:
        path: A YAML file; None for no things.

    Raises:
        ReadingError: if it cannot be read, is no YAML, or an entry lacks a name, names no type that texts hold, or has
            a fact that is none.
    """
    return () if path is None else parse_registry(read_registry(path), str(path))


def read_registry(path: str | Path) -> str:
    """Return the text of a registry file.

    Raises:
        ReadingError: if it cannot be read.
    """
    return read_text(path, "the registry", ReadingError)


def parse_registry(text: str, name: str = "registry") -> tuple[KnownEntity, ...]:
    """Return the things of a registry.

    Args:
        text: YAML; no text at all is a registry of nothing.
        name: The file that it is from, for messages.

    Raises:
        ReadingError: if it is no YAML, or an entry lacks a name, names no type that texts hold, or has a fact that is
            none.
    """
    if not text:
        return ()
    from paperatlas._util.validation import parse_yaml, validated  # noqa: PLC0415 (pydantic is slow to load)
    from paperatlas.curation.file_models import FILE_MODELS  # noqa: PLC0415

    entries = validated(FILE_MODELS["registry"], *parse_yaml(text, name, ReadingError), ReadingError)
    return tuple(KnownEntity(**{**dict(entry), "sources": tuple(entry.sources.items())}) for entry in entries)
