"""A codec of records for caches: MessagePack with the names of fields, decoded by their types.

Bytes of another type are an error and never another record. A cache that outlives a release keeps :data:`SCHEMA_HASH`
beside them, which changes with every field that comes, goes, or gets another type, name or default.

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

__all__ = ["SCHEMA_HASH", "decode", "encode", "schema_hash"]

_Record = TypeVar("_Record")


def schema_hash(types: Iterable[type[Any]]) -> int:
    """Return a number of 31 bits for the names of dataclasses and the names, types and defaults of their fields."""
    schemas = ((record.__name__, sorted(map(_field_schema, fields(record)))) for record in types)
    return int.from_bytes(sha256(repr(sorted(schemas)).encode()).digest()[:4]) >> 1


def _field_schema(field: Field[Any]) -> tuple[str, str, str]:
    # The text of MISSING is another one in each process.
    return field.name, str(field.type), "" if field.default is MISSING else repr(field.default)


SCHEMA_HASH: Final = schema_hash(
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
"""The hash of the fields of all records of reading and extraction."""


@cache
def _decoder(record_type: Hashable) -> msgpack.Decoder[Any]:
    return msgpack.Decoder(record_type)


def encode(record: object) -> bytes:
    """Encode a record of this package, None, or a tuple of them."""
    return msgpack.encode(record)


def decode(data: bytes, record_type: type[_Record]) -> _Record:
    """Decode the bytes of :func:`encode` as a record of a type.

    Raises:
        ValueError: if the bytes hold no such record.

    >>> from paperatlas.graph.papers import SourceLocation; from paperatlas.graph.extractions import Span
    >>> decode(encode(SourceLocation("a.txt", 1)), Span)
    Traceback (most recent call last):
        ...
    msgspec.ValidationError: Object missing required field `start`
    """
    hashable: Any = record_type
    record: _Record = _decoder(hashable).decode(data)
    return record
