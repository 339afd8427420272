from __future__ import annotations

from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store

from paperatlas.errors import QueryError
from paperatlas.sparql import ask, bind
from paperatlas.sparql.lexer import tokenize

NASTY: Final = (
    'The "Pile"',
    "it's",
    "C:\\temp\\",
    "two\nlines\r\n",
    "} UNION { ?s ?p ?o",
    "?x $x",
    "# no comment",
    '"""',
    "'''",
    '" } } ; DROP ALL #',
    "<not an iri>",
    "<ftp://example.org/>",
    "\\u0022 }",
    "日本語 😀 é",
    "\x00\x1b[31m\u202e\ufeff",
    "",
)

DECOYS: Final = """\
# VALUES ?x { "in a comment" }
PREFIX x: <http://example.org/VALUES?x#>
SELECT ?x ?text WHERE {
  VALUES ?text { "VALUES ?x { }" 'VALUES ?x { }' '''VALUES ?x { ' }''' }
  VALUES ?x { "old" "older" } # VALUES ?x { "late" }
}
"""


def _text() -> st.SearchStrategy[str]:
    return st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: not text.lower().startswith("<http"))


@given(_text())
@example('"}\\')
def test_binding_an_empty_query_gives_the_value_back_and_changes_nothing_else(value: str) -> None:
    query = "SELECT ?x WHERE {}"
    bound = bind(query, {"x": value})
    result = ask(Store(), bound)
    assert result.columns == ("x",)
    assert result.rows == ((Literal(value),),)
    assert [token.text for token in tokenize(bound) if token.kind != "string"] == [
        *["SELECT", "?x", "WHERE", "{"],
        *["VALUES", "?x", "{", "}"],
        "}",
    ]


@given(_text(), _text())
def test_binding_replaces_the_block_and_nothing_that_looks_like_one(first: str, second: str) -> None:
    bound = bind(DECOYS, {"x": [first, second]})
    rows = ask(Store(), bound.replace("?text {", "?text { 'one'", 1)).rows
    assert {row[0] for row in rows} == {Literal(first), Literal(second)}
    head, tail = DECOYS.split(' "old" "older" ')
    assert bound.startswith(head)
    assert bound.endswith(tail)


@pytest.mark.parametrize("value", NASTY)
def test_a_value_may_hold_anything(value: str) -> None:
    bound = bind('SELECT ?x ?y WHERE { VALUES ?x { "old" } BIND("kept" AS ?y) }', {"x": value})
    assert ask(Store(), bound).rows == ((Literal(value), Literal("kept")),)


def test_an_address_in_angle_brackets_is_an_iri() -> None:
    result = ask(Store(), "SELECT ?x WHERE {}", {"x": "<https://example.org/a?b=c#d>"})
    assert result.rows == ((NamedNode("https://example.org/a?b=c#d"),),)


def test_a_bad_iri_is_refused() -> None:
    with pytest.raises(QueryError, match="parameter x is no IRI, percent-encode it"):
        bind("SELECT ?x WHERE {}", {"x": "<http://exa mple.org/>"})


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(QueryError, match="no valid Unicode"):
        bind("SELECT ?x WHERE {}", {"x": "\ud800"})


def test_every_block_of_the_variable_is_replaced_also_in_parentheses() -> None:
    query = "ASK { { VALUES ?x { 1 } } UNION { values ($x) { (2) (3) } } VALUES ?y { 4 } }"
    assert bind(query, {"x": ["a", "b"]}) == (
        'ASK { { VALUES ?x { "a" "b" } } UNION { values ($x) { ("a") ("b") } } VALUES ?y { 4 } }'
    )


def test_several_parameters_are_bound_together() -> None:
    rows = ask(Store(), "SELECT ?x ?y WHERE { VALUES ?x { 1 } VALUES ?y { 2 } }", {"x": "?y {", "y": "?x {"}).rows
    assert rows == ((Literal("?y {"), Literal("?x {")),)


@pytest.mark.parametrize(
    ("query", "bound"),
    [
        ("SELECT ?x { ?s ?p ?x }", 'SELECT ?x { VALUES ?x { "v" } ?s ?p ?x }'),
        (
            "SELECT (EXISTS { ?x ?p 1 } AS ?is) WHERE { ?s ?p ?x }",
            'SELECT (EXISTS { ?x ?p 1 } AS ?is) WHERE { VALUES ?x { "v" } ?s ?p ?x }',
        ),
        (
            "CONSTRUCT { ?x ?p ?o } WHERE { ?x ?p ?o }",
            'CONSTRUCT { ?x ?p ?o } WHERE { VALUES ?x { "v" } ?x ?p ?o }',
        ),
        ("DESCRIBE ?x WHERE { ?x ?p ?o }", 'DESCRIBE ?x WHERE { VALUES ?x { "v" } ?x ?p ?o }'),
        (
            "SELECT ?x { { SELECT ?x WHERE { ?x ?p ?o } } }",
            'SELECT ?x { VALUES ?x { "v" } { SELECT ?x WHERE { ?x ?p ?o } } }',
        ),
        (
            "SELECT ?n { SELECT (COUNT(?x) AS ?n) WHERE { ?x ?p ?o } }",
            'SELECT ?n { SELECT (COUNT(?x) AS ?n) WHERE { VALUES ?x { "v" } ?x ?p ?o } }',
        ),
    ],
)
def test_without_a_block_one_is_put_at_the_start_of_the_where_group(query: str, bound: str) -> None:
    assert bind(query, {"x": "v"}) == bound
    ask(Store(), bound)


@pytest.mark.parametrize(
    ("query", "name", "message"),
    [
        ("ASK { ?model a pa:Model }", "modell", "no parameter 'modell'; did you mean model"),
        ("ASK { ?a ?b 1 }", "dataset", "no parameter 'dataset'; its variables are a, b"),
        ("ASK {}", "x", "no parameter 'x'; it has no variables"),
        ("ASK { VALUES (?x ?y) { (1 2) } }", "x", "shares a VALUES block"),
        ("CONSTRUCT WHERE { ?x ?p ?o }", "x", "CONSTRUCT { … } WHERE { … }"),
        ("DESCRIBE ?x", "x", "no place for the parameter x"),
        ("ASK { VALUES ?x { 1 ", "x", "never closed"),
        ("?x", "x", "no place"),
    ],
)
def test_what_cannot_be_bound_is_refused_with_advice(query: str, name: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        bind(query, {name: "v"})
    assert message in str(caught.value)
