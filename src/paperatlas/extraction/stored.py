"""Components whose knowledge is a few tables of text, kept the way spaCy keeps its own components."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["TableComponent"]


class TableComponent:
    """A component that learns all it knows from tables: a base for those that find something.

    Attributes:
        files: The names of its tables.
    """

    files: ClassVar[tuple[str, ...]]

    def __init__(self) -> None:
        self._tables: dict[str, str] = {}

    def learn(self, tables: Mapping[str, str]) -> None:
        """Take over tables.

        Args:
            tables: The text of each of :attr:`files`, by its name; others do not matter.
        """
        self._tables = {name: tables[name] for name in self.files}

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002 - spaCy's protocol
        """Write the tables into a folder."""
        Path(path).mkdir(parents=True, exist_ok=True)
        for name, table in self._tables.items():
            (Path(path) / name).write_text(table, encoding="utf-8")

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Self:  # noqa: ARG002
        """Learn from the tables of a folder."""
        self.learn({name: (Path(path) / name).read_text(encoding="utf-8") for name in self.files})
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:  # noqa: ARG002
        """The tables as bytes."""
        return json.dumps(self._tables, ensure_ascii=False).encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Self:  # noqa: ARG002
        """Learn from what :meth:`to_bytes` gave."""
        self.learn(json.loads(data))
        return self
