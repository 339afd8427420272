from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import pytest

from paperatlas.analysis import analyze
from paperatlas.graph.graph import Entity, Evidence, Graph, PaperMetadata, Statement
from paperatlas.graph.papers import Date
from paperatlas.html.explorer import NodePosition, explorer_data, selection
from paperatlas.schema import OUTCOMES, PREDICATES
from samples import HOSTILE, sample_graph
from synthetic_graph import synthetic_graph

GRAPH = sample_graph()
DATA = explorer_data(GRAPH)
PAYLOAD: dict[str, Any] = json.loads(DATA.graph_json)
EVIDENCE: dict[str, Any] = json.loads(DATA.evidence_json)
NUMBERS = {node: number for number, node in enumerate(PAYLOAD["nodes"]["id"])}


def test_columns_are_of_one_length() -> None:
    assert {len(column) for column in PAYLOAD["nodes"].values()} == {len(GRAPH.entities)}
    assert {len(column) for column in (*PAYLOAD["edges"].values(), *EVIDENCE.values())} == {len(GRAPH.statements)}


def test_unsure_statements_travel_apart() -> None:
    kept_apart = GRAPH.with_min_confidence(1.0)
    data = explorer_data(kept_apart)
    payload, unsure = json.loads(data.graph_json), json.loads(data.unsure_json)
    assert len(payload["edges"]["source"]) == len(kept_apart.statements)
    assert (payload["unsure"], payload["figures"]["unsure"]) == (len(kept_apart.unsure), len(kept_apart.unsure))
    columns = (*unsure["edges"].values(), unsure["quotes"], unsure["more"])
    assert {len(column) for column in columns} == {len(kept_apart.unsure)}
    for number, statement in enumerate(kept_apart.unsure):
        assert payload["nodes"]["id"][unsure["edges"]["source"][number]] == statement.subject
        assert {quote[0] for quote in unsure["quotes"][number]} == {passage.quote for passage in statement.evidence}


def test_a_graph_without_unsure_statements_has_none_in_its_payload() -> None:
    assert PAYLOAD["unsure"] == 0
    assert not any(json.loads(DATA.unsure_json)["edges"]["source"])


