"""Corrections by people: names of one entity or of two, authors that are one person or two, wrong statements.

::

    - same: [Llama-2, Llama 2 base]
      type: Model
    - different: [Mamba, Mamba]
      type: [Model, Dataset]
    - same: [Ada Lake, A. Lake]
      type: Author
    - different: [{name: Ada Lake, paper: Otters}, {name: Ada Lake, paper: Stoats}]
      type: Author
    - not_stated: [Otter-7B, trains-on, RiverPile]

A correction overrides every rule and the registry. In ``not_stated`` the subject may be the title of a paper. The name
of an author alone stands for all persons of that name; with the title of a paper, for its author.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from paperatlas._util.files import read_text
from paperatlas.errors import ReadingError
from paperatlas.text.keys import name_key, title_key
from paperatlas.text.person_names import person_name

if TYPE_CHECKING:
    from pathlib import Path

    from paperatlas.curation.file_models import CorrectedEnd, Correction
    from paperatlas.graph.graph import Entity, Statement

__all__ = ["AuthorEnd", "Corrections", "load_corrections", "parse_corrections", "read_corrections"]

End = tuple[str, str]
"""A node type and a name."""


class AuthorEnd(NamedTuple):
    """The author at one end of a correction.

    Attributes:
        name: The name; case, diacritics and order do not count, initials do.
        paper: The title of a paper of theirs; None for all persons of that name.
    """

    name: str
    paper: str | None = None


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections.

    Attributes:
        same: Pairs of names of one entity.
        different: Pairs of names of two entities.
        not_stated: Subject, predicate and object of statements to leave out.
        same_authors: Pairs of authors that are one person.
        different_authors: Pairs of authors that are two persons.
    """

    same: tuple[tuple[End, End], ...] = ()
    different: tuple[tuple[End, End], ...] = ()
    not_stated: tuple[tuple[str, str, str], ...] = ()
    same_authors: tuple[tuple[AuthorEnd, AuthorEnd], ...] = ()
    different_authors: tuple[tuple[AuthorEnd, AuthorEnd], ...] = ()

    def forbids(self, statement: Statement, subject: Entity, target: Entity) -> bool:
        """Return whether a statement between two nodes is to be left out."""
        return any(
            predicate == statement.predicate and _has_name(subject, start) and _has_name(target, end)
            for start, predicate, end in self.not_stated
        )


def _has_name(entity: Entity, name: str) -> bool:
    key = title_key if entity.type == "Paper" else name_key
    return key(name) in {key(form) for form in (entity.label, *entity.aliases)}


def load_corrections(path: str | Path | None) -> Corrections:
    """Load the corrections of a file.

    Args:
        path: A YAML file; None for no corrections.

    Raises:
        ReadingError: if it cannot be read, is no YAML, or an entry is no correction.
    """
    return Corrections() if path is None else parse_corrections(read_corrections(path), str(path))


def read_corrections(path: str | Path) -> str:
    """Read the text of a file of corrections.

    Raises:
        ReadingError: if it cannot be read.
    """
    return read_text(path, "the corrections", ReadingError)


def parse_corrections(text: str, name: str = "corrections") -> Corrections:
    """Parse corrections.

    Args:
        text: YAML, or an empty text.
        name: The name of its file, for messages.

    Raises:
        ReadingError: if it is no YAML, or an entry is no correction.

    >>> parse_corrections("- {same: [A1, A-One], type: Model}").same
    ((('Model', 'A1'), ('Model', 'A-One')),)
    """
    if not text.strip():
        return Corrections()
    from paperatlas._util.validation import parse_yaml, validate  # noqa: PLC0415 (pydantic is slow to load)
    from paperatlas.curation.file_models import FILE_MODELS  # noqa: PLC0415

    value, origin = parse_yaml(text, name, ReadingError)
    fields: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for number, entry in enumerate(validate(FILE_MODELS["corrections"], value, origin, ReadingError)):
        if problem := _problem(entry):
            raise ReadingError(origin.locate((number, entry.kind), problem))
        fields[f"{entry.kind}_authors" if entry.of_authors else entry.kind].append(_ends(entry))
    return Corrections(**{kind: tuple(values) for kind, values in fields.items()})  # type: ignore[arg-type]


def _ends(entry: Correction) -> tuple[object, ...]:
    if entry.not_stated is not None:
        return tuple(entry.not_stated)
    ends = entry.same or entry.different or []
    if entry.of_authors:
        return tuple(AuthorEnd(end.name, end.paper) for end in ends)
    return tuple(zip(entry.type or (), (end.name for end in ends), strict=True))


def _problem(entry: Correction) -> str:
    """Return why two names cannot be different; empty if they can."""
    if entry.different is None:
        return ""
    first, second = entry.different
    if entry.of_authors:
        same = _author_key(first) == _author_key(second)
        return f"has {first.name} twice; say of each which paper is theirs" if same else ""
    types = entry.type or []
    if types[0] == types[1] and first.name == second.name:
        return f"has {first.name} twice, which is one name; give each paper's longer name for it"
    if types == ["Lab", "Lab"] and name_key(first.name) == name_key(second.name):
        return f"has {first.name} and {second.name}, which only differ in spelling, so they stay one lab; take it out"
    return ""


def _author_key(author: CorrectedEnd) -> tuple[tuple[str, str, str], str | None]:
    return person_name(author.name).full_key, author.paper and title_key(author.paper)
