from __future__ import annotations

import csv
import io

import pytest

from paperatlas.analysis import analyze, tables
from paperatlas.graph.graph import Graph
from samples import sample_graph

FILES = {
    "measures.csv",
    "communities.csv",
    "models.csv",
    "datasets.csv",
    "methods.csv",
    "labs.csv",
    "comparisons.csv",
    "years.csv",
}


def _rows(name: str) -> list[dict[str, str]]:
    content = tables(analyze(sample_graph()))[name]
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_there_is_a_file_a_subject() -> None:
    assert set(tables(analyze(sample_graph()))) == FILES


@pytest.mark.parametrize("name", sorted(FILES))
def test_an_empty_graph_gives_heads_alone(name: str) -> None:
    assert tables(analyze(Graph()))[name].count(b"\r\n") == 1


@pytest.mark.parametrize("name", sorted(FILES))
def test_no_row_is_longer_or_shorter_than_the_head(name: str) -> None:
    for row in _rows(name):
        assert None not in row
        assert None not in row.values()


def test_measures_have_a_row_a_node_and_a_column_a_predicate() -> None:
    rows = _rows("measures.csv")
    assert [row["id"] for row in rows] == list(sample_graph().entities)
    otter = next(row for row in rows if row["id"] == "model/otter7b")
    assert (otter["out_compares-to"], otter["in_applied-to"], otter["in_degree"]) == ("1", "1", "2")
    assert next(row for row in rows if row["type"] == "Author")["pagerank"] == ""


def test_comparisons_name_the_papers_of_each_outcome() -> None:
    (row,) = _rows("comparisons.csv")
    assert (row["first_label"], row["second_label"], row["papers"]) == ("Beaver-13B", "Otter-7B", "2")
    assert (row["first_better"], row["papers_first_better"]) == ("1", "paper/two")
    assert (row["second_better"], row["papers_second_better"]) == ("1", "paper/one")


def test_communities_count_their_members_by_type() -> None:
    for row in _rows("communities.csv"):
        assert int(row["size"]) == sum(int(row[name]) for name in ("papers", "models", "datasets", "methods"))


def test_years_count_papers() -> None:
    assert _rows("years.csv") == [{"year": "2024", "papers_dated": "1", "papers_with_inferred_year": "0"}]
