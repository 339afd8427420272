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
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import yaml

from paperatlas.errors import ReadingError
from paperatlas.reading.cleaning import clean
from paperatlas.resolution.normal_forms import name_key, title_key
from paperatlas.resolution.people import person_name
from paperatlas.schema import EXTRACTED_TYPES, PREDICATES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperatlas.records import Entity, Statement

__all__ = ["AuthorEnd", "Corrections", "parse_corrections", "read_corrections"]

End = tuple[str, str]
"""A node type and a name."""

_AUTHOR: Final = "Author"
_SHAPE: Final = "write entries of same, different or not_stated, as docs/resolution.md shows"


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


def read_corrections(path: str | Path) -> str:
    """The text of a file of corrections.

    Raises:
        ReadingError: if it cannot be read.
    """
    try:
        return Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadingError(f"cannot read the corrections {path}: {error}; give a YAML file in UTF-8") from error


def parse_corrections(text: str) -> Corrections:
    """The corrections of a YAML text; no text at all has none.

    Raises:
        ReadingError: if it is no YAML, or an entry is no correction.

    >>> parse_corrections("- {same: [A1, A-One], type: Model}").same
    ((('Model', 'A1'), ('Model', 'A-One')),)
    """
    try:
        entries = yaml.safe_load(text) if text.strip() else []
    except yaml.YAMLError as error:
        raise ReadingError(f"the corrections are no YAML: {error}; {_SHAPE}") from error
    if not isinstance(entries, list):
        raise ReadingError(f"the corrections are no list; {_SHAPE}")
    found: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for number, entry in enumerate(entries, start=1):
        kind, value = _correction(number, entry)
        found[kind].append(value)
    return Corrections(**{kind: tuple(values) for kind, values in found.items()})  # type: ignore[arg-type]


def _correction(number: int, entry: object) -> tuple[str, tuple[object, ...]]:
    fields = entry if isinstance(entry, dict) else {}
    kinds = fields.keys() & {"same", "different", "not_stated"}
    if len(kinds) != 1:
        raise ReadingError(f"correction {number} is none; {_SHAPE}")
    kind = kinds.pop()
    if kind == "not_stated":
        return kind, _triple(number, fields[kind])
    if fields.get("type") in (_AUTHOR, [_AUTHOR, _AUTHOR]):
        return f"{kind}_authors", _authors(number, kind, fields[kind])
    one, other = ends = tuple(_ends(number, fields[kind], fields.get("type")))
    if kind == "different" and one == other:
        raise ReadingError(f"correction {number}: {one[1]} is one name; give each paper's longer name for it")
    if kind == "different" and one[0] == other[0] == "Lab" and name_key(one[1]) == name_key(other[1]):
        raise ReadingError(
            f"correction {number}: {one[1]} and {other[1]} only differ in spelling, so they stay one lab"
        )
    return kind, ends


def _triple(number: int, value: object) -> tuple[object, ...]:
    texts = _texts(number, value, 3)
    predicates = [rule.name for rule in PREDICATES]
    if texts[1] not in predicates:
        raise ReadingError(f"correction {number} has the predicate {texts[1]}; use one of {', '.join(predicates)}")
    return texts


def _ends(number: int, value: object, types: object) -> Iterator[End]:
    names = _texts(number, value, 2)
    given = [types, types] if isinstance(types, str) else types
    if not isinstance(given, list) or len(given) != len(names) or not set(given) <= set(EXTRACTED_TYPES):
        raise ReadingError(
            f"correction {number} needs a type, or one for each name: {', '.join(EXTRACTED_TYPES)}; or Author for both"
        )
    yield from zip(given, names, strict=True)


def _authors(number: int, kind: str, value: object) -> tuple[AuthorEnd, AuthorEnd]:
    if not isinstance(value, list) or len(value) != 2:
        raise ReadingError(f"correction {number} needs 2 authors; {_SHAPE}")
    one, other = (_author(number, end) for end in value)
    if kind == "different" and _told_by(one) == _told_by(other):
        raise ReadingError(f"correction {number}: both authors are {one.name}; say of each which paper is theirs")
    return one, other


def _author(number: int, value: object) -> AuthorEnd:
    fields = value if isinstance(value, dict) else {"name": value}
    texts = {field: clean(text) for field, text in fields.items() if isinstance(text, str)}
    if not {"name"} <= fields.keys() <= {"name", "paper"} or not all(texts.get(field) for field in fields):
        raise ReadingError(
            f"correction {number}: an author is a name, or a name with a title as in "
            f'{{name: Ada Lake, paper: "Otters"}}; {_SHAPE}'
        )
    return AuthorEnd(**texts)


def _told_by(author: AuthorEnd) -> tuple[tuple[str, str, str], str | None]:
    return person_name(author.name).whole, author.paper and title_key(author.paper)


def _texts(number: int, value: object, count: int) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) != count or not all(isinstance(v, str) and clean(v) for v in value):
        raise ReadingError(f"correction {number} needs {count} texts; {_SHAPE}")
    return tuple(clean(text) for text in value)
