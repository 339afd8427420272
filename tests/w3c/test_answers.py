from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from w3c.answers import CSV, Solutions, difference, parse_answer, read_answer

if TYPE_CHECKING:
    from pathlib import Path

    from w3c.facts import Term

_XSD = "http://www.w3.org/2001/XMLSchema#"
_A, _B = NamedNode("http://example.org/a"), NamedNode("http://example.org/b")
_TERMS = st.sampled_from([_A, _B, Literal("x"), Literal(1), BlankNode("p"), BlankNode("q")])
_ROWS = st.lists(st.dictionaries(st.sampled_from("st"), _TERMS), min_size=1, max_size=5)


def _solutions(*rows: dict[str, Term]) -> Solutions:
    return Solutions(frozenset("st"), rows)


def _number(spelling: str, kind: str) -> Literal:
    return Literal(spelling, datatype=NamedNode(_XSD + kind))


@given(rows=_ROWS, data=st.data())
def test_rows_may_come_in_any_order_and_blank_nodes_may_have_any_name(
    rows: list[dict[str, Term]], data: st.DataObject
) -> None:
    names: dict[Term, Term] = {BlankNode("p"): BlankNode("other"), BlankNode("q"): BlankNode("another")}
    renamed = [{key: names.get(term, term) for key, term in row.items()} for row in rows]
    shuffled = data.draw(st.permutations(renamed))
    assert difference(_solutions(*rows), _solutions(*shuffled)) is None


@given(rows=_ROWS)
def test_a_row_more_is_a_difference(rows: list[dict[str, Term]]) -> None:
    assert difference(_solutions(*rows), _solutions(*rows, rows[0]))


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (_solutions({"s": _A}), _solutions({"s": _B})),
        (_solutions({"s": _A}), _solutions({"t": _A})),
        (_solutions({"s": BlankNode("p"), "t": BlankNode("p")}), _solutions({"s": BlankNode(), "t": BlankNode()})),
        (_solutions({"s": BlankNode("p")}, {"s": BlankNode("p")}), _solutions({"s": BlankNode()}, {"s": BlankNode()})),
        (_solutions({"s": _number("1", "integer")}), _solutions({"s": _number("1", "decimal")})),
        (_solutions({"s": _number("1", "integer")}), _solutions({"s": _number("2", "integer")})),
        (_solutions({"s": Literal("1")}), _solutions({"s": Literal("1.0")})),
        (_solutions(), Solutions(frozenset("s"), ())),
        (_solutions(), True),
        (True, False),
        (frozenset({Triple(_A, _A, _A)}), frozenset({Triple(_A, _A, _B)})),
    ],
)
def test_what_differs_is_told(expected: Solutions, got: Solutions) -> None:
    assert difference(expected, got)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [("01", "1", "integer"), ("1.50", "1.5", "decimal"), ("1.0e6", "1000000", "double"), ("1", "true", "boolean")],
)
def test_one_value_has_many_spellings(one: str, other: str, kind: str) -> None:
    assert difference(_solutions({"s": _number(one, kind)}), _solutions({"s": _number(other, kind)})) is None


def test_a_number_that_is_none_is_compared_as_it_stands() -> None:
    assert difference(_solutions({"s": _number("x", "double")}), _solutions({"s": _number("y", "double")}))


def test_order_counts_when_it_is_asked_for() -> None:
    one, other = _solutions({"s": _A}, {"s": _B}), _solutions({"s": _B}, {"s": _A})
    assert difference(one, one, ordered=True) is None
    assert difference(one, other, ordered=True)


def test_graphs_are_the_same_up_to_blank_nodes() -> None:
    one = frozenset({Triple(_A, _A, BlankNode("p")), Triple(BlankNode("p"), _A, _B)})
    other = frozenset({Triple(_A, _A, BlankNode("z")), Triple(BlankNode("z"), _A, _B)})
    assert difference(one, other) is None


@pytest.mark.parametrize("table", [ox.QueryResultsFormat.XML, ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.TSV])
def test_each_format_is_read_back(table: ox.QueryResultsFormat) -> None:
    found = ox.Store().query("SELECT ?s ?t { VALUES (?s ?t) { (<http://example.org/a> UNDEF) ('x' 1) } }")
    assert isinstance(found, ox.QuerySolutions)
    body = found.serialize(format=table)
    wanted = _solutions({"s": _A}, {"s": Literal("x"), "t": Literal(1)})
    assert body is not None
    assert difference(wanted, parse_answer(body, table.media_type.partition(";")[0])) is None


def test_csv_is_compared_by_its_fields() -> None:
    one = parse_answer(b's,t\r\n_:a,"x, y"\r\n_:b,\r\n', CSV)
    assert difference(parse_answer(b't,s\r\n"x, y",_:q\r\n,_:r\r\n', CSV), one) is None
    assert difference(parse_answer(b't,s\r\n"x, y",_:q\r\n,_:q\r\n', CSV), one)


def test_a_type_that_is_no_format_is_refused() -> None:
    with pytest.raises(LookupError, match="image/png"):
        parse_answer(b"", "image/png")


def test_a_result_set_in_turtle_is_read_in_its_order(tmp_path: Path) -> None:
    file = tmp_path / "result.ttl"
    file.write_text(
        """@prefix rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#> .
        [] a rs:ResultSet ; rs:resultVariable "s", "t" ;
           rs:solution [ rs:index 2 ; rs:binding [ rs:variable "s" ; rs:value 7 ] ] ;
           rs:solution [ rs:index 1 ; rs:binding [ rs:variable "t" ; rs:value "x" ] ] ."""
    )
    assert difference(_solutions({"t": Literal("x")}, {"s": Literal(7)}), read_answer(file), ordered=True) is None


def test_a_truth_value_in_turtle_is_read(tmp_path: Path) -> None:
    file = tmp_path / "result.ttl"
    file.write_text(
        "@prefix rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#> . [] a rs:ResultSet ; rs:boolean true ."
    )
    assert read_answer(file) is True
