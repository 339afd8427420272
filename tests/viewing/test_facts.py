from __future__ import annotations

from paperatlas.records import Entity, Evidence, Graph, PaperFacts, Statement
from paperatlas.viewing.facts import entity_facts, paper_facts, statement_facts
from paperatlas.viewing.selection import select
from samples import ABSTRACT, HOSTILE, sample_graph


def test_a_node_tells_its_names_and_what_the_page_leaves_out() -> None:
    graph = sample_graph()
    whole = entity_facts(graph, select(graph, 100))["model/otter7b"]
    assert whole["aliases"] == ("Otter 7B",)
    assert whole["iri"] == "https://w3id.org/paperatlas/model/otter7b"
    assert whole["outside"] == 0
    cut = entity_facts(graph, select(graph, 2))["model/otter7b"]
    assert cut["outside"] == len(graph.about("model/otter7b")) - 2  # two statements lead to the other node, Beaver-13B


def test_a_statement_tells_every_passage_with_its_place() -> None:
    graph = sample_graph()
    statement = next(s for s in graph.statements if s.predicate == "compares-to")
    facts = statement_facts(graph, [statement])[statement.id]
    assert facts["support"] == 2
    assert facts["outcomes"] == ("better", "worse")
    assert [passage["outcome"] for passage in facts["evidence"]] == ["better", "worse"]
    assert facts["evidence"][0]["places"] == ["a.txt:3", "b.txt:9"]
    assert facts["evidence"][1]["quote"] == "Beaver-13B still beats Otter-7B"


def test_a_passage_from_a_listing_tells_its_line() -> None:
    graph = sample_graph()
    statement = next(s for s in graph.statements if s.predicate == "authored-by")
    assert statement_facts(graph, [statement])[statement.id]["evidence"][0]["places"] == ["a.txt:3"]


def test_an_inferred_statement_tells_its_rule_and_premises() -> None:
    statement = Statement("model/a", "variant-of", "model/b", inferred_by="name-prefix", premises=("0123",))
    facts = statement_facts(Graph(), [statement])[statement.id]
    assert (facts["rule"], facts["premises"]) == ("name-prefix", ("0123",))


def test_a_paper_tells_all_that_listings_tell() -> None:
    graph = sample_graph()
    paper = paper_facts(graph, select(graph, 100))["paper/one"]
    assert paper["links"] == [
        {"text": "arxiv:2401.00001", "url": "https://arxiv.org/abs/2401.00001"},
        {"text": "https://example.org/otter", "url": "https://example.org/otter"},
    ]
    assert paper["date"] == "2 January 2024"
    assert paper["codeLinks"] == ("https://example.org/otter/code",)
    assert paper["wordings"][0]["abstract"] == ABSTRACT
    assert paper["wordings"][0]["places"] == ["a.txt:3", "b.txt:9"]


def test_a_quoted_paper_that_is_no_node_of_the_page_tells_its_title_only() -> None:
    graph = sample_graph()
    papers = paper_facts(graph, select(graph, 2))
    assert papers["paper/two"] == {"title": HOSTILE, "links": []}


def test_a_quoted_paper_that_the_graph_does_not_know_is_called_by_its_id() -> None:
    names = ("model/a", "model/b")
    statement = Statement("model/a", "based-on", "model/b", (Evidence("paper/lost", "q", "0" * 16, 0, 1),))
    graph = Graph({name: Entity(name, "Model", name) for name in names}, (statement,))
    assert paper_facts(graph, select(graph, 10)) == {"paper/lost": {"title": "paper/lost", "links": []}}
    assert statement_facts(graph, [statement])[statement.id]["evidence"][0]["places"] == []


def test_an_identifier_of_no_known_kind_is_no_address() -> None:
    graph = Graph({"paper/p": Entity("paper/p", "Paper", "P")}, papers={"paper/p": PaperFacts((), ("isbn:1",))})
    assert paper_facts(graph, select(graph, 1))["paper/p"]["links"] == [{"text": "isbn:1", "url": ""}]
