from __future__ import annotations

from paperatlas.formats import to_networkx
from paperatlas.graph.graph import Graph
from samples import TITLE, sample_graph


def test_nodes_and_edges_keep_the_order_of_the_graph() -> None:
    graph = sample_graph()
    network = to_networkx(graph)
    assert list(network) == list(graph.entities)
    assert list(network.edges(keys=True)) == [(s.subject, s.object, s.predicate) for s in graph.statements]


def test_a_node_tells_type_label_iri_and_aliases() -> None:
    assert to_networkx(sample_graph()).nodes["model/otter7b"] == {
        "type": "Model",
        "label": "Otter-7B",
        "iri": "https://w3id.org/paperatlas/model/otter7b",
        "aliases": ["Otter 7B"],
    }


def test_a_paper_tells_what_its_listings_tell() -> None:
    nodes = to_networkx(sample_graph()).nodes
    assert nodes["paper/one"]["title"] == TITLE
    assert nodes["paper/one"]["date"] == "2024-01-02"
    assert nodes["paper/one"]["identifiers"] == ["arxiv:2401.00001"]
    assert nodes["paper/one"]["has_code"] is True
    assert nodes["paper/two"]["date"] == "--06-23"
    assert "has_code" not in nodes["paper/two"]
    assert "year_inferred" not in nodes["paper/two"]


def test_two_predicates_between_two_nodes_are_two_edges() -> None:
    assert set(to_networkx(sample_graph())["model/otter7b"]["model/beaver13b"]) == {"based-on", "compares-to"}


def test_an_edge_tells_how_sure_it_is_and_on_whose_word() -> None:
    edge = to_networkx(sample_graph()).edges["model/otter7b", "model/beaver13b", "compares-to"]
    assert (edge["support"], edge["confidence"], edge["outcomes"]) == (2, 0.9, ["better", "worse"])
    assert edge["inferred"] is False
    assert edge["evidence"][1] == {
        "paper": "paper/two",
        "quote": "Beaver-13B still beats Otter-7B",
        "confidence": 0.8,
        "outcome": "worse",
    }


def test_an_inferred_edge_names_its_rule() -> None:
    edge = to_networkx(sample_graph()).edges["model/otter7b", "model/otter", "variant-of"]
    assert (edge["inferred"], edge["inferred_by"], edge["support"], edge["evidence"]) == (True, "name-prefix", 0, [])


def test_changing_the_network_leaves_the_graph_alone() -> None:
    graph = sample_graph()
    to_networkx(graph).nodes["model/otter7b"]["aliases"].append("x")
    assert to_networkx(graph).nodes["model/otter7b"]["aliases"] == ["Otter 7B"]


def test_an_empty_graph_gives_an_empty_network() -> None:
    assert len(to_networkx(Graph())) == 0
