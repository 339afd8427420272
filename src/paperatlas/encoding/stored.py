"""Components whose knowledge is a few files, kept the way spaCy keeps its own components."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

import srsly

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["StoredComponent"]


class StoredComponent:
    """A component that learns all it knows from files: a base for those that find something.

    Attributes:
        files: The names of its files.
        extras: The names of files that it can do without.
    """

    files: ClassVar[tuple[str, ...]]
    extras: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        self._contents: dict[str, bytes] = {}

    def learn(self, contents: Mapping[str, bytes]) -> None:
        """Take over files.

        Args:
            contents: What is in each of :attr:`files`, and of :attr:`extras` if at hand, by name; others do not matter.
        """
        extras = [name for name in self.extras if name in contents]
        self._contents = {name: contents[name] for name in (*self.files, *extras)}

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002 - spaCy's protocol
        """Write the files into a folder."""
        Path(path).mkdir(parents=True, exist_ok=True)
        for name, content in self._contents.items():
            (Path(path) / name).write_bytes(content)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Self:  # noqa: ARG002
        """Learn from the files of a folder."""
        extras = [name for name in self.extras if (Path(path) / name).exists()]
        self.learn({name: (Path(path) / name).read_bytes() for name in (*self.files, *extras)})
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:  # noqa: ARG002
        """The files as bytes."""
        packed: bytes = srsly.msgpack_dumps(self._contents)
        return packed

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Self:  # noqa: ARG002
        """Learn from what :meth:`to_bytes` gave."""
        self.learn(srsly.msgpack_loads(data))
        return self
