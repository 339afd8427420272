"""Records as bytes and back, so that they travel between processes and to disk; spaCy packs those of a document.

The bytes are MessagePack, which holds values only: to read what somebody else has written runs nothing of theirs.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

import srsly
from srsly.msgpack import msgpack_decoders, msgpack_encoders

from paperatlas import records

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["pack", "unpack"]

_NAMES: Final = (
    *("Date", "ListedLab", "Listing", "Page", "Paper", "Problem"),
    *("ExtractedEntity", "Extraction", "Link", "Mention", "Relation", "Span"),
)
_RECORDS: Final[dict[str, type[Any]]] = {name: getattr(records, name) for name in _NAMES}
_MARK: Final = "paperatlas record"


def pack(record: object) -> bytes:
    """A record of :mod:`paperatlas.records`, or a list of them, as bytes.

    >>> unpack(pack(records.Span(1, 4)))
    Span(start=1, end=4)
    """
    data: bytes = srsly.msgpack_dumps(record)
    return data


def unpack(data: bytes) -> Any:
    """What :func:`pack` packed.

    Raises:
        ValueError: if it is nothing of that kind.
    """
    return srsly.msgpack_loads(data)


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
        return _RECORDS[value[_MARK]](*map(_frozen, value["values"]))
    return value if chain is None else chain(value)


def _frozen(value: Any) -> Any:
    """A list as a tuple, with all that is in it: records hold no lists."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
