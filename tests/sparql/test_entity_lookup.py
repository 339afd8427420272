from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, Store

from paperatlas.errors import QueryError
from paperatlas.graph.lookup import type_key
from paperatlas.schema import DEFAULT_BASE, NODE_TYPES
from paperatlas.sparql import StoreEngine, ask, bound, find_nodes, find_question, open_graph, read_question

RIVER: Final = Path(__file__).with_name("river.ttl")
ENGINE: Final = StoreEngine(open_graph(RIVER))
TYPES: Final = tuple(entry.name for entry in NODE_TYPES)

NAMESAKES: Final = b"""
<https://example.org/kg/graph> a void:Dataset ; void:uriSpace "https://example.org/kg/" .
<https://example.org/kg/author/xiang-li;1> a pa:Author ; rdfs:label "Xiang Li" .
<https://example.org/kg/author/xiang-li;2> a pa:Author ; rdfs:label "Xiang Li" .
<https://example.org/kg/method/mixtureofexperts> a pa:Method ; rdfs:label "Mixture of Experts" ; skos:altLabel "MoE" .
<https://example.org/kg/method/mixtureofencoders> a pa:Method ; rdfs:label "Mixture of Encoders" ; skos:altLabel "MoE" .
<https://example.org/kg/model/humaneval%2B> a pa:Model ; rdfs:label "H-E+" .
<https://example.org/kg/dataset/quotes> a pa:Dataset ; rdfs:label "The \\"Pile\\"" .
"""


@pytest.fixture(scope="module")
def namesakes() -> StoreEngine:
    prefixes = "".join(
        f"@prefix {prefix}: <{iri}> .\n"
        for prefix, iri in (
            ("pa", "https://w3id.org/paperatlas/vocab#"),
            ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
            ("skos", "http://www.w3.org/2004/02/skos/core#"),
            ("void", "http://rdfs.org/ns/void#"),
        )
    )
    store = Store()
    store.load(prefixes.encode() + NAMESAKES, RdfFormat.TURTLE)
    return StoreEngine(store)


def _ids(nodes: list[NamedNode], base: str = DEFAULT_BASE) -> list[str]:
    return [node.value.removeprefix(base) for node in nodes]


@pytest.mark.parametrize(
    ("types", "name", "node"),
    [
        (("Model",), "Otter-7B", "model/otter7b"),
        (("Model",), "otter_7b", "model/otter7b"),
        (("Model",), "  OTTER   7B ", "model/otter7b"),
        (("Dataset",), "river-pile", "dataset/riverpile"),
        (("Author",), "lake, a.", "author/ada-lake"),
        (("Author",), "Brook, Bo", "author/bo-brook"),
        (("Lab",), "Wet Lab, Inc.", "lab/wet-lab"),
        (("Paper",), "arxiv:2401.00001", "paper/one"),
        (("Paper",), "2401.00001", "paper/one"),
        (("Paper",), "beavers read closely", "paper/two"),
        (("Model", "Dataset", "Method"), "pond bench", "dataset/pondbench"),
    ],
)
def test_a_name_in_any_spelling_finds_its_node(types: tuple[str, ...], name: str, node: str) -> None:
    assert _ids(find_nodes(ENGINE, types, name)) == [node]


def test_a_name_of_several_things_finds_them_all(namesakes: StoreEngine) -> None:
    base = "https://example.org/kg/"
    for name in ("Xiang Li", "xiang LI", "Li, Xiang"):
        assert _ids(find_nodes(namesakes, ["Author"], name), base) == ["author/xiang-li;1", "author/xiang-li;2"]
    for name in ("MoE", "m-o-e"):
        found = find_nodes(namesakes, ["Method"], name)
        assert _ids(found, base) == ["method/mixtureofencoders", "method/mixtureofexperts"]
    both = ["model/otter7b", "paper/one"]
    assert _ids(find_nodes(ENGINE, ["Model", "Paper"], "Otter-7B")) == both


def test_the_iri_of_a_name_is_looked_for_below_the_base_of_the_graph(namesakes: StoreEngine) -> None:
    assert _ids(find_nodes(namesakes, ["Model"], "HumanEval+"), "https://example.org/kg/") == ["model/humaneval%2B"]


def test_quotes_in_a_name_stay_in_it(namesakes: StoreEngine) -> None:
    assert len(find_nodes(namesakes, ["Dataset"], 'The "Pile"')) == 1


@pytest.mark.parametrize(
    ("types", "name", "message"),
    [
        (("Model",), "oter 7b", "no Model 'oter 7b' in the graph; did you mean Otter-7B or Otter?"),
        (("Model",), "PondBench", "no Model 'PondBench' in the graph; there is a Dataset of that name"),
        (("Model", "Method"), "zzzz", "no Model or Method 'zzzz' in the graph"),
        (("Model",), "", "no Model '' in the graph"),
    ],
)
def test_what_is_not_there_is_told_with_what_is_near(types: tuple[str, ...], name: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        find_nodes(ENGINE, types, name)
    assert str(caught.value) == message


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(TYPES), st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_no_name_breaks_the_look_up(type_name: str, name: str) -> None:
    try:
        found = find_nodes(ENGINE, [type_name], name)
    except QueryError as error:
        assert str(error).startswith(f"no {type_name} ")  # noqa: PT017
    else:
        assert found
        assert type_key(type_name, name)


def test_several_names_are_each_looked_up_and_iris_are_left_alone() -> None:
    text = bound(RIVER, find_question("lineage"), {"model": ["Dam", "<https://example.org/x>", "dam"]})
    assert f"VALUES ?model {{ <{DEFAULT_BASE}model/dam> <https://example.org/x> }}" in text


def test_an_example_that_the_graph_lacks_is_asked_for() -> None:
    with pytest.raises(
        QueryError, match="lineage needs --param model=NAME here, as there is no Model 'LongWriter-Zero'"
    ):
        ask(RIVER, find_question("lineage"))


def test_a_question_without_examples_keeps_what_stands_in_it() -> None:
    sparql = "# param model (Model): a model\nSELECT ?model { VALUES ?model { <http://example.org/x> } }"
    assert str(ask(RIVER, read_question("mine", sparql)).rows[0][0]) == "<http://example.org/x>"
