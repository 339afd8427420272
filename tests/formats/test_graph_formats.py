from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.formats import FORMATS, to_networkx
from paperatlas.graph.graph import Entity, Graph, Statement
from paperatlas.text.sanitization import xml_text
from samples import HOSTILE, sample_graph

if TYPE_CHECKING:
    from collections.abc import Callable

graphml, gexf, node_link = (FORMATS[name].render for name in ("graphml", "gexf", "json"))
any_text = st.text(st.characters(exclude_categories=()))


def _labelled(label: str) -> Graph:
    return Graph(
        {"model/a": Entity("model/a", "Model", label, (label,))},
        (Statement("model/a", "based-on", "model/a"),),
    )


def _edges(network: nx.MultiDiGraph[str]) -> set[tuple[str, str, str, int, float]]:
    return {
        (subject, object_, edge["predicate"], edge["support"], edge["confidence"])
        for subject, object_, edge in network.edges(data=True)
    }


def _read_gexf(content: bytes) -> nx.MultiDiGraph[str]:
    network = nx.read_gexf(io.BytesIO(content))
    assert isinstance(network, nx.MultiDiGraph)
    return network


def _read_graphml(content: bytes) -> nx.MultiDiGraph[str]:
    network = nx.read_graphml(io.BytesIO(content), edge_key_type=str, force_multigraph=True)
    assert isinstance(network, nx.MultiDiGraph)
    return network


def test_graphml_reads_back_with_the_same_nodes_and_edges() -> None:
    graph = sample_graph()
    network = _read_graphml(graphml(graph))
    assert list(network) == list(graph.entities)
    assert _edges(network) == _edges(to_networkx(graph))
    assert network.nodes["paper/two"]["title"] == HOSTILE
    assert network.nodes["paper/one"]["has_code"] is True


def test_graphml_names_each_edge_by_its_statement() -> None:
    graph = sample_graph()
    network = _read_graphml(graphml(graph))
    assert [key for *_, key in network.edges(keys=True)] == [statement.id for statement in graph.statements]


def test_graphml_quotes_the_first_passage() -> None:
    network = _read_graphml(graphml(sample_graph()))
    (edge,) = [edge for *_, edge in network.edges(data=True) if edge["predicate"] == "compares-to"]
    assert (edge["quote"], edge["quote_paper"]) == ("Otter-7B outperforms Beaver-13B", "paper/one")
    assert edge["outcomes"] == "better | worse"


def test_gexf_reads_back_with_the_same_nodes_and_edges() -> None:
    graph = sample_graph()
    network = _read_gexf(gexf(graph))
    assert list(network) == list(graph.entities)
    assert _edges(network) == _edges(to_networkx(graph))
    assert network.nodes["paper/two"]["label"] == HOSTILE


def test_gexf_colours_labels_and_weighs() -> None:
    network = _read_gexf(gexf(sample_graph()))
    assert network.nodes["model/otter7b"]["viz"]["color"] == {"r": 0x25, "g": 0x63, "b": 0xC9, "a": 1.0}
    weights = {(edge["label"], ends[1]): edge["weight"] for *ends, edge in network.edges("model/otter7b", data=True)}
    assert weights["compares-to", "model/beaver13b"] == 2.0
    assert weights["variant-of", "model/otter"] == 1.0


def test_gexf_holds_no_date_and_no_version_of_a_library() -> None:
    content = gexf(sample_graph())
    assert b"lastmodifieddate" not in content
    assert b"NetworkX" not in content
    assert b"<creator>paperatlas</creator>" in content


def test_gexf_keeps_a_title_that_looks_like_the_head_of_the_file() -> None:
    title = '<meta lastmodifieddate="x"></meta>'
    assert _read_gexf(gexf(sample_graph(title))).nodes["paper/one"]["label"] == title


def test_node_link_reads_back_with_every_attribute() -> None:
    network = to_networkx(sample_graph())
    again = nx.node_link_graph(json.loads(node_link(sample_graph())), edges="edges")
    assert isinstance(again, nx.MultiDiGraph)
    assert list(again.nodes(data=True)) == list(network.nodes(data=True))
    assert list(again.edges(keys=True, data=True)) == list(network.edges(keys=True, data=True))


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_graph_gives_the_same_bytes(name: str) -> None:
    assert FORMATS[name].render(sample_graph()) == FORMATS[name].render(sample_graph())


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "nanopubs"])
def test_an_empty_graph_can_be_written(name: str) -> None:
    assert FORMATS[name].render(Graph())


def test_a_graph_without_statements_has_no_nanopublications() -> None:
    assert FORMATS["nanopubs"].render(Graph()) == b""


def test_no_two_formats_share_a_file() -> None:
    assert len({entry.file for entry in FORMATS.values()}) == len(FORMATS)


@given(any_text)
def test_graphml_takes_any_label(label: str) -> None:
    network = _read_graphml(graphml(_labelled(label)))
    assert network.nodes["model/a"].get("label", "") == xml_text(label)


@given(any_text)
def test_gexf_takes_any_label(label: str) -> None:
    network = nx.read_gexf(io.BytesIO(gexf(_labelled(label))))
    assert network.nodes["model/a"]["label"] == (xml_text(label) or "model/a")


@given(any_text)
def test_node_link_takes_any_label(label: str) -> None:
    node = json.loads(node_link(_labelled(label)).decode())["nodes"][0]
    assert node["label"] == label.encode("utf-8", "replace").decode()


@pytest.mark.parametrize("render", [graphml, gexf])
@given(any_text)
def test_xml_is_well_formed_whatever_an_id_holds(render: Callable[[Graph], bytes], name: str) -> None:
    ET.fromstring(render(Graph({name: Entity(name, "Model", "A")})))  # noqa: S314 - our own output
