from __future__ import annotations

import json

import pytest
from pyoxigraph import Store

from paperatlas.errors import GraphError, QueryError
from paperatlas.schema import DEFAULT_BASE
from paperatlas.server.query_editor.result_view import ROWS, Cell, ResultTable, error_json, table_of
from paperatlas.sparql import ask
from samples import HOSTILE


def answer_to(sparql: str) -> ResultTable:
    return table_of(ask(Store(), sparql), DEFAULT_BASE, 7)


def cell_of(term: str) -> Cell:
    (((cell,),)) = answer_to(f"SELECT * {{ VALUES ?x {{ {term} }} }}").rows
    assert cell
    return cell


@pytest.mark.parametrize(
    ("term", "cell"),
    [
        ('"Otter"', Cell("Otter")),
        ('"Otter"@en', Cell("Otter")),
        ("7", Cell("7", number=True)),
        ("0.331", Cell("0.331", number=True)),
        ('"7"', Cell("7")),
        ("true", Cell("true")),
        (
            f"<{DEFAULT_BASE}model/otter%207b>",
            Cell("model/otter 7b", f"{DEFAULT_BASE}model/otter%207b", "model/otter%207b"),
        ),
        ("pa:trainsOn", Cell("pa:trainsOn", f"{DEFAULT_BASE}vocab#trainsOn")),
        ("<https://a.org/x?y#z>", Cell("https://a.org/x?y#z", "https://a.org/x?y#z", "https://a.org/x?y#z")),
        ("<urn:otter>", Cell("urn:otter", "urn:otter")),
        ("<javascript:alert(1)>", Cell("javascript:alert(1)", "javascript:alert(1)")),
        ("<JavaScript:alert(1)//a>", Cell("JavaScript:alert(1)//a", "JavaScript:alert(1)//a")),
        ("<data:text/html,x>", Cell("data:text/html,x", "data:text/html,x")),
    ],
)
def test_each_kind_of_term_has_its_text_and_its_address(term: str, cell: Cell) -> None:
    assert cell_of(term) == cell


def test_a_thing_of_another_base_is_no_page_of_this_server() -> None:
    assert cell_of("<https://w3id.org/other/model/otter>").href == "https://w3id.org/other/model/otter"
    assert cell_of(f"<{DEFAULT_BASE}/evil.org/model/x>").href == f"{DEFAULT_BASE}/evil.org/model/x"


def test_unbound_variables_and_blank_nodes_are_shown() -> None:
    assert answer_to("SELECT * { VALUES (?x ?y) { (1 UNDEF) } }").rows == ((Cell("1", number=True), None),)
    ((cell,),) = answer_to("SELECT ?x { BIND(BNODE() AS ?x) }").rows
    assert cell
    assert cell.text.startswith("_:")


def test_a_column_with_its_iris_beside_it_becomes_links() -> None:
    answer = answer_to(
        "SELECT * { VALUES (?a ?aIri ?bIri) { "
        f"('Otter' <{DEFAULT_BASE}model/otter> pa:Model) (UNDEF pa:Lab UNDEF) }} }}"
    )
    assert answer.columns == ("a", "bIri")
    assert answer.rows[0][0] == Cell("Otter", f"{DEFAULT_BASE}model/otter", "model/otter")
    assert answer.rows[1] == (Cell("pa:Lab", f"{DEFAULT_BASE}vocab#Lab"), None)


def test_a_name_beside_something_that_is_no_iri_is_a_name() -> None:
    ((cell,),) = answer_to("SELECT * { VALUES (?a ?aIri) { ('Otter' 'no iri') } }").rows
    assert cell == Cell("Otter")


def test_only_the_first_rows_are_shown() -> None:
    values = " ".join(map(str, range(ROWS + 5)))
    answer = answer_to(f"SELECT * {{ VALUES ?x {{ {values} }} }}")
    assert (len(answer.rows), answer.total) == (ROWS, ROWS + 5)


def test_yes_and_no_are_answers() -> None:
    assert answer_to("ASK {}").as_json() == {
        "columns": (),
        "rows": [],
        "total": 0,
        "answer": True,
        "milliseconds": 7,
    }


def test_the_script_gets_what_the_page_shows() -> None:
    shown = answer_to("SELECT * { VALUES (?x ?y) { ('' UNDEF) (1 pa:Model) } }").as_json()
    assert json.loads(json.dumps(shown))["rows"] == [
        [{"text": ""}, None],
        [{"text": "1", "number": True}, {"text": "pa:Model", "iri": f"{DEFAULT_BASE}vocab#Model"}],
    ]


def test_text_stays_what_it_is() -> None:
    ((cell,),) = table_of(ask(Store(), "SELECT ?x {}", {"x": HOSTILE}), DEFAULT_BASE, 0).rows
    assert cell
    assert cell.text == HOSTILE


def test_an_error_tells_its_place() -> None:
    with pytest.raises(QueryError) as caught:
        ask(Store(), "SELECT *\nWHERE { ?s a ] }")
    assert error_json(caught.value) == {"error": str(caught.value), "line": 2, "column": 9}


def test_an_error_without_a_place_is_told_without_one() -> None:
    assert error_json(GraphError("there is no graph; build one")) == {"error": "there is no graph; build one"}
