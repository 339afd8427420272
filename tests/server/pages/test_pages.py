from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from pyoxigraph import RdfFormat, Store
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from paperatlas.errors import Reason, RequestError
from paperatlas.formats import FORMATS
from paperatlas.graph.graph import Entity, Evidence, Graph, Statement
from paperatlas.server.pages import routes
from samples import sample_graph
from server.pages.graph_site import GraphSite
from server.pages.page_client import ParsedPage, client_of

if TYPE_CHECKING:
    from paperatlas.sparql import Result

NASTY = [
    "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "a\r\nSet-Cookie: stolen=1",
    "right \u202eto left\u2066",
    "\x00\x0b\ud800 control",
    "long " * 5000,
    "javascript:alert(1)",
]
"""Texts that could do something if a page took them for more than texts."""


def read(client: TestClient, path: str, status: int = 200) -> ParsedPage:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == status, (path, answer.status_code)
    return ParsedPage(answer.text)


def section(client: TestClient, path: str, key: str) -> str:
    page = client.get(path).text
    return ParsedPage(page.partition(f'<section id="{key}"')[2].partition("</section>")[0]).text


# --- what pages tell ---


def test_a_model_tells_what_papers_say_of_it(client: TestClient) -> None:
    page = read(client, "/model/otter7b")
    assert "Otter-7B" in page.text
    assert "Also written Otter 7B" in page.text
    headings = ["Introduced by", "Family", "Built from", "Trained on", "Evaluated on", "Compared to", "Applied to it"]
    places = [page.text.index(f"{heading} 1") for heading in headings if heading != "Family"]
    assert places == sorted(places)


def test_quotes_stand_with_their_names_marked_and_their_paper(client: TestClient) -> None:
    page = client.get("/model/otter7b").text
    assert "trained on <mark>RiverPile</mark>" in page
    assert "2 January 2024" in section(client, "/model/otter7b", "introduces-object")
    assert "Wet Lab" in section(client, "/model/otter7b", "introduces-object")


def test_outcomes_are_told_from_the_side_of_the_page(client: TestClient) -> None:
    winner = section(client, "/model/otter7b", "compares-to-either")
    loser = section(client, "/model/beaver13b", "compares-to-either")
    assert "papers disagree" in winner
    assert "better worse" in winner
    assert "“Otter-7B outperforms Beaver-13B” better" in winner
    assert "“Otter-7B outperforms Beaver-13B” worse" in loser
    assert "2 papers" in loser


def test_an_inferred_variant_leads_to_the_statement_that_says_so(client: TestClient) -> None:
    statement = Statement("model/otter7b", "variant-of", "model/otter").id
    assert f"/statement/{statement}" in client.get("/model/otter7b").text
    assert "name-prefix" in read(client, f"/statement/{statement}").text


def test_a_paper_tells_its_facts_and_what_it_states_of_others(client: TestClient) -> None:
    page = read(client, "/paper/one")
    for words in ("2 January 2024", "Ada Lake and 2 more", "Wet Lab", "arxiv:2401.00001", "5 upvotes", "a.txt:3"):
        assert words in page.text
    assert "https://arxiv.org/abs/2401.00001" in page.all("a", "href")
    assert "Otter-7B → RiverPile" in section(client, "/paper/one", "trains-on-stated")
    assert "We present Otter-7B, a language model" in page.text


def test_people_and_organisations_have_their_papers(client: TestClient) -> None:
    assert "2024" in section(client, "/author/ada-lake", "authored-by-object")
    assert "Wet Lab" in section(client, "/author/ada-lake", "affiliated-with-subject")
    assert "Ada Lake" in section(client, "/lab/wet-lab", "affiliated-with-object")


def test_coauthors_and_what_an_organisation_introduces_come_with_counts(sample: Graph) -> None:
    eve = Entity("author/eve-brook", "Author", "Eve Brook")
    line = Evidence("paper/one", "Ada Lake, Eve Brook")
    added = (
        Statement("paper/one", "authored-by", eve.id, (line,)),
        Statement("paper/one", "mentions", "model/otter7b", (line,)),
    )
    graph = replace(sample, entities={**sample.entities, eve.id: eve}, statements=(*sample.statements, *added))
    client = client_of(GraphSite(graph))
    assert "Eve Brook 1" in section(client, "/author/ada-lake", "others")
    assert "Otter-7B 1" in section(client, "/lab/wet-lab", "others")