def test_the_surest_of_too_many_unsure_statements_are_in_the_payload(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paperatlas.html.explorer.payload._UNSURE", 2)
    kept_apart = GRAPH.with_min_confidence(1.0)
    data = explorer_data(kept_apart)
    surest = sorted((round(1000 * statement.confidence) for statement in kept_apart.unsure), reverse=True)[:2]
    assert sorted(json.loads(data.unsure_json)["edges"]["confidence"], reverse=True) == surest
    assert json.loads(data.graph_json)["figures"]["unsure"] == len(kept_apart.unsure)


def test_what_a_listing_states_has_no_confidence_of_a_quote() -> None:
    for number, statement in enumerate(GRAPH.statements):
        assert PAYLOAD["edges"]["stated"][number] == int(statement.stated)
        assert all((quote[3] == -1) is statement.stated for quote in EVIDENCE["quotes"][number])


def test_quotes_tell_which_ends_they_leave_unnamed() -> None:
    passage = Evidence("paper/one", "It starts from Beaver-13B", "wording", confidence=0.99)
    both = replace(passage, quote="It starts from that.")
    statement = Statement("model/otter7b", "based-on", "model/beaver13b", (passage, both), 0.99)
    evidence = json.loads(explorer_data(Graph(GRAPH.entities, (statement,), GRAPH.papers)).evidence_json)
    assert {quote[0]: quote[4] for quote in evidence["quotes"][0]} == {passage.quote: 1, both.quote: 3}


def test_edges_are_statements() -> None:
    for number, statement in enumerate(GRAPH.statements):
        edge = {name: column[number] for name, column in PAYLOAD["edges"].items()}
        assert PAYLOAD["nodes"]["id"][edge["source"]] == statement.subject
        assert PAYLOAD["nodes"]["id"][edge["target"]] == statement.object
        assert PREDICATES[edge["predicate"]].name == statement.predicate
        assert edge["support"] == statement.support
        outcomes = {entry.name for bit, entry in enumerate(OUTCOMES) if edge["outcomes"] >> bit & 1}
        assert outcomes == set(statement.outcomes)
        rule = PAYLOAD["rules"][edge["inferred"] - 1] if edge["inferred"] else None
        assert rule == statement.inferred_by


def test_contradicted_statements_are_disputed() -> None:
    disputed = [number for number, flag in enumerate(PAYLOAD["edges"]["disputed"]) if flag]
    assert [GRAPH.statements[number].predicate for number in disputed] == ["compares-to"] * len(disputed)
    assert disputed


def test_every_quote_is_there_with_its_paper() -> None:
    for statement, quotes, more in zip(GRAPH.statements, EVIDENCE["quotes"], EVIDENCE["more"], strict=True):
        assert (len(quotes), more) == (len(statement.evidence), 0)
        assert {quote[0] for quote in quotes} == {passage.quote for passage in statement.evidence}
        assert {PAYLOAD["nodes"]["id"][quote[1]] for quote in quotes} == set(statement.papers)


def test_the_most_confident_of_many_quotes_are_in_the_payload() -> None:
    graph = synthetic_graph(4)
    passages = [passage for statement in graph.statements for passage in statement.evidence][:7]
    statement = Statement("model/m0001", "based-on", "model/m0000", tuple(passages))
    evidence = json.loads(explorer_data(Graph(graph.entities, (statement,), graph.papers)).evidence_json)
    assert (len(evidence["quotes"][0]), evidence["more"]) == (5, [2])


def test_figures_count_the_whole_graph_and_the_payload_counts_what_it_leaves_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(selection.select_nodes, "__defaults__", (4, 150_000))
    payload = json.loads(explorer_data(GRAPH).graph_json)
    assert len(payload["nodes"]["id"]) == 4
    assert payload["left_out"]["nodes"] == len(GRAPH.entities) - 4
    assert payload["figures"] == PAYLOAD["figures"]
    assert payload["figures"]["Paper"] == 2
    assert payload["figures"]["statements"] == len(GRAPH.statements)


def test_years_come_from_papers_and_only_web_addresses_are_in_the_payload() -> None:
    metadata = PaperMetadata(
        (), ("arxiv:2401.00001",), Date(2024, 5), urls=("https://example.org/a", "javascript:alert(1)")
    )
    graph = Graph(
        {"model/m": Entity("model/m", "Model", "M"), "paper/p": Entity("paper/p", "Paper", "P")},
        (Statement("paper/p", "introduces", "model/m", sample_graph().statements[0].evidence),),
        {"paper/one": metadata, "paper/p": metadata},
    )
    payload = json.loads(explorer_data(graph).graph_json)
    assert payload["nodes"]["year"] == [2024, 2024]
    assert payload["nodes"]["date"] == [0, "2024-05"]
    assert payload["nodes"]["urls"] == [0, ["https://example.org/a"]]
    assert payload["nodes"]["identifiers"] == [0, ["arxiv:2401.00001"]]
    assert payload["edges"]["years"] == [2024]


def test_hostile_titles_stay_as_they_are() -> None:
    assert HOSTILE in PAYLOAD["nodes"]["label"]


def test_a_lone_surrogate_does_not_stop_it() -> None:
    assert explorer_data(Graph({"model/a": Entity("model/a", "Model", "a\ud800b")})).graph_json.decode()


def test_nodes_are_highlighted_by_their_numbers() -> None:
    payload = json.loads(explorer_data(GRAPH, highlight=["model/otter7b", "model/unknown"]).graph_json)
    assert payload["highlight"] == [NUMBERS["model/otter7b"]]
    assert "highlight" not in PAYLOAD


def test_nodes_stay_near_their_previous_positions() -> None:
    again = explorer_data(GRAPH, DATA.positions)
    assert again.positions.keys() == DATA.positions.keys()
    for node, position in again.positions.items():
        assert position == pytest.approx(DATA.positions[node], abs=0.2)
    moved = {
        node: NodePosition(position.x + 1000, position.y, position.group) for node, position in DATA.positions.items()
    }
    assert min(position.x for position in explorer_data(GRAPH, moved).positions.values()) > 500


def test_previous_positions_of_few_nodes_are_ignored() -> None:
    few = {"model/otter": NodePosition(9000.0, 0.0, 3)}
    assert explorer_data(GRAPH, few) == DATA


def test_new_nodes_move_old_ones_only_a_little() -> None:
    old, new = synthetic_graph(140), synthetic_graph(150)
    before = explorer_data(old).positions
    after = explorer_data(new, before).positions
    assert set(after) == set(new.entities)
    width = max(position.x for position in before.values()) - min(position.x for position in before.values())
    moved = sorted(
        math.hypot(position.x - after[node].x, position.y - after[node].y) for node, position in before.items()
    )
    assert moved[len(moved) // 2] < 0.05 * width


def test_communities_after_new_papers_are_those_of_the_analysis() -> None:
    old, new = synthetic_graph(140), synthetic_graph(150)
    after = explorer_data(new, explorer_data(old).positions).positions
    numbers = {
        node: measures.community for node, measures in analyze(new).nodes.items() if measures.community is not None
    }
    assert {node: after[node].group for node in numbers} == numbers
