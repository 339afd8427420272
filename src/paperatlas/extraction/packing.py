"""Lets spaCy pack what was found in a document, so that documents travel between processes and to disk."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from srsly.msgpack import msgpack_decoders, msgpack_encoders

from paperatlas.records import ExtractedEntity, Extraction, Link, Mention, Relation, Span

if TYPE_CHECKING:
    from collections.abc import Callable

__all__: list[str] = []

_RECORDS: Final[dict[str, type[Any]]] = {
    record.__name__: record for record in (ExtractedEntity, Extraction, Link, Mention, Relation, Span)
}
_MARK: Final = "paperatlas record"


@msgpack_encoders("paperatlas_records")  # type: ignore[untyped-decorator]
def encode(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """A record as plain values; what is none goes on to the next encoder."""
    name = type(value).__name__
    if type(value) is _RECORDS.get(name):
        return {_MARK: name, "values": [getattr(value, field.name) for field in fields(value)]}
    return value if chain is None else chain(value)


@msgpack_decoders("paperatlas_records")  # type: ignore[untyped-decorator]
def decode(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """The record that :func:`encode` made plain; what is none goes on to the next decoder."""
    if isinstance(value, dict) and value.get(_MARK) in _RECORDS:
        values = (tuple(part) if isinstance(part, list) else part for part in value["values"])
        return _RECORDS[value[_MARK]](*values)
    return value if chain is None else chain(value)