def test_a_statement_tells_all_its_words(client: TestClient) -> None:
    statement = Statement("model/otter7b", "compares-to", "model/beaver13b").id
    page = read(client, f"/statement/{statement}")
    for words in ("compares-to", "better", "worse", "papers disagree", "b.txt:5", "based-on"):
        assert words in page.text


def test_evidence_has_a_page_and_rdf(client: TestClient, sample: Graph) -> None:
    found = Store()
    found.load(FORMATS["turtle"].render(sample), format=RdfFormat.TURTLE)
    iris = {quad.subject.value for quad in found if quad.subject.value.startswith(f"{sample.base}evidence/")}
    path = min(iris).removeprefix(sample.base)
    assert "pa:quote" in read(client, f"/{path}").text
    for name, syntax in (("turtle", RdfFormat.TURTLE), ("rdfxml", RdfFormat.RDF_XML)):
        store = Store()
        store.load(client.get(f"/{path}?format={name}").content, format=syntax)
        assert len(store) > 4
    assert client.get("/evidence/none").status_code == 404
    assert client.get(f"/{path}", headers={"Accept": "image/png"}).status_code == 406
    assert "void:triples" in read(client, "/graph").text


# --- many statements ---


def crowded(count: int) -> Graph:
    entities = {f"model/m{n:04}": Entity(f"model/m{n:04}", "Model", f"M{n}") for n in range(count)}
    entities |= {f"paper/p{n:04}": Entity(f"paper/p{n:04}", "Paper", f"P{n}") for n in range(count)}
    entities["dataset/big"] = Entity("dataset/big", "Dataset", "Big")
    statements = [
        Statement(f"model/m{n:04}", "evaluates-on", "dataset/big", (Evidence(f"paper/p{n:04}", f"M{n} on Big"),))
        for n in range(count)
    ]
    statements += [
        Statement(f"paper/p{n:04}", "mentions", "dataset/big", (Evidence(f"paper/p{n:04}", "Big"),))
        for n in range(count)
    ]
    return Graph(entities, tuple(statements))


def test_a_long_list_is_folded_and_says_how_to_have_the_rest() -> None:
    site = GraphSite(crowded(120))
    client = client_of(site)
    page = read(client, "/dataset/big")
    assert "Evaluated on it 120" in page.text
    assert "40 more are left out here; ask for all 120" in page.text
    (link, *_) = [href for href in page.all("a", "href") if href.startswith("/query?query=")]
    assert len(asyncio.run(site.ask(parse_qs(urlsplit(link).query)["query"][0]))) == 120


def test_what_a_site_holds_back_is_counted() -> None:
    class Terse(GraphSite):
        async def about(self, node_id: str) -> Graph | None:
            graph = await super().about(node_id)
            return replace(graph, statements=graph.statements[:10]) if graph else None

    page = read(client_of(Terse(crowded(40))), "/dataset/big")
    assert "Evaluated on it 40" in page.text
    assert "30 more are left out here; ask for all 40" in page.text
    assert "Named in 40 papers" in page.text


