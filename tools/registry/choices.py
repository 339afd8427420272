"""The choice of names that people made: what is kept, what else it is called, whose line it is of.

A line is ``Name | another name | another name > line``, where ``line`` is the model whose line this one is of, or the
organisation that a lab belongs to. ``@ Lab`` says who made the models of the lines that follow. With ``!`` in front,
the list itself is the source of the names: listings use them, and no package says what they mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FILES", "LISTS", "Choice", "Vetoes", "read_choices", "read_vetoes"]

Vetoes = frozenset[tuple[str, ...]]
"""What is not to be believed: type, name, field and, where only one is meant, package."""

LISTS: Final = "tools/registry/chosen"
"""The folder of the lists, as sources name it."""

FILES: Final = {"Model": "models", "Dataset": "datasets", "Lab": "labs", "Method": "methods"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A name that is to be kept, if a source holds it.

    Attributes:
        name: As its makers write it.
        type: Model, Dataset, Method or Lab.
        aliases: Other names.
        maker: Who is thought to have made it, to be confirmed by a source.
        line: For a model, the model whose line it is of; for a lab, what it belongs to.
        vouched: The list, where it is a source itself.
    """

    name: str
    type: str
    aliases: tuple[str, ...]
    maker: str = ""
    line: str = ""
    vouched: str = ""


def read_choices(folder: Path) -> list[Choice]:
    """Return the choices of all types."""
    return [choice for type_name, file in FILES.items() for choice in _read(folder / f"{file}.txt", type_name)]


def read_vetoes(folder: Path) -> Vetoes:
    """Return what the file of vetoes says is not to be believed."""
    lines = (folder / "vetoes.txt").read_text("utf-8").splitlines()
    return frozenset(tuple(line.split(" | ")) for line in lines if line.strip() and not line.startswith("#"))


def _read(path: Path, type_name: str) -> list[Choice]:
    choices, maker = [], ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("@"):
            maker = line[1:].strip()
        elif line.strip() and not line.startswith("#"):
            names, _, whole = line.partition(" > ")
            name, *aliases = (part.strip() for part in names.removeprefix("!").split(" | "))
            vouched = f"{LISTS}/{path.name}" if line.startswith("!") else ""
            choices.append(Choice(name, type_name, tuple(aliases), maker, whole.strip(), vouched))
    return choices
