from __future__ import annotations

import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from pyoxigraph import Literal, NamedNode, Store

from paperatlas.errors import GraphError, QueryError
from paperatlas.sparql import ask, check, find_question, open_graph
from paperatlas.store import write_store
from samples import sample_graph

if TYPE_CHECKING:
    from collections.abc import Iterator

RIVER: Final = Path(__file__).with_name("river.ttl")


@pytest.fixture(scope="module")
def river() -> Store:
    return open_graph(RIVER)


def test_a_path_and_a_store_give_the_same(river: Store) -> None:
    query = "SELECT ?label WHERE { ?model a pa:Model ; rdfs:label ?label } ORDER BY ?label"
    result = ask(river, query)
    assert result == ask(RIVER, query) == ask(str(RIVER), query)
    assert [row[0] for row in result.rows] == [Literal(name) for name in ("Beaver-13B", "Dam", "Otter", "Otter-7B")]
    assert len(result) == 4


def test_an_unbound_variable_is_nothing(river: Store) -> None:
    assert ask(river, "SELECT ?x ?y WHERE { VALUES ?x { 1 } }").rows == ((Literal(1), None),)


def test_ask_gives_yes_or_no(river: Store) -> None:
    assert ask(river, "ASK { ?paper a pa:Paper }").answer is True
    assert ask(river, "ASK { ?paper a pa:Lake }").answer is False


def test_triples_come_sorted_as_rows_of_three(river: Store) -> None:
    result = ask(river, "CONSTRUCT { ?model rdfs:label ?label } WHERE { ?model a pa:Model ; rdfs:label ?label }")
    assert result.columns == ("subject", "predicate", "object")
    assert [str(row[2]) for row in result.rows] == ['"Beaver-13B"', '"Dam"', '"Otter"', '"Otter-7B"']
    described = ask(river, "DESCRIBE <https://w3id.org/paperatlas/model/dam>")
    assert {row[0] for row in described.rows} == {NamedNode("https://w3id.org/paperatlas/model/dam")}


def test_a_question_takes_only_the_parameters_of_its_head(river: Store) -> None:
    with pytest.raises(QueryError, match="what-beats has no parameter 'quote'; it takes model"):
        ask(river, find_question("what-beats"), {"quote": "x"})


def test_two_values_give_the_answers_of_both(river: Store) -> None:
    question = find_question("benchmarks-of")
    both = ask(river, question, {"model": ["Otter-7B", "Beaver-13B"]})
    assert len(both) == sum(len(ask(river, question, {"model": name})) for name in ("Otter-7B", "Beaver-13B")) > 0


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?x WHERE {\n  ?x a ]\n}", "line 2, column 3:\n  ?x a ]\n  ^"),
        ("ASK { ?x a ex:Lake }", "as a prefix lacks its PREFIX line"),
        ("SELECT ?a (COUNT(*) AS ?n) WHERE { ?s ?p ?a }", "selects a variable that it does not group by"),
        ("", "line 1, column 1"),
        ("ASK {  \n\n", "line 1, column 6:\nASK {"),
        ("ASK { ?x a 'é😀' ] }", "column 17:\nASK { ?x a 'é😀' ] }\n" + " " * 16 + "^"),
        ("SELCT ?x {}", "line 1, column 1:\nSELCT ?x {}\n^"),
        ("ASK {\n  ?x a ?y .\n  FILTER(?y = )\n}", "line 3, column 15:"),
        ("ASK { '\ud800' }", "no SPARQL"),
    ],
)
def test_a_syntax_error_shows_where(river: Store, query: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        ask(river, query)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:b> <a:b> 1 }",
        "# SELECT\nPREFIX select: <http://x/> delete where { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "DROP ALL",
        "WITH <g:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_an_update_is_refused(update: str) -> None:
    with pytest.raises(QueryError, match=r"(INSERT|DELETE|LOAD|DROP|WITH) changes the graph; questions only read"):
        check(update)