# --- addresses ---


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "text/html"),
        ("text/turtle", "text/turtle"),
        ("application/ld+json, text/html;q=0.5", "application/ld+json"),
        ("text/html;q=0.3, application/rdf+xml;q=0.4", "application/rdf+xml"),
        ("application/n-triples", "application/n-triples"),
    ],
)
def test_one_address_gives_what_a_client_likes_best(client: TestClient, accept: str, expected: str) -> None:
    answer = client.get("/model/otter7b", headers={"Accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == expected
    assert answer.headers["vary"] == "Accept"
    assert '</model/otter7b?format=turtle>; rel="alternate"; type="text/turtle"' in answer.headers["link"]


def test_the_data_of_a_page_holds_its_statements(client: TestClient) -> None:
    store = Store()
    store.load(client.get("/model/otter7b", headers={"Accept": "text/turtle"}).content, format=RdfFormat.TURTLE)
    base = sample_graph().base
    assert store.query(
        f"ASK {{ <{base}model/otter7b> <https://w3id.org/paperatlas/vocab#trainsOn> <{base}dataset/riverpile> }}"
    )


def test_what_nobody_offers_is_refused(client: TestClient) -> None:
    assert client.get("/model/otter7b", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/model/otter7b?format=docx").status_code == 406
    assert client.head("/model/otter7b").status_code == 200


@pytest.mark.parametrize(
    "path", ["/model/none", "/statement/0000000000000000", "/nowhere", "/model/%2e%2e%2fetc", "/static/%2e%2e/x"]
)
def test_what_is_not_there_gets_a_page(client: TestClient, path: str) -> None:
    assert "Nothing here" in read(client, path, 404).text


def test_a_missing_page_names_what_is_near(client: TestClient) -> None:
    page = read(client, "/model/otter", 200)
    assert "/model/otter7b" in page.all("a", "href")
    page = read(client, "/method/otter-7b", 404)
    assert "Did you mean" in page.text
    assert "/model/otter7b" in page.all("a", "href")


@pytest.mark.parametrize("path", ["/model/otter-7b", "/model/Otter%207B", "/model/OTTER_7B"])
def test_a_name_in_another_spelling_leads_to_its_page(client: TestClient, path: str) -> None:
    response = client.get(path, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (302, "/model/otter7b")


def test_ids_are_percent_encoded_as_the_graph_writes_them() -> None:
    entity = Entity("dataset/pond%2B;x", "Dataset", "Pond+")
    client = client_of(GraphSite(Graph({entity.id: entity})))
    for path in ("/dataset/pond%2B;x", "/dataset/pond%2b;x", "/dataset/pond+;x"):
        assert "Pond+" in read(client, path).text


def test_an_address_cannot_leave_its_place_in_a_query(client: TestClient) -> None:
    for path in ("/evidence/x> ?p ?o } #", "/evidence/%3E%20%7D", '/page/a"b'):
        assert client.get(path).status_code == 404


def test_pages_can_be_mounted_below_a_path(sample: Graph) -> None:
    client = TestClient(Starlette(routes=[Mount("/atlas", routes=routes(GraphSite(sample)))]))
    page = read(client, "/atlas/model/otter7b")
    assert all(href.startswith(("/atlas/", "#", "?", "http")) for href in page.all("a", "href"))
    assert client.get(page.all("link", "href")[0]).status_code == 200


# --- home ---


def test_the_home_page_shows_figures_examples_and_questions(client: TestClient) -> None:
    page = read(client, "/")
    for words in ("Papers 2", "Models 3", "Statements 12", "RiverPile"):
        assert words in page.text, words
    assert "/query?question=models-trained-on" in page.all("a", "href")


def test_examples_are_asked_once_a_graph(sample: Graph) -> None:
    site = GraphSite(sample)
    client = client_of(site)
    client.get("/")
    asked = len(site.asked)
    client.get("/")
    assert len(site.asked) == asked


def test_a_search_works_without_a_script(client: TestClient) -> None:
    page = read(client, "/?q=otter")
    assert "3 results for “otter”" in page.text
    assert "/model/otter7b" in page.all("a", "href")
    assert page.all("input", "value") == ["otter"]
    assert "Nothing for" in read(client, "/?q=qqqq").text


def test_suggestions_are_json(client: TestClient) -> None:
    found = client.get("/search.json?q=otter").json()
    assert [hit["path"] for hit in found["hits"]] == ["/model/otter", "/model/otter7b", "/paper/one"]
    assert client.get("/search.json").json()["hits"] == []


def test_a_graph_that_does_not_answer_gives_a_page(sample: Graph) -> None:
    class Busy(GraphSite):
        async def ask(self, sparql: str) -> Result:
            raise RequestError(Reason.BUSY, "the server is busy; ask again in some seconds")

    answer = client_of(Busy(sample)).get("/model/otter7b")
    assert answer.status_code == 503
    assert "busy" in answer.text
    assert answer.headers["retry-after"]


# --- hostile texts ---


def hostile(text: str) -> Graph:
    graph = sample_graph(text)
    entities = {key: replace(entity, label=text, aliases=(text, f"{text}!")) for key, entity in graph.entities.items()}
    statements = tuple(
        replace(one, evidence=tuple(replace(passage, quote=text, extractor=text) for passage in one.evidence))
        for one in graph.statements
    )
    papers = {
        key: replace(facts, identifiers=(text,), urls=(text,), code_urls=(text,), categories=(text,))
        for key, facts in graph.papers.items()
    }
    return replace(graph, entities=entities, statements=statements, papers=papers)


class TextSite(GraphSite):
    """A site that asks a harmless graph, but tells the texts of another."""

    def __init__(self, text: str) -> None:
        super().__init__(sample_graph())
        self.graph = hostile(text)


@pytest.mark.parametrize("text", NASTY)
def test_texts_from_papers_stay_texts(text: str) -> None:
    site = TextSite(text)
    client = client_of(site)
    paths = [*site.graph.entities, *(f"statement/{one.id}" for one in site.graph.statements)]
    for path in (*(f"/{path}" for path in paths), "/?q=otter"):
        answer = client.get(path)
        assert answer.status_code == 200
        page = ParsedPage(answer.text)
        assert "set-cookie" not in answer.headers
        assert not {"img", "iframe", "object", "style"} & {tag for tag, _ in page.tags}
        assert all(src.startswith("/static/") for src in page.all("script", "src"))
        assert sum(tag == "script" for tag, _ in page.tags) == len(page.all("script", "src"))
        assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on") or name == "style"]
        assert all(href.startswith(("/", "#", "?", "https://", "http://")) for href in page.all("a", "href"))
        assert not [href for href in page.all("a", "href") if href.startswith("//")]


@pytest.mark.parametrize("text", NASTY)
def test_a_hostile_search_is_shown_as_it_was_typed(text: str, client: TestClient) -> None:
    answer = client.get("/", params={"q": text.encode("utf-8", "replace").decode()})
    assert answer.status_code == 200
    assert "img" not in [tag for tag, _ in ParsedPage(answer.text).tags]


def test_links_out_of_the_site_tell_nothing(client: TestClient) -> None:
    for path in ("/paper/one", "/model/otter7b"):
        outside = [attrs for tag, attrs in read(client, path).tags if tag == "a" and attrs["href"].startswith("http")]
        assert outside
        assert all(attrs["rel"] == "noopener nofollow" for attrs in outside)


# --- the whole ---


@pytest.mark.parametrize("start", ["/model/llama2", "/"])
def test_links_lead_on(seeds_graph: Graph, start: str) -> None:
    client = client_of(GraphSite(seeds_graph))
    todo = [start]
    seen: set[str] = set()
    while todo and len(seen) < 120:
        path = todo.pop(0)
        if path in seen or path.startswith(("/query", "/explorer.html")):
            continue
        seen.add(path)
        page = read(client, path)
        todo += [href for href in page.all("a", "href") if href.startswith("/")]
    assert len(seen) == 120


def test_headings_go_down_in_order(seeds_graph: Graph) -> None:
    client = client_of(GraphSite(seeds_graph))
    for path in ("/", "/?q=llama", "/model/llama2", "/dataset/mmlu", "/method/lora", "/lab/nvidia", "/model/none"):
        answer = client.get(path)
        levels = [int(tag[1]) for tag, _ in ParsedPage(answer.text).tags if tag in ("h1", "h2", "h3", "h4")]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels)), path


def test_ids_in_a_page_are_distinct(seeds_graph: Graph) -> None:
    client = client_of(GraphSite(seeds_graph))
    for path in ("/model/gpt4", "/dataset/mmlu"):
        ids = [attrs["id"] for _, attrs in read(client, path).tags if "id" in attrs]
        assert len(ids) == len(set(ids))


def test_the_same_graph_gives_the_same_page(seeds_graph: Graph) -> None:
    pages = {client_of(GraphSite(seeds_graph)).get("/model/gpt4").text for _ in range(2)}
    assert len(pages) == 1
