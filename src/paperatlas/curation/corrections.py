"""What a person knows better: names that are one thing or two, authors that are one or two, statements no paper makes.

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

A correction wins over every rule and over the registry. In ``not_stated`` the subject may be the title of a paper. The
name of an author alone is everybody of that name; with the title of a paper it is the one who wrote that.
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

    from paperatlas.curation.file_models import Correction
    from paperatlas.graph.graph import Entity, Statement

__all__ = ["AuthorEnd", "Corrections", "load_corrections", "parse_corrections", "read_corrections"]

End = tuple[str, str]
"""A node type and a name."""


class AuthorEnd(NamedTuple):
    """The authors that one end of a correction means.

    Attributes:
        name: Their name; case, diacritics and order do not count, initials do.
        paper: The title of a paper of theirs, or nothing for everybody of that name.
    """

    name: str
    paper: str | None = None


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections.

    Attributes:
        same: Pairs of names that are one thing.
        different: Pairs of names that are two.
        not_stated: Subject, predicate and object of statements that are to be left out.
        same_authors: Pairs of authors that are one person.
        different_authors: Pairs of authors that are two.
    """

    same: tuple[tuple[End, End], ...] = ()
    different: tuple[tuple[End, End], ...] = ()
    not_stated: tuple[tuple[str, str, str], ...] = ()
    same_authors: tuple[tuple[AuthorEnd, AuthorEnd], ...] = ()
    different_authors: tuple[tuple[AuthorEnd, AuthorEnd], ...] = ()

    def forbids(self, statement: Statement, subject: Entity, target: Entity) -> bool:
        """Whether a statement is to be left out.

        Args:
            statement: The statement.
            subject: The node that it starts from.
            target: The node that it leads to.
        """
        return any(
            predicate == statement.predicate and _names(subject, start) and _names(target, end)
            for start, predicate, end in self.not_stated
        )


def _names(entity: Entity, name: str) -> bool:
    key = title_key if entity.type == "Paper" else name_key
    return key(name) in {key(form) for form in (entity.label, *entity.aliases)}


def load_corrections(path: str | Path | None) -> Corrections:
    """Return the corrections of a file.

    Args:
        path: A YAML file; None for no corrections.

    Raises:
        ReadingError: if it cannot be read, is no YAML, or an entry is no correction.
    """
    return Corrections() if path is None else parse_corrections(read_corrections(path), str(path))


def read_corrections(path: str | Path) -> str:
    """Return the text of a file of corrections.

    Raises:
        ReadingError: if it cannot be read.
    """
    return read_text(path, "the corrections", ReadingError)


def parse_corrections(text: str, name: str = "corrections") -> Corrections:
    """Return the corrections of a YAML text; no text at all has none.

    Args:
        text: The text.
        name: The file that it is from, for messages.

    Raises:
        ReadingError: if it is no YAML, or an entry is no correction.

    >>> parse_corrections("- {same: [A1, A-One], type: Model}").same
    ((('Model', 'A1'), ('Model', 'A-One')),)
    """
    if not text.strip():
        return Corrections()
    from paperatlas._util.validation import parse_yaml, validated  # noqa: PLC0415 (pydantic is slow to load)
    from paperatlas.curation.file_models import FILE_MODELS  # noqa: PLC0415

    value, origin = parse_yaml(text, name, ReadingError)
    found: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for number, entry in enumerate(validated(FILE_MODELS["corrections"], value, origin, ReadingError)):
        if problem := _problem(entry):
            raise ReadingError(origin.told((number, entry.kind), problem))
        found[f"{entry.kind}_authors" if entry.of_authors else entry.kind].append(_ends(entry))
    return Corrections(**{kind: tuple(values) for kind, values in found.items()})  # type: ignore[arg-type]


def _ends(entry: Correction) -> tuple[object, ...]:
    if entry.not_stated is not None:
        return tuple(entry.not_stated)
    ends = entry.same or entry.different or []
    if entry.of_authors:
        return tuple(AuthorEnd(end.name, end.paper) for end in ends)
    return tuple(zip(entry.type or (), (end.name for end in ends), strict=True))


def _problem(entry: Correction) -> str:
    """Return why two names cannot be told apart; empty if they can."""
    if entry.different is None:
        return ""
    one, other = entry.different
    if entry.of_authors:
        same = _told_by(AuthorEnd(one.name, one.paper)) == _told_by(AuthorEnd(other.name, other.paper))
        return f"has {one.name} twice; say of each which paper is theirs" if same else ""
    types = entry.type or []
    if types[0] == types[1] and one.name == other.name:
        return f"has {one.name} twice, which is one name; give each paper's longer name for it"
    if types == ["Lab", "Lab"] and name_key(one.name) == name_key(other.name):
        return f"has {one.name} and {other.name}, which only differ in spelling, so they stay one lab; take it out"
    return ""


def _told_by(author: AuthorEnd) -> tuple[tuple[str, str, str], str | None]:
    return person_name(author.name).full_key, author.paper and title_key(author.paper)