@pytest.fixture
def caller() -> Iterator[tuple[int, list[bytes]]]:
    """A port of this machine, and what anyone sends to it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            try:
                while True:
                    with server.accept()[0] as visitor:
                        heard.append(visitor.recv(100))
            except OSError:
                return

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield server.getsockname()[1], heard
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { service silent <URL> { ?s ?p ?o } }",
        "PREFIX : <URL> SELECT * { SERVICE:x {} }",
        "PREFIX s: <URL> SELECT * { SERVICEs:x {} }",
        "PREFIX : <URL> SELECT * { SERVICESILENT:x {} }",
        "SELECT * { VALUES ?s { 1 } OPTIONAL { ?s ?p true } FILTER(true)SERVICE<URL>{} }",
        # To the engine each "<" here is "smaller than", and what follows is code or a comment.
        "PREFIX a: <http://a/> PREFIX : <URL> SELECT * { FILTER(1<a:b)SERVICE:x#>\n {} }",
        "PREFIX a: <http://a/> SELECT * { FILTER(1<a:b#c>'''\n) SERVICE <URL> {} #'''\n }",
        "PREFIX a: <http://a/> SELECT * { FILTER(1<a:b&&1='''>''') SERVICE <URL> {} #'''\n }",
        'PREFIX x: <http://x/> SELECT * { VALUES ?x { """a" x:\\~ } SERVICE <URL> {} #"""\n}',
    ],
)
def test_no_query_reaches_another_server(caller: tuple[int, list[bytes]], query: str) -> None:
    port, heard = caller
    with pytest.raises(QueryError):
        ask(Store(), query.replace("URL", f"http://127.0.0.1:{port}/"))
    assert heard == []


def test_a_syntax_error_has_line_and_column() -> None:
    with pytest.raises(QueryError) as caught:
        check("ASK {\n  ?paper a ]\n}")
    assert (caught.value.line, caught.value.column) == (2, 12)


def test_an_error_without_a_place_has_neither() -> None:
    with pytest.raises(QueryError) as caught:
        check("CLEAR ALL")
    assert caught.value.line is caught.value.column is None


def test_a_function_that_the_engine_lacks_is_named(river: Store) -> None:
    with pytest.raises(QueryError, match=r"cannot be answered: .*<http://example.org/f>"):
        ask(river, "SELECT (<http://example.org/f>(1) AS ?x) {}")


def test_service_is_refused_by_name() -> None:
    with pytest.raises(QueryError, match="SERVICE asks another server"):
        check("SELECT * { SERVICE <http://example.org/> {} }")


def test_the_word_service_is_welcome_where_it_is_no_keyword() -> None:
    query = """
    PREFIX service: <http://example.org/service#> # SERVICE <http://example.org/> {}
    SELECT ?service WHERE { VALUES ?service { 'SERVICE <x> {}' service:service <http://example.org/service?a:b#c> } }
    """
    rows = [str(row[0]) for row in ask(Store(), query).rows]
    assert rows == ['"SERVICE <x> {}"', "<http://example.org/service#service>", "<http://example.org/service?a:b#c>"]


def test_a_missing_graph_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="make one with `paperatlas build`"):
        ask(tmp_path / "graph.ttl", "ASK {}")


def test_a_page_or_a_folder_without_a_build_is_no_graph(tmp_path: Path) -> None:
    page = tmp_path / "graph.html"
    page.write_text("<p>")
    with pytest.raises(GraphError, match="is no RDF file"):
        open_graph(page)
    with pytest.raises(GraphError, match="holds no graph; make one with `paperatlas build"):
        open_graph(tmp_path)


def test_a_folder_of_outputs_is_asked_through_its_store(tmp_path: Path) -> None:
    write_store(sample_graph(), tmp_path, tmp_path)
    assert ask(tmp_path, "ASK { ?model a pa:Model ; rdfs:label 'Otter-7B' }").answer is True


def test_a_broken_graph_is_named(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text("<http://a> <http://b> ")
    with pytest.raises(GraphError, match=r"graph\.ttl cannot be loaded, make it anew"):
        open_graph(path)
