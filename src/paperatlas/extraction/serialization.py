"""Components whose knowledge is a few files, kept the way spaCy keeps its own components."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

import srsly
from srsly.msgpack import msgpack_decoders, msgpack_encoders

from paperatlas.graph.codec import decode, encode
from paperatlas.graph.extractions import Extraction, Relation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

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

    def load_contents(self, contents: Mapping[str, bytes]) -> None:
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
        self.load_contents({name: (Path(path) / name).read_bytes() for name in (*self.files, *extras)})
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:  # noqa: ARG002
        """The files as bytes."""
        packed: bytes = srsly.msgpack_dumps(self._contents)
        return packed

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Self:  # noqa: ARG002
        """Learn from what :meth:`to_bytes` gave."""
        self.load_contents(srsly.msgpack_loads(data))
        return self


_TYPES: Final[dict[str, type[Any]]] = {kind.__name__: kind for kind in (Extraction, Relation)}

_TYPE: Final = "paperatlas record"


@msgpack_encoders("paperatlas_records")  # type: ignore[untyped-decorator]
def _encode(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """Return a record with the name of its type; what is none goes on to the next encoder."""
    name = type(value).__name__
    if type(value) is _TYPES.get(name):
        return {_TYPE: name, "bytes": encode(value)}
    return value if chain is None else chain(value)


@msgpack_decoders("paperatlas_records")  # type: ignore[untyped-decorator]
def _decode(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """Return the record that was encoded; what is none goes on to the next decoder."""
    if isinstance(value, dict) and value.get(_TYPE) in _TYPES:
        return decode(value["bytes"], _TYPES[value[_TYPE]])
    return value if chain is None else chain(value)
