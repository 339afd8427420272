from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_strategies import graphs
from paperatlas.graph.graph import Graph
from paperatlas.rdf.named_graphs import quads
from paperatlas.store import count_statements, node_graph
from samples import sample_graph

if TYPE_CHECKING:
    from collections.abc import Iterable


def _stored(graph: Graph) -> ox.Store:
    store = ox.Store()
    store.extend(quads(graph))
    return store


def _slice(graph: Graph, node_id: str, *, unsure: bool = False) -> Graph:
    """What is about a node, taken from the whole graph in memory."""
    statements = graph.statements_of(node_id)
    less_certain = graph.unsure_of(node_id) if unsure else ()
    told_of = (*statements, *less_certain)
    papers = {passage.paper for statement in told_of for passage in statement.evidence}
    nodes = {node_id, *papers} | {end for statement in told_of for end in (statement.subject, statement.object)}
    facts = {node: graph.papers[node] for node in graph.papers if node in nodes}
    places = {place.page for told in facts.values() for place in told.locations}
    places |= {place.location.page for told in told_of for place in told.evidence if place.location}
    return Graph(
        {node: entity for node, entity in graph.entities.items() if node in nodes},
        statements,
        facts,
        tuple(page for page in graph.pages if page.name in places),
        graph.base,
        graph.extractor,
        less_certain,
    )


@pytest.mark.parametrize("node_id", list(sample_graph().entities))
def test_about_is_the_slice_of_the_whole(node_id: str) -> None:
    graph = sample_graph()
    assert node_graph(_stored(graph), graph.base, node_id) == _slice(graph, node_id)


@pytest.mark.parametrize("number", range(len(sample_graph().statements)))
def test_about_a_statement_is_that_statement_with_its_ends_and_papers(number: int) -> None:
    graph = sample_graph()
    statement = graph.statements[number]
    found = node_graph(_stored(graph), graph.base, f"statement/{statement.id}")
    assert found is not None
    assert found.statements == (statement,)
    assert {statement.subject, statement.object, *statement.papers} == found.entities.keys()


@given(graph=graphs(), data=st.data())
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_about_is_the_slice_of_any_graph(graph: Graph, data: st.DataObject) -> None:
    if graph.entities:
        node_id = data.draw(st.sampled_from(list(graph.entities)))
        store = _stored(graph)
        assert node_graph(store, graph.base, node_id) == _slice(graph, node_id)
        assert node_graph(store, graph.base, node_id, unsure=True) == _slice(graph, node_id, unsure=True)
        for unsure, of_node in ((False, graph.statements_of), (True, graph.unsure_of)):
            counts = count_statements(store, graph.base, node_id, unsure=unsure)
            assert sum(counts.values()) == len(of_node(node_id))


def test_with_a_limit_the_best_supported_statements_stay_and_mentions_go_first() -> None:
    graph = sample_graph()
    store = _stored(graph)
    [best] = _told(node_graph(store, graph.base, "model/otter7b", limit=1))
    assert best == ("model/otter7b", "compares-to", "model/beaver13b")
    assert [statement[1] for statement in _told(node_graph(store, graph.base, "dataset/riverpile", limit=1))] == [
        "trains-on"
    ]
    nothing = node_graph(store, graph.base, "model/otter7b", limit=0)
    assert nothing is not None
    assert (list(nothing.entities), nothing.statements) == (["model/otter7b"], ())


def _told(graph: Graph | None) -> Iterable[tuple[str, str, str]]:
    assert graph is not None
    return [(statement.subject, statement.predicate, statement.object) for statement in graph.statements]


def test_statements_are_counted_by_predicate_in_the_order_of_the_schema() -> None:
    graph = sample_graph()
    counts = count_statements(_stored(graph), graph.base, "dataset/riverpile")
    assert list(counts.items()) == [("mentions", 1), ("trains-on", 1)]


HOSTILE_IDS = ["", "nobody", "model/otter7b> ?p ?o } #", "a b", "model/<x>", "\ud800", "\0", "statement/1", "graph"]


@pytest.mark.parametrize("node_id", HOSTILE_IDS)
def test_there_is_nothing_about_what_is_no_node(node_id: str) -> None:
    graph = sample_graph()
    store = _stored(graph)
    assert node_graph(store, graph.base, node_id) is None
    assert count_statements(store, graph.base, node_id) == {}


@given(node_id=st.text())
def test_any_text_may_be_asked_about(node_id: str) -> None:
    graph = sample_graph()
    assert node_graph(_STORE, graph.base, node_id) is None


_STORE = _stored(sample_graph())
