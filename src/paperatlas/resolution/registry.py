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

import datetime as dt
import functools
import json
import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

import yaml

from paperatlas.errors import ReadingError
from paperatlas.reading.cleaning import clean
from paperatlas.resolution.normal_forms import name_key
from paperatlas.schema import EXTRACTED_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["KnownThing", "known_things", "load_registry", "parse_registry", "read_registry", "shipped_registry"]

_SHAPE: Final = "write a list of entries with name, type and, if any, aliases, as docs/extraction.md shows"
_FACTS: Final = ("organisation", "released", "hugging_face", "home", "line_of")
_FORMS: Final = {
    "released": (
        re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"),
        "a date as 2024, 2024-05 or 2024-05-31",
    ),
    "hugging_face": (re.compile(r"[\w.-]+(/[\w.-]+)?", re.ASCII), "an id as owner/name"),
    "home": (re.compile(r"https?://[^\s<>\"{}|\\^`]+"), "a URL that begins with http"),
}
_SHIPPED: Final = ("models", "datasets", "labs", "methods")


@dataclass(frozen=True, slots=True)
class KnownThing:
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
def shipped_registry() -> tuple[KnownThing, ...]:
    """The things that paperatlas knows by itself; ``tools/registry/README.md`` tells where the facts come from.

    The files are YAML with one entry a line, each as JSON, which is read some fifty times as fast.

    >>> next(thing.organisation for thing in shipped_registry() if thing.name == "SDXL")
    'Stability AI'
    """
    folder = files("paperatlas.resolution") / "known_things"
    return tuple(
        _shipped_thing(json.loads(line[2:]))
        for part in _SHIPPED
        for line in (folder / f"{part}.yaml").read_text("utf-8").splitlines()
        if line.startswith("- ")
    )


def known_things(own: Iterable[KnownThing] = ()) -> tuple[KnownThing, ...]:
    """The things of a user's registry and of the shipped one, without those that share a name with one of the user's.

    >>> mine = known_things([KnownThing("SDXL", "Model", ("Stable Diffusion XL",), "Pond Lab")])
    >>> [thing.organisation for thing in mine if thing.name == "SDXL"]
    ['Pond Lab']
    """
    own = tuple(own)
    taken = {(thing.type, name_key(form)) for thing in own for form in (thing.name, *thing.aliases)}
    others = (
        thing
        for thing in shipped_registry()
        if not any((thing.type, name_key(form)) in taken for form in (thing.name, *thing.aliases))
    )
    return (*own, *(others if own else shipped_registry()))


def _shipped_thing(fields: dict[str, object]) -> KnownThing:
    aliases, sources = fields.pop("aliases", ()), fields.pop("sources")
    texts = {field: str(value) for field, value in fields.items()}
    return KnownThing(**texts, aliases=tuple(aliases), sources=tuple(sources.items()))  # type: ignore[arg-type,attr-defined]


def load_registry(path: str | Path) -> tuple[KnownThing, ...]:
    """The things of a registry file.

    Args:
        path: A YAML file.

    Raises:
        ReadingError: if it cannot be read, is no YAML, or an entry lacks a name, names no type that texts hold, or has
            a fact that is none.
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
        text: YAML; no text at all is a registry of nothing.
        path: The file that it is from, for messages.

    Raises:
        ReadingError: if it is no YAML, or an entry lacks a name, names no type that texts hold, or has a fact that is
            none.
    """
    try:
        entries = yaml.safe_load(text) if text else []
    except (yaml.YAMLError, ValueError) as error:
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
    sources = fields.get("sources", {})
    if not isinstance(sources, dict) or not _are_texts([*sources.keys(), *sources.values()]):
        raise ReadingError(f"entry {number} of the registry {path} has sources that are no texts by field; mend them")
    return KnownThing(
        clean(name),
        type_name,
        tuple(clean(alias) for alias in aliases),
        **{field: _fact(path, number, field, fields.get(field, "")) for field in _FACTS},
        sources=tuple((clean(field), clean(source)) for field, source in sources.items()),
    )


def _fact(path: str | Path, number: int, field: str, value: object) -> str:
    # YAML makes a date of 2024-05-31 and a number of 2024.
    text = clean(str(value)) if isinstance(value, str | dt.date) or type(value) is int else None
    form, wanted = _FORMS.get(field, (re.compile(".*"), "a text"))
    if text is None or (text and not form.fullmatch(text)):
        raise ReadingError(f"entry {number} of the registry {path} has the {field} {value!r}; write {wanted}")
    return text


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, str) and clean(entry) for entry in value)
