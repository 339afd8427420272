from __future__ import annotations

import json
import math
from typing import Any

import pytest

from paperatlas.analysis import analyze
from paperatlas.graph.graph import Entity, Graph, PaperMetadata, Statement
from paperatlas.graph.papers import Date
from paperatlas.html.explorer import NodePosition, explorer_data, truncation
from paperatlas.schema import OUTCOMES, PREDICATES
from samples import HOSTILE, sample_graph
from synthetic_graph import synthetic_graph

GRAPH = sample_graph()
DATA = explorer_data(GRAPH)
HELD: dict[str, Any] = json.loads(DATA.graph_json)
EVIDENCE: dict[str, Any] = json.loads(DATA.evidence_json)
AT = {node: place for place, node in enumerate(HELD["nodes"]["id"])}


def test_columns_are_of_one_length() -> None:
    assert {len(column) for column in HELD["nodes"].values()} == {len(GRAPH.entities)}
    assert {len(column) for column in (*HELD["edges"].values(), *EVIDENCE.values())} == {len(GRAPH.statements)}


def test_edges_tell_their_statements() -> None:
    for place, statement in enumerate(GRAPH.statements):
        edge = {name: column[place] for name, column in HELD["edges"].items()}
        assert HELD["nodes"]["id"][edge["source"]] == statement.subject
        assert HELD["nodes"]["id"][edge["target"]] == statement.object
        assert PREDICATES[edge["predicate"]].name == statement.predicate
        assert edge["support"] == statement.support
        told = {entry.name for bit, entry in enumerate(OUTCOMES) if edge["outcomes"] >> bit & 1}
        assert told == set(statement.outcomes)
        rule = HELD["rules"][edge["inferred"] - 1] if edge["inferred"] else None
        assert rule == statement.inferred_by


def test_what_papers_contradict_is_marked() -> None:
    disputed = [place for place, flag in enumerate(HELD["edges"]["disputed"]) if flag]
    assert [GRAPH.statements[place].predicate for place in disputed] == ["compares-to"] * len(disputed)
    assert disputed


def test_every_quote_is_there_with_its_paper() -> None:
    for statement, quotes, more in zip(GRAPH.statements, EVIDENCE["quotes"], EVIDENCE["more"], strict=True):
        assert (len(quotes), more) == (len(statement.evidence), 0)
        assert {quote[0] for quote in quotes} == {passage.quote for passage in statement.evidence}
        assert {HELD["nodes"]["id"][quote[1]] for quote in quotes} == set(statement.papers)


def test_of_many_quotes_the_surest_are_held() -> None:
    graph = synthetic_graph(4)
    passages = [passage for its in graph.statements for passage in its.evidence][:7]
    statement = Statement("model/m0001", "based-on", "model/m0000", tuple(passages))
    evidence = json.loads(explorer_data(Graph(graph.entities, (statement,), graph.papers)).evidence_json)
    assert (len(evidence["quotes"][0]), evidence["more"]) == (5, [2])


def test_figures_are_of_the_whole_graph_and_what_is_left_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(truncation, "MOST_NODES", 4)
    monkeypatch.setattr(truncation.select_nodes, "__defaults__", (4, 150_000))
    held = json.loads(explorer_data(GRAPH).graph_json)
    assert len(held["nodes"]["id"]) == 4
    assert held["left_out"]["nodes"] == len(GRAPH.entities) - 4
    assert held["figures"] == HELD["figures"]
    assert held["figures"]["Paper"] == 2
    assert held["figures"]["statements"] == len(GRAPH.statements)


def test_years_come_from_papers_and_only_web_addresses_are_held() -> None:
    facts = PaperMetadata(
        (), ("arxiv:2401.00001",), Date(2024, 5), urls=("https://example.org/a", "javascript:alert(1)")
    )
    graph = Graph(
        {"model/m": Entity("model/m", "Model", "M"), "paper/p": Entity("paper/p", "Paper", "P")},
        (Statement("paper/p", "introduces", "model/m", sample_graph().statements[0].evidence),),
        {"paper/one": facts, "paper/p": facts},
    )
    held = json.loads(explorer_data(graph).graph_json)
    assert held["nodes"]["year"] == [2024, 2024]
    assert held["nodes"]["date"] == [0, "2024-05"]
    assert held["nodes"]["urls"] == [0, ["https://example.org/a"]]
    assert held["nodes"]["identifiers"] == [0, ["arxiv:2401.00001"]]
    assert held["edges"]["years"] == [2024]


def test_hostile_titles_are_kept_as_they_are() -> None:
    assert HOSTILE in HELD["nodes"]["label"]


def test_a_lone_surrogate_does_not_stop_it() -> None:
    assert explorer_data(Graph({"model/a": Entity("model/a", "Model", "a\ud800b")})).graph_json.decode()


def test_nodes_are_highlighted_by_their_places() -> None:
    held = json.loads(explorer_data(GRAPH, highlight=["model/otter7b", "model/unknown"]).graph_json)
    assert held["highlight"] == [AT["model/otter7b"]]
    assert "highlight" not in HELD


def test_places_are_started_from_where_they_were() -> None:
    again = explorer_data(GRAPH, DATA.positions)
    assert again.positions.keys() == DATA.positions.keys()
    for node, spot in again.positions.items():
        assert spot == pytest.approx(DATA.positions[node], abs=0.2)
    moved = {node: NodePosition(spot.x + 1000, spot.y, spot.group) for node, spot in DATA.positions.items()}
    assert min(spot.x for spot in explorer_data(GRAPH, moved).positions.values()) > 500


def test_places_of_few_nodes_are_no_start() -> None:
    few = {"model/otter": NodePosition(9000.0, 0.0, 3)}
    assert explorer_data(GRAPH, few) == DATA


def test_what_is_new_moves_what_is_old_only_a_little() -> None:
    old, new = synthetic_graph(140), synthetic_graph(150)
    before = explorer_data(old).positions
    after = explorer_data(new, before).positions
    assert set(after) == set(new.entities)
    width = max(spot.x for spot in before.values()) - min(spot.x for spot in before.values())
    moved = sorted(math.hypot(spot.x - after[node].x, spot.y - after[node].y) for node, spot in before.items())
    assert moved[len(moved) // 2] < 0.05 * width


def test_communities_after_new_papers_are_those_of_the_analysis() -> None:
    old, new = synthetic_graph(140), synthetic_graph(150)
    after = explorer_data(new, explorer_data(old).positions).positions
    numbers = {node: its.community for node, its in analyze(new).nodes.items() if its.community is not None}
    assert {node: after[node].group for node in numbers} == numbers
