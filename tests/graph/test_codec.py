from __future__ import annotations

import subprocess
import sys
from dataclasses import make_dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.graph.codec import SCHEMA_HASH, decode, encode, schema_hash
from paperatlas.graph.extractions import Extraction, Span
from paperatlas.graph.papers import Date, ListedLab, Paper, ReadIssue, SourceFile, SourceLocation


@given(
    st.sampled_from([Date, ListedLab, SourceLocation, SourceFile, Paper, ReadIssue, Extraction]).flatmap(st.from_type)
)
def test_each_record_comes_back_the_same(record: object) -> None:
    try:
        data = encode(record)
    except (UnicodeEncodeError, OverflowError):
        return  # halves of surrogate pairs and numbers beyond 64 bits, which no reading gives
    assert decode(data, type(record)) == record


@pytest.mark.parametrize(
    ("now", "message"),
    [
        ([("start", int), ("length", int)], "missing required field `length`"),
        ([("start", str), ("end", int)], "Expected `str`, got `int`"),
        ([("start", int), ("end", tuple[int, ...])], "Expected `array`, got `int`"),
    ],
)
def test_bytes_of_another_shape_are_an_error(now: list[tuple[str, type]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        decode(encode(Span(1, 4)), make_dataclass("Span", now))


def test_fields_are_found_by_name() -> None:
    turned = make_dataclass("Span", [("end", int), ("start", int)])
    assert decode(encode(Span(1, 4)), turned) == turned(end=4, start=1)


@pytest.mark.parametrize(
    "now",
    [
        [("start", int)],
        [("start", int), ("end", int), ("note", str, "")],
        [("start", int), ("stop", int)],
        [("start", int), ("end", float)],
        [("start", int), ("end", int, 0)],
    ],
)
def test_a_field_that_comes_goes_or_changes_gives_another_shape(now: list[tuple[str, type]]) -> None:
    before = make_dataclass("Span", [("start", int), ("end", int)])
    assert schema_hash([make_dataclass("Span", now)]) != schema_hash([before])
    assert schema_hash([make_dataclass("Span", [("start", int), ("end", int)])]) == schema_hash([before])


def test_the_hash_is_the_same_in_each_process() -> None:
    program = "from paperatlas.graph.codec import SCHEMA_HASH; print(SCHEMA_HASH)"
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert int(printed) == SCHEMA_HASH
