"""The schema of an extractor: types of entities, and predicates between them.

The default is made from :mod:`paperatlas.schema`. A YAML file can name others::

    types:
      - name: Dish
        introduced: true
      - name: Ingredient
    predicates:
      - name: made-with
        from: [Dish, Paper]
        to: [Ingredient]

``introduced`` is true if a text can present an entity of that type as its own. ``Paper`` in ``from`` lets the text
itself be the subject. A predicate may list ``outcomes``, of which each of its relations has one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Self

from paperatlas._util.files import read_text
from paperatlas.errors import SchemaError
from paperatlas.graph.extractions import PAPER
from paperatlas.schema import EXTRACTED_TYPES, OUTCOMES, predicate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from paperatlas._util.validation import Origin
    from paperatlas.curation.file_models import AnnotationSchema

__all__ = ["DEFAULT_SCHEMA", "INTRODUCED", "NONE", "THE_PAPER", "ExtractionSchema", "PredicateSchema", "load_schema"]

NONE: Final = "-"
"""The class of candidates that are no names, and of pairs that are not related."""

INTRODUCED: Final = "+"
"""The suffix of a type in the class of an entity that the paper introduces."""

THE_PAPER: Final = "Paper"
"""The type of a subject that is the paper itself."""


@dataclass(frozen=True, slots=True)
class PredicateSchema:
    """A predicate of an extraction schema.

    Attributes:
        name: The name, for instance ``trains-on``.
        subjects: The types of subjects; :data:`THE_PAPER` for the paper itself.
        objects: The types of objects.
        outcomes: The possible outcomes; empty if it has none.
    """

    name: str
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExtractionSchema:
    """The types and predicates that an extractor looks for.

    Attributes:
        types: The names of the types.
        introducible: The types of entities that a paper may introduce.
        predicates: The predicates.
    """

    types: tuple[str, ...]
    introducible: tuple[str, ...]
    predicates: tuple[PredicateSchema, ...]

    @classmethod
    def parse(cls, value: object, origin: Origin | None = None) -> Self:
        """Parse the content of a YAML or JSON file.

        Args:
            value: The content.
            origin: The source of the content, for messages.

        Raises:
            SchemaError: if a field is missing, of the wrong kind, unknown or repeated.

        >>> schema = ExtractionSchema.parse({"types": [{"name": "Dish"}], "predicates": []})
        >>> schema.types, schema.name_classes
        (('Dish',), ('Dish', '-'))
        """
        from paperatlas._util.validation import Origin, join_messages, validate  # noqa: PLC0415 (pydantic is slow to load)
        from paperatlas.curation.file_models import FILE_MODELS  # noqa: PLC0415

        origin = origin or Origin("schema")
        shape: AnnotationSchema = validate(FILE_MODELS["annotation-schema"], value, origin, SchemaError)
        if problems := [origin.locate(field_path, problem) for field_path, problem in _problems(shape)]:
            raise SchemaError(join_messages(problems))
        return cls(
            tuple(entry.name for entry in shape.types),
            tuple(entry.name for entry in shape.types if entry.introduced),
            tuple(
                PredicateSchema(p.name, tuple(p.subjects), tuple(p.objects), p.outcomes or ()) for p in shape.predicates
            ),
        )

    def plain(self) -> dict[str, list[dict[str, object]]]:
        """Return the schema as :meth:`parse` reads it."""
        return {
            "types": [{"name": name, "introduced": name in self.introducible} for name in self.types],
            "predicates": [
                {"name": p.name, "from": list(p.subjects), "to": list(p.objects), "outcomes": list(p.outcomes)}
                for p in self.predicates
            ],
        }

    @cached_property
    def name_classes(self) -> tuple[str, ...]:
        """The classes of a name candidate: a type, a type and introduced, or no name."""
        return (*self.types, *(f"{name}{INTRODUCED}" for name in self.introducible), NONE)

    @cached_property
    def end_kinds(self) -> tuple[str, ...]:
        """The kinds of an end of a pair: the paper or a type, with a mark if the paper introduces the entity."""
        return (PAPER, *(name for name in self.name_classes if name != NONE))

    @cached_property
    def relation_classes(self) -> tuple[str, ...]:
        """The classes of a pair: a predicate, with an outcome if it has any, or not related."""
        plain = (entry.name for entry in self.predicates if not entry.outcomes)
        with_outcome = (f"{entry.name} {outcome}" for entry in self.predicates for outcome in entry.outcomes)
        return (*plain, *with_outcome, NONE)

    def predicates_between(self, subject: str, object_: str) -> tuple[str, ...]:
        """Return the names of the predicates that may join entities of two types.

        >>> DEFAULT_SCHEMA.predicates_between("Model", "Dataset")
        ('trains-on', 'evaluates-on', 'compares-to', 'based-on')
        """
        return tuple(p.name for p in self.predicates if subject in p.subjects and object_ in p.objects)

    def covers(self, other: ExtractionSchema) -> bool:
        """Return whether this schema has all types, predicates and outcomes of another."""
        outcomes = {p.name: p.outcomes for p in self.predicates}
        return set(other.types) <= set(self.types) and all(
            p.name in self.predicates_between(subject, object_) and set(p.outcomes) <= set(outcomes[p.name])
            for p in other.predicates
            for subject in p.subjects
            for object_ in p.objects
        )


def load_schema(path: str | Path) -> ExtractionSchema:
    """Read a schema from a YAML file.

    Args:
        path: The file.

    Raises:
        SchemaError: if the file cannot be read or is no schema.
    """
    from paperatlas._util.validation import parse_yaml  # noqa: PLC0415 (pydantic is slow to load)

    return ExtractionSchema.parse(*parse_yaml(read_text(path, "the schema", SchemaError), str(path), SchemaError))


def _problems(shape: AnnotationSchema) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Return the problems between fields, each with its field path."""
    types = [entry.name for entry in shape.types]
    yield from _twice(types, "types")
    if THE_PAPER in types:
        yield ("types", types.index(THE_PAPER), "name"), f"is {THE_PAPER}, the text itself; choose another name"
    yield from _twice([entry.name for entry in shape.predicates], "predicates")
    for number, entry in enumerate(shape.predicates):
        yield from _twice(entry.outcomes or (), "predicates", number, "outcomes")
        for part, given, choices in (("from", entry.subjects, [*types, THE_PAPER]), ("to", entry.objects, types)):
            for index, name in enumerate(given):
                if name not in choices:
                    yield ("predicates", number, part, index), f"is {name!r}, no type; use one of {', '.join(choices)}"


def _twice(names: Sequence[str], *field_path: int | str) -> Iterator[tuple[tuple[int | str, ...], str]]:
    for name, count in Counter(names).items():
        if count > 1:
            yield field_path, f"has {name!r} twice; give each a name of its own"


def _default() -> ExtractionSchema:
    names = ("trains-on", "evaluates-on", "compares-to", "based-on", "applied-to")
    outcomes = {"compares-to": tuple(outcome.name for outcome in OUTCOMES)}
    predicates = (
        PredicateSchema(p.name, p.subjects, p.objects, outcomes.get(p.name, ())) for p in map(predicate, names)
    )
    return ExtractionSchema(EXTRACTED_TYPES, predicate("introduces").objects, tuple(predicates))


DEFAULT_SCHEMA: Final = _default()
"""The schema of the model that comes with the package, see :mod:`paperatlas.schema`."""
