"""What an extractor looks for: types of things, and predicates between them.

The default is made from :mod:`paperatlas.schema`. A YAML file can name others, for texts about something else::

    types:
      - name: Dish
        introduced: true
      - name: Ingredient
    predicates:
      - name: made-with
        from: [Dish, Paper]
        to: [Ingredient]

``introduced`` says whether a text can present a thing of that type as its own. ``Paper`` in ``from`` lets the text
itself be the subject. A predicate may list ``outcomes``, of which each of its relations has one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import yaml

from paperatlas.errors import SchemaError
from paperatlas.records import PAPER
from paperatlas.schema import EXTRACTED_TYPES, OUTCOMES, predicate

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DEFAULT_SCHEMA", "INTRODUCED", "NONE", "THE_PAPER", "StatedPredicate", "TextSchema", "load_schema"]

NONE: Final = "-"
"""The class of candidates that are no names, and of pairs that are not related."""

INTRODUCED: Final = "+"
"""What follows the type in the class of a thing that the paper introduces."""

THE_PAPER: Final = "Paper"
"""The type of a subject that is the paper itself."""

_NAME = re.compile(r"[A-Za-z]\w*(?:-\w+)*")


@dataclass(frozen=True, slots=True)
class StatedPredicate:
    """What a text may state of two things.

    Attributes:
        name: Its name, for instance ``trains-on``.
        subjects: The types it may start from; :data:`THE_PAPER` for the paper itself.
        objects: The types it may lead to.
        outcomes: How it may end; empty where there is no such thing.
    """

    name: str
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True)
class TextSchema:
    """The types and predicates that an extractor looks for.

    Attributes:
        types: The names of the types.
        introducible: Those of them that a paper may introduce.
        predicates: The predicates.
    """

    types: tuple[str, ...]
    introducible: tuple[str, ...]
    predicates: tuple[StatedPredicate, ...]

    @classmethod
    def parse(cls, value: object) -> Self:
        """Make a schema of what a YAML or JSON file holds.

        Raises:
            SchemaError: if something is missing, of the wrong kind, unknown or there twice.

        >>> schema = TextSchema.parse({"types": [{"name": "Dish"}], "predicates": []})
        >>> schema.types, schema.name_classes
        (('Dish',), ('Dish', '-'))
        """
        types = _entries(value, "types")
        names = _distinct([_name(entry, "a type") for entry in types])
        if not names or THE_PAPER in names:
            raise SchemaError(f"a schema needs types of its own, not {THE_PAPER}; list them under types:")
        flags = [entry.get("introduced", False) for entry in types]
        if not all(isinstance(flag, bool) for flag in flags):
            raise SchemaError("introduced: is not a yes or no; write true or false")
        predicates = tuple(_predicate(entry, names) for entry in _entries(value, "predicates"))
        _distinct([entry.name for entry in predicates])
        return cls(names, tuple(name for name, flag in zip(names, flags, strict=True) if flag), predicates)

    def plain(self) -> dict[str, list[dict[str, object]]]:
        """The schema as :meth:`parse` reads it."""
        return {
            "types": [{"name": name, "introduced": name in self.introducible} for name in self.types],
            "predicates": [
                {"name": p.name, "from": list(p.subjects), "to": list(p.objects), "outcomes": list(p.outcomes)}
                for p in self.predicates
            ],
        }

    @cached_property
    def name_classes(self) -> tuple[str, ...]:
        """What a candidate may be: of a type, of a type and introduced, or no name."""
        return (*self.types, *(f"{name}{INTRODUCED}" for name in self.introducible), NONE)

    @cached_property
    def end_kinds(self) -> tuple[str, ...]:
        """What the end of a pair may be: the paper, or a type, with a mark if the paper introduces the thing."""
        return (PAPER, *(name for name in self.name_classes if name != NONE))

    @cached_property
    def relation_classes(self) -> tuple[str, ...]:
        """What a pair may be: a predicate, followed by its outcome where it has some, or not related."""
        plain = (entry.name for entry in self.predicates if not entry.outcomes)
        ended = (f"{entry.name} {outcome}" for entry in self.predicates for outcome in entry.outcomes)
        return (*plain, *ended, NONE)

    def fitting(self, subject: str, object_: str) -> tuple[str, ...]:
        """The names of the predicates that may join things of two types.

        >>> DEFAULT_SCHEMA.fitting("Model", "Dataset")
        ('trains-on', 'evaluates-on', 'compares-to', 'based-on')
        """
        return tuple(p.name for p in self.predicates if subject in p.subjects and object_ in p.objects)

    def covers(self, other: TextSchema) -> bool:
        """Whether all that another schema can find could be found with this one as well."""
        outcomes = {p.name: p.outcomes for p in self.predicates}
        return set(other.types) <= set(self.types) and all(
            p.name in self.fitting(subject, object_) and set(p.outcomes) <= set(outcomes[p.name])
            for p in other.predicates
            for subject in p.subjects
            for object_ in p.objects
        )


def load_schema(path: str | Path) -> TextSchema:
    """Read a schema from a YAML file.

    Raises:
        SchemaError: if the file cannot be read or holds no schema.
    """
    try:
        return TextSchema.parse(yaml.safe_load(Path(path).read_text("utf-8")))
    except OSError as error:
        raise SchemaError(
            f"cannot read {path}: {error.strerror}; name a YAML file with types and predicates"
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise SchemaError(f"{path} is no YAML in UTF-8 ({error}); see docs/training.md") from error
    except SchemaError as error:
        raise SchemaError(f"{path}: {error}") from error


def _entries(value: object, part: str) -> list[Mapping[str, Any]]:
    entries = value.get(part) if isinstance(value, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise SchemaError(f"there is no list {part}: with an entry such as `- name: …`; see docs/training.md")
    return entries


def _name(entry: Mapping[str, Any], what: str) -> str:
    name = entry.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise SchemaError(f"{what} is named {name!r}; give it a name of letters, digits and hyphens")
    return name


def _distinct(names: list[str]) -> tuple[str, ...]:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise SchemaError(f"{twice!r} is there twice; give each a name of its own")
    return tuple(names)


def _predicate(entry: Mapping[str, Any], types: tuple[str, ...]) -> StatedPredicate:
    name = _name(entry, "a predicate")
    subjects = _chosen(entry.get("from"), (*types, THE_PAPER), f"{name}: from")
    objects = _chosen(entry.get("to"), types, f"{name}: to")
    outcomes = entry.get("outcomes") or []
    if not isinstance(outcomes, list):
        raise SchemaError(f"{name}: outcomes is no list; write it as [one, other]")
    return StatedPredicate(
        name, subjects, objects, _distinct([_name({"name": outcome}, f"an outcome of {name}") for outcome in outcomes])
    )


def _chosen(value: object, choices: tuple[str, ...], where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise SchemaError(f"{where} is no list of types; write it as [{', '.join(choices)}]")
    unknown = next((item for item in value if item not in choices), None)
    if unknown is not None:
        raise SchemaError(f"{where} has {unknown!r}, which is no type; choose among {', '.join(choices)}")
    return tuple(value)


def _default() -> TextSchema:
    names = ("trains-on", "evaluates-on", "compares-to", "based-on", "applied-to")
    outcomes = {"compares-to": tuple(outcome.name for outcome in OUTCOMES)}
    stated = (StatedPredicate(p.name, p.subjects, p.objects, outcomes.get(p.name, ())) for p in map(predicate, names))
    return TextSchema(EXTRACTED_TYPES, predicate("introduces").objects, tuple(stated))


DEFAULT_SCHEMA: Final = _default()
"""What the extractor that comes with the package looks for, see :mod:`paperatlas.schema`."""
