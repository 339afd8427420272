"""What pages do with statements that are too uncertain to be edges."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from paperatlas.graph.graph import Evidence, Graph, Statement
from samples import sample_graph
from server.pages.graph_site import GraphSite
from server.pages.page_client import ParsedPage, client_of

if TYPE_CHECKING:
    from starlette.testclient import TestClient

WORDING = next(iter(sample_graph().papers["paper/one"].versions)).id


def doubtful(subject: str, predicate: str, target: str, quote: str = "We tune our model on it.") -> Statement:
    evidence = Evidence("paper/one", quote, WORDING, 0, len(quote), extractor="rules-0.1.0", confidence=0.05)
    return Statement(subject, predicate, target, (evidence,), 0.05)


TRAINED = doubtful("model/otter7b", "trains-on", "dataset/pondbench")
BASED = doubtful("model/beaver13b", "based-on", "model/otter")


@pytest.fixture
def graph() -> Graph:
    """The sample, with two unsure statements."""
    return replace(sample_graph(), unsure=(BASED, TRAINED))


@pytest.fixture
def client(graph: Graph) -> TestClient:
    return client_of(GraphSite(graph))


def text(client: TestClient, path: str) -> str:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, path
    return ParsedPage(answer.text).text


def section(client: TestClient, path: str, key: str) -> str:
    page = client.get(path).text
    return ParsedPage(page.partition(f'<section id="{key}"')[2].partition("</section>")[0]).text


def test_unsure_statements_are_left_out_and_counted(client: TestClient) -> None:
    trained = section(client, "/model/otter7b", "trains-on-subject")
    assert "PondBench" not in trained
    assert "1 less certain" in trained
    assert "1 less certain statement is left out. Show it" in text(client, "/model/otter7b")


def test_a_section_without_a_sure_statement_says_so(client: TestClient) -> None:
    assert section(client, "/model/beaver13b", "based-on-subject").endswith("Nothing sure; 1 less certain")


def test_a_page_shows_them_faint_when_asked(client: TestClient) -> None:
    page = client.get("/model/otter7b?min-confidence=0").text
    assert page.count('<li class="claim unsure">') == 1
    assert "All statements are shown; 1 less certain one stands in grey" in ParsedPage(page).text
    trained = section(client, "/model/otter7b?min-confidence=0", "trains-on-subject")
    assert "PondBench" in trained
    assert "5 % sure less certain" in trained
    assert trained.index("RiverPile") < trained.index("PondBench"), "what is sure comes first"


def test_a_high_least_confidence_hides_what_is_sure_but_not_what_a_listing_states(client: TestClient) -> None:
    page = text(client, "/model/otter7b?min-confidence=0.99")
    assert "trained on RiverPile" not in page
    assert "less are left out" in page
    assert "Ada Lake" in text(client, "/paper/one?min-confidence=0.99")


def test_a_paper_counts_and_shows_what_it_may_state_of_others(client: TestClient) -> None:
    assert "1 less certain" in section(client, "/paper/one", "based-on-stated")
    assert "Beaver-13B → Otter" in section(client, "/paper/one?min-confidence=0", "based-on-stated")


def test_links_of_a_page_keep_the_least_confidence(client: TestClient) -> None:
    page = ParsedPage(client.get("/model/otter7b?min-confidence=0.05").text)
    inner = [
        href for href in page.all("a", "href") if href.startswith(("/dataset/", "/paper/", "/statement/", "?form"))
    ]
    assert len(inner) > 8
    assert [href for href in inner if "min-confidence=0.05" not in href] == []
    assert "/explorer.html#confidence=50" in page.all("a", "href")
    results = ParsedPage(client.get("/?q=otter&min-confidence=0.05").text)
    assert "/model/otter7b?min-confidence=0.05" in results.all("a", "href")
    hits = client.get("/search.json?q=otter&min-confidence=0.05").json()["hits"]
    assert all(hit["path"].endswith("?min-confidence=0.05") for hit in hits)


def test_links_of_a_page_have_no_parameter_by_default(client: TestClient) -> None:
    page = ParsedPage(client.get("/model/beaver13b").text)
    assert [href for href in page.all("a", "href") if "min-confidence" in href and not href.startswith("?")] == []


@pytest.mark.parametrize("value", ["", "high", "1.5", "-0.1", "nan", "1e999", "0&min-confidence=1", "%00", "<b>" * 900])
@pytest.mark.parametrize("path", ["/model/otter7b", "/statement/" + TRAINED.id, "/", "/search.json", "/graph"])
def test_what_is_no_confidence_is_refused_with_the_fix(client: TestClient, path: str, value: str) -> None:
    answer = client.get(f"{path}?q=otter&min-confidence={value}", headers={"Accept": "text/html"})
    assert answer.status_code == 400
    assert "give one number from 0 to 1" in ParsedPage(answer.text).text
    assert "Retry-After" not in answer.headers


def test_an_unsure_statement_has_a_page_that_says_why(client: TestClient) -> None:
    page = text(client, f"/statement/{TRAINED.id}")
    assert "Less certain. A confidence of 0.05 is less than the 0." in page
    assert "that trains-on takes" in page
    sure = Statement("model/otter7b", "trains-on", "dataset/riverpile").id
    assert "Less certain" not in text(client, f"/statement/{sure}")


def test_a_statement_that_only_this_build_keeps_apart_says_so() -> None:
    kept_apart = sample_graph().with_min_confidence(1.0)
    statement = Statement("model/otter7b", "compares-to", "model/beaver13b").id
    likely = replace(kept_apart, unsure=tuple(replace(edge, confidence=0.999) for edge in kept_apart.unsure))
    assert "less than this build was asked for" in text(client_of(GraphSite(likely)), f"/statement/{statement}")


def test_other_statements_about_the_two_are_sure_ones_unless_asked_otherwise(graph: Graph) -> None:
    beside = doubtful("model/otter7b", "evaluates-on", "dataset/riverpile")
    client = client_of(GraphSite(replace(graph, unsure=(beside,))))
    trained = Statement("model/otter7b", "trains-on", "dataset/riverpile").id
    assert f"/statement/{beside.id}" not in client.get(f"/statement/{trained}").text
    assert f"/statement/{beside.id}" in client.get(f"/statement/{trained}?min-confidence=0").text


def test_rdf_of_a_node_holds_unsure_statements_when_asked_and_never_as_triples(client: TestClient) -> None:
    for parameter, count in (("", 0), ("&min-confidence=0", 1)):
        store = Store()
        store.load(client.get(f"/model/otter7b?format=turtle{parameter}").content, format=RdfFormat.TURTLE)
        assert store.query("ASK { ?model pa:trainsOn ?data }", prefixes=PREFIXES)
        assert not store.query(f"ASK {{ ?m pa:trainsOn <{Graph().iri('dataset/pondbench')}> }}", prefixes=PREFIXES)
        unsure = store.quads_for_pattern(None, RDF_TYPE, NamedNode(f"{PREFIXES['pa']}UnsureStatement"))
        assert len(list(unsure)) == count
    assert "UnsureStatement" in client.get(f"/statement/{TRAINED.id}?format=turtle").text


RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
PREFIXES = {"pa": "https://w3id.org/paperatlas/vocab#"}


def test_what_a_listing_states_is_marked_so_instead_of_with_a_number(client: TestClient) -> None:
    authored = Statement("paper/one", "authored-by", "author/ada-lake").id
    page = text(client, f"/statement/{authored}")
    assert "1 paper · stated" in page
    assert "% sure" not in page
    assert "stated" in section(client, "/author/ada-lake", "affiliated-with-subject")


def test_what_a_quote_leaves_unnamed_stands_beside_it(client: TestClient) -> None:
    assert "about Otter-7B and PondBench" in text(client, f"/statement/{TRAINED.id}")
    compared = Statement("model/otter7b", "compares-to", "model/beaver13b").id
    assert "about Otter-7B" not in text(client, f"/statement/{compared}")


def test_a_page_without_statements_says_what_was_looked_at() -> None:
    sample = sample_graph()
    mention = Statement("paper/one", "mentions", "dataset/riverpile", (Evidence("paper/one", "RiverPile"),))
    graph = replace(sample, statements=(mention,), unsure=(BASED,))
    client = client_of(GraphSite(graph))
    assert "No statement about RiverPile; 1 paper names it." in text(client, "/dataset/riverpile")
    beaver = text(client, "/model/beaver13b")
    assert "No statement about Beaver-13B; no paper names it." in beaver
    assert "1 less certain" in beaver
    assert "of 11 nodes has these words" in text(client, "/?q=nothing+of+that+name")


def test_the_home_page_counts_them(client: TestClient) -> None:
    assert "Less certain 2" in text(client, "/")
