"""Choosing a format, and counting what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, QueryResultsFormat, Store

from paperatlas.errors import RequestError
from paperatlas.server.http.content_negotiation import GRAPHS, TABLES, best, takes_gzip
from paperatlas.server.workers.job_handlers import count_rows, with_dataset
from paperatlas.server.workers.messages import Dataset

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions

JSON = "application/sparql-results+json"


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", JSON),
        ("text/html, */*;q=0.8", JSON),
        ("text/csv;q=0.9,application/json;q=0.95", "application/json"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv;charset=utf-8", "text/csv"),
        ("text/csv;q=1.5", None),
        ("text/csv;q=nan", None),
        ("text/*, text/csv;q=0", "text/tab-separated-values"),
        ("*/*;q=0", None),
        ("image/png", None),
        (",;,", JSON),
    ],
)
def test_the_best_format(accept: str, chosen: str | None) -> None:
    assert best(accept, TABLES) == chosen


@given(st.text())
def test_any_header_gives_a_format_or_nothing(accept: str) -> None:
    assert best(accept, GRAPHS) in {*GRAPHS, None}
    takes_gzip(accept)


@given(st.lists(st.tuples(st.text(), st.one_of(st.none(), st.text())), min_size=1, max_size=8))
def test_rows_are_counted_whatever_they_hold(rows: list[tuple[str, str | None]]) -> None:
    store = Store()
    kept = [[str(Literal(cell)) if cell is not None else "UNDEF" for cell in row] for row in rows]
    values = " ".join(f"({' '.join(row)})" for row in kept)
    query = f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}"
    try:
        store.query(query)
    except SyntaxError:
        return  # a character that SPARQL has no place for
    for media_type in TABLES:
        try:
            rows_found = cast("QuerySolutions", store.query(query))
            document = rows_found.serialize(format=QueryResultsFormat.from_media_type(media_type))
        except OSError:
            continue  # a character that the format has no place for
        assert count_rows(document or b"", media_type) == len(rows), media_type


@pytest.mark.parametrize("update", ["INSERT DATA { <a:b> <a:c> 1 }", "DELETE DATA { <a:b> <a:c> 1 }", "CLEAR ALL", ""])
def test_operations_without_a_pattern_stay_as_they_are(update: str) -> None:
    assert with_dataset(update, Dataset(("urn:g",))) == update


def test_each_operation_gets_the_dataset() -> None:
    update = "DELETE { ?s ?p 'WHERE' } INSERT { ?s ?p 1 } WHERE { ?s ?p { } }; DELETE WHERE { ?s ?p ?o } # WHERE"
    assert with_dataset(update, Dataset(("urn:g",), ("urn:h",))).count("USING <urn:g> USING NAMED <urn:h> WHERE") == 2
    with pytest.raises(RequestError):
        with_dataset("DELETE { ?s ?p 1 } USING <urn:x> WHERE { ?s ?p ?o }", Dataset(("urn:g",)))
