"""What a person gives to name a thing finds it alike in a graph, in its file and in the folder of a build."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import paperatlas as pa
from paperatlas.errors import GraphError, QueryError
from paperatlas.graph.graph import Entity, Graph
from paperatlas.graph.lookup import find
from paperatlas.schema import DEFAULT_BASE, NODE_TYPES
from paperatlas.sparql import StoreEngine, find_nodes, open_graph
from samples import sample_graph

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://example.org/kg/"
TYPES = tuple(entry.name for entry in NODE_TYPES)


def graph_of(base: str) -> Graph:
    """The sample with a person of two names and organisations whose legal names people write."""
    graph = sample_graph()
    more = [
        Entity("author/cunliang-kong", "Author", "Cunliang Kong"),
        Entity("dataset/humaneval%2B", "Dataset", "HumanEval+"),
        Entity("lab/allenai", "Lab", "Allen Institute for AI"),
        Entity("lab/tsinghuauniversity", "Lab", "Tsinghua University"),
    ]
    facts = replace(
        graph.papers["paper/two"], identifiers=("doi:10.1234/river.2",), urls=("https://river.example/two/",)
    )
    entities = sorted([*graph.entities.values(), *more], key=lambda entity: entity.id)
    papers = {**graph.papers, "paper/two": facts}
    return replace(graph, entities={entity.id: entity for entity in entities}, papers=papers, base=base)


FORMS = [
    ("Otter-7B", ["model/otter7b"]),
    ("  otter   7b ", ["model/otter7b"]),
    ("ADA LAKE", ["author/ada-lake"]),
    ("Lake, Ada", ["author/ada-lake"]),
    ("Kong, Cunliang", ["author/cunliang-kong"]),
    ("The University of Tsinghua", ["lab/tsinghuauniversity"]),
    ("The Allen Institute for AI, Inc.", ["lab/allenai"]),
    ("WETLAB", ["lab/wet-lab"]),
    ("HumanEval+", ["dataset/humaneval%2B"]),
    ("dataset/humaneval+", ["dataset/humaneval%2B"]),
    ("otter-7b: a small model raised on river text", ["paper/one"]),
    ("paper/two", ["paper/two"]),
    ("model/Otter-7B", ["model/otter7b"]),
    ("author/Lake, Ada", ["author/ada-lake"]),
    ("{base}model/otter7b", ["model/otter7b"]),
    ("<{base}model/otter7b>", ["model/otter7b"]),
    (f"{DEFAULT_BASE}model/otter7b", ["model/otter7b"]),
    ("2401.00001", ["paper/one"]),
    ("2401.00001v3", ["paper/one"]),
    ("arxiv:2401.00001", ["paper/one"]),
    ("arXiv: 2401.00001", ["paper/one"]),
    ("https://arxiv.org/abs/2401.00001", ["paper/one"]),
    ("arxiv.org/pdf/2401.00001v1", ["paper/one"]),
    ("https://huggingface.co/papers/2401.00001", ["paper/one"]),
    ("https://example.org/otter", ["paper/one"]),
    ("https://example.org/otter/code/", ["paper/one"]),
    ("10.1234/River.2", ["paper/two"]),
    ("https://doi.org/10.1234/river.2", ["paper/two"]),
    ("https://river.example/two", ["paper/two"]),
]


@pytest.fixture(scope="module", params=[BASE, DEFAULT_BASE])
def graph(request: pytest.FixtureRequest) -> Graph:
    return graph_of(request.param)


@pytest.fixture(scope="module", params=["graph", "file", "folder"])
def source(request: pytest.FixtureRequest, graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph | Path:
    if request.param == "graph":
        return graph
    folder = tmp_path_factory.mktemp("outputs")
    if request.param == "file":
        pa.export(graph, "ntriples", folder / "graph.nt")
        return folder / "graph.nt"
    pa.write_outputs(graph, folder)
    return folder


@pytest.mark.parametrize(("text", "nodes"), FORMS)
def test_each_form_shows_the_thing(source: Graph | Path, graph: Graph, text: str, nodes: list[str]) -> None:
    assert [thing["id"] for thing in pa.show(source, text.format(base=graph.base))] == nodes


@pytest.mark.parametrize(("text", "nodes"), FORMS)
def test_each_form_gives_a_question_its_node(graph: Graph, engine: StoreEngine, text: str, nodes: list[str]) -> None:
    found = find_nodes(engine, TYPES, text.format(base=graph.base))
    assert [node.value for node in found] == [graph.iri(node) for node in nodes]


@pytest.fixture(scope="module")
def engine(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> StoreEngine:
    file = tmp_path_factory.mktemp("file") / "graph.nt"
    pa.export(graph, "ntriples", file)
    return StoreEngine(open_graph(file))


def test_what_is_shown_of_a_thing_can_be_given_back(source: Graph | Path, graph: Graph) -> None:
    for node in graph.entities:
        [thing] = pa.show(source, node)
        facts = thing.get("facts", {})
        again = [thing["iri"], *facts.get("identifiers", []), *facts.get("urls", []), *facts.get("code_urls", [])]
        assert [[found["id"] for found in pa.show(source, text)] for text in again] == [[node]] * len(again)


@pytest.mark.parametrize(
    "text", ["", " ", "\0", "\ud800", "model/\ud800", "<>", "model/", "http://", "<http://a b>", "arxiv:", "zzzz"]
)
def test_what_names_nothing_is_an_error_of_ours(source: Graph | Path, engine: StoreEngine, text: str) -> None:
    with pytest.raises(GraphError, match="nothing in the graph is named"):
        pa.show(source, text)
    with pytest.raises(QueryError):
        find_nodes(engine, TYPES, text)


def test_the_id_in_another_spelling_yields_to_the_one_that_is_there() -> None:
    odd = [Entity("model/Otter", "Model", "Otter (old)"), Entity("model/otter", "Model", "Otter")]
    assert [its.id for its in find(Graph({entity.id: entity for entity in odd}), "model/Otter")] == ["model/Otter"]


def test_the_parts_around_all_forms_of_a_name_are_one() -> None:
    graph = graph_of(BASE)
    assert pa.ego(graph, "Lake, Ada") == pa.ego(graph, f"{BASE}author/ada-lake") == pa.ego(graph, "author/ada-lake")


def test_a_search_finds_what_its_words_name_first(tmp_path: Path) -> None:
    pa.write_outputs(graph_of(BASE), tmp_path)
    for text, nodes in FORMS:
        hits = pa.search(tmp_path, text.format(base=BASE))
        assert hits[0].id == nodes[0], text
