from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import ROOT
from paperatlas.formats import csv_table, edges_csv, nodes_csv
from paperatlas.formats.csv_tables import EDGE_COLUMNS, NODE_COLUMNS
from paperatlas.text.sanitization import is_number, safe_cell, xml_text
from samples import HOSTILE, TITLE, sample_graph

FORMULA_CASES = json.loads((ROOT / "tests" / "formula_cases.json").read_bytes())


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def test_there_is_a_row_a_node() -> None:
    rows = _rows(nodes_csv(sample_graph()))
    assert [row["id"] for row in rows] == list(sample_graph().entities)
    one = next(row for row in rows if row["id"] == "paper/one")
    assert (one["label"], one["date"], one["has_code"], one["upvotes"]) == (TITLE, "2024-01-02", "true", "5")
    assert tuple(rows[0]) == NODE_COLUMNS


def test_what_is_not_known_of_a_node_is_an_empty_cell() -> None:
    otter = next(row for row in _rows(nodes_csv(sample_graph())) if row["id"] == "model/otter7b")
    assert (otter["aliases"], otter["date"], otter["has_code"]) == ("Otter 7B", "", "")


def test_there_is_a_row_a_statement() -> None:
    rows = _rows(edges_csv(sample_graph()))
    assert tuple(rows[0]) == EDGE_COLUMNS
    assert [row["statement"] for row in rows] == [statement.id for statement in sample_graph().statements]
    compared = next(row for row in rows if row["predicate"] == "compares-to")
    assert list(compared.values())[:11] == [
        "model/otter7b",
        "Otter-7B",
        "compares-to",
        "model/beaver13b",
        "Beaver-13B",
        "2",
        "0.9",
        "better | worse",
        "",
        "Otter-7B outperforms Beaver-13B",
        "paper/one",
    ]


def test_an_inferred_statement_names_its_rule_and_quotes_nothing() -> None:
    inferred = next(row for row in _rows(edges_csv(sample_graph())) if row["predicate"] == "variant-of")
    assert (inferred["inferred_by"], inferred["quote"], inferred["paper"]) == ("name-prefix", "", "")


@pytest.mark.parametrize("case", FORMULA_CASES)
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(case: dict[str, str]) -> None:
    assert safe_cell(case["cell"]) == case["safe"]
    assert _rows(csv_table(["label", "more"], [[case["cell"], 1]]))[0]["label"] == safe_cell(xml_text(case["cell"]))


def test_a_hostile_title_reaches_the_table_as_it_is() -> None:
    assert HOSTILE in {row["label"] for row in _rows(nodes_csv(sample_graph()))}


def test_a_formula_in_a_title_is_disarmed_in_both_tables() -> None:
    graph = sample_graph("=1+1")
    assert b",=1+1" not in nodes_csv(graph) + edges_csv(graph)
    assert b",'=1+1," in nodes_csv(graph)


def test_numbers_stay_numbers() -> None:
    assert csv_table(["a", "b", "c"], [[-1, -0.5, None]]) == b"a,b,c\r\n-1,-0.5,\r\n"


@given(st.lists(st.text(st.characters(exclude_categories=())), min_size=2, max_size=4))
def test_any_texts_come_back_one_a_cell(texts: list[str]) -> None:
    head, row = csv.reader(io.StringIO(csv_table(texts, [texts]).decode("utf-8"), newline=""))
    assert len(head) == len(row) == len(texts)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not is_number(cell) for cell in row)
