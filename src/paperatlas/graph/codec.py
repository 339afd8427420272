"""Records as bytes and back, for caches: MessagePack with the names of fields, read back by their types.

Bytes of another shape are an error and never another record. A cache that outlives a release keeps :data:`SHAPE` beside
them, which changes with every field that comes, goes, or gets another type, name or default.

>>> from paperatlas.graph.extractions import Span
>>> decode(encode(Span(1, 4)), Span)
Span(start=1, end=4)
"""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, TypeVar

from msgspec import msgpack

from paperatlas.graph.extractions import ExtractedEntity, Extraction, Link, Mention, Relation, Span
from paperatlas.graph.papers import Date, ListedLab, Paper, ReadIssue, SourceFile, SourceLocation

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

__all__ = ["SHAPE", "decode", "encode", "shape_of"]

_Record = TypeVar("_Record")


def shape_of(types: Iterable[type[Any]]) -> int:
    """Return a number of 31 bits for the names of dataclasses and the names, types and defaults of their fields."""
    shapes = ((kind.__name__, sorted(map(_field_shape, fields(kind)))) for kind in types)
    return int.from_bytes(sha256(repr(sorted(shapes)).encode()).digest()[:4]) >> 1


def _field_shape(field: Field[Any]) -> tuple[str, str, str]:
    # The text of MISSING is another one in each process.
    return field.name, str(field.type), "" if field.default is MISSING else repr(field.default)


SHAPE: Final = shape_of(
    (
        Date,
        ListedLab,
        SourceLocation,
        SourceFile,
        Paper,
        ReadIssue,
        ExtractedEntity,
        Extraction,
        Link,
        Mention,
        Relation,
        Span,
    )
)
"""Stands for the fields of what reading and extraction give."""


@cache
def _decoder(kind: Hashable) -> msgpack.Decoder[Any]:
    return msgpack.Decoder(kind)


def encode(record: object) -> bytes:
    """Return a record of :mod:`paperatlas.graph.graph`, None, or a tuple of them, as bytes."""
    return msgpack.encode(record)


def decode(data: bytes, kind: type[_Record]) -> _Record:
    """Return the record that :func:`encode` made bytes of.

    Args:
        data: The bytes.
        kind: The type of the record.

    Raises:
        ValueError: if the bytes hold no such record.

    >>> from paperatlas.graph.papers import SourceLocation; from paperatlas.graph.extractions import Span
    >>> decode(encode(SourceLocation("a.txt", 1)), Span)
    Traceback (most recent call last):
        ...
    msgspec.ValidationError: Object missing required field `start`
    """
    hashable: Any = kind
    record: _Record = _decoder(hashable).decode(data)
    return record
