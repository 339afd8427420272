"""Lets spaCy put what was found in a document into the document's bytes, which travel between processes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from srsly.msgpack import msgpack_decoders, msgpack_encoders

from paperatlas.graph.codec import decode, encode
from paperatlas.records import Extraction, Relation

if TYPE_CHECKING:
    from collections.abc import Callable

__all__: list[str] = []

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
