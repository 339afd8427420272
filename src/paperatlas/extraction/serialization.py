"""The stored forms of results and components: lines of JSON, bytes of a spaCy document, files of a component."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

import srsly
from srsly.msgpack import msgpack_decoders, msgpack_encoders

from paperatlas.graph.codec import decode, encode
from paperatlas.graph.extractions import ExtractedEntity, Extraction, Relation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["StoredComponent", "to_line"]


def to_line(extraction: Extraction) -> dict[str, object]:
    r"""Return an extraction as a line of an annotation file, with a ``confidence`` for each entity and relation.

    >>> from paperatlas.graph.extractions import Extraction
    >>> to_line(Extraction("7", "Title\nText.", "rules"))
    {'id': '7', 'entities': [], 'relations': []}
    """
    entities = [
        {
            "name": entity.name,
            "type": entity.type,
            "introduced": entity.introduced,
            "mentions": list(entity.forms),
            "confidence": round(entity.confidence, 3),
            **_introduction_confidence(entity),
        }
        for entity in extraction.entities
    ]
    relations = [
        {
            "subject": relation.subject,
            "predicate": relation.predicate,
            "object": relation.object,
            **({"outcome": relation.outcome} if relation.outcome else {}),
            "evidence": extraction.text[relation.evidence.start : relation.evidence.end],
            "confidence": round(relation.confidence, 3),
        }
        for relation in extraction.relations
    ]
    return {"id": extraction.paper_id, "entities": entities, "relations": relations}


def _introduction_confidence(entity: ExtractedEntity) -> dict[str, float]:
    own = entity.introduction_confidence
    return {} if own is None else {"introduction_confidence": round(own, 3)}


class StoredComponent:
    """The base class of spaCy components that load all their parameters from files.

    Attributes:
        files: The names of the required files.
        extras: The names of the optional files.
    """

    files: ClassVar[tuple[str, ...]]
    extras: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        self._contents: dict[str, bytes] = {}

    def load_contents(self, contents: Mapping[str, bytes]) -> None:
        """Load the component from the contents of files.

        Args:
            contents: The content of each of :attr:`files`, and of :attr:`extras` if there, by name; others are ignored.
        """
        extras = [name for name in self.extras if name in contents]
        self._contents = {name: contents[name] for name in (*self.files, *extras)}

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002 - spaCy's protocol
        """Write the files into a folder."""
        Path(path).mkdir(parents=True, exist_ok=True)
        for name, content in self._contents.items():
            (Path(path) / name).write_bytes(content)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Self:  # noqa: ARG002
        """Load the files of a folder."""
        extras = [name for name in self.extras if (Path(path) / name).exists()]
        self.load_contents({name: (Path(path) / name).read_bytes() for name in (*self.files, *extras)})
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:  # noqa: ARG002
        """Return the files as bytes."""
        packed: bytes = srsly.msgpack_dumps(self._contents)
        return packed

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Self:  # noqa: ARG002
        """Load what :meth:`to_bytes` returned."""
        self.load_contents(srsly.msgpack_loads(data))
        return self


_TYPES: Final[dict[str, type[Any]]] = {kind.__name__: kind for kind in (Extraction, Relation)}

_TYPE: Final = "paperatlas record"


@msgpack_encoders("paperatlas_records")  # type: ignore[untyped-decorator]
def _encode(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """Encode a record with the name of its type; pass any other value on to the next encoder."""
    name = type(value).__name__
    if type(value) is _TYPES.get(name):
        return {_TYPE: name, "bytes": encode(value)}
    return value if chain is None else chain(value)


@msgpack_decoders("paperatlas_records")  # type: ignore[untyped-decorator]
def _decode(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """Decode a record; pass any other value on to the next decoder."""
    if isinstance(value, dict) and value.get(_TYPE) in _TYPES:
        return decode(value["bytes"], _TYPES[value[_TYPE]])
    return value if chain is None else chain(value)
