from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest

from paperatlas.analysis import YearCount, analyze, tables
from paperatlas.analysis import measures as measures_module
from paperatlas.graph.graph import Entity, Graph, PaperMetadata, Statement
from paperatlas.graph.papers import Date
from paperatlas.html.report.report_page import render_report
from samples import sample_graph

if TYPE_CHECKING:
    from pathlib import Path


def _cliques(groups: int, size: int) -> Graph:
    """Groups of models that are all based on each other, each joined to the next by one tie."""
    names = [[f"model/{group:02}-{number:02}" for number in range(size)] for group in range(groups)]
    statements = [Statement(first, "based-on", second) for group in names for first, second in combinations(group, 2)]
    statements += [Statement(first[0], "compares-to", second[0]) for first, second in pairwise(names)]
    entities = {name: Entity(name, "Model", name) for group in names for name in group}
    return Graph(entities, tuple(sorted(statements, key=lambda s: (s.subject, s.predicate, s.object))))


def test_degrees_count_statements_by_predicate_and_direction() -> None:
    otter = analyze(sample_graph()).nodes["model/otter7b"]
    assert otter.incoming == {"applied-to": 1, "introduces": 1}
    assert otter.outgoing["compares-to"] == 1
    assert (otter.in_degree, otter.out_degree) == (2, 5)


def test_papers_count_once_however_much_they_state() -> None:
    assert analyze(sample_graph()).nodes["model/otter7b"].papers == 2


def test_pagerank_is_shared_out_whole_among_what_is_counted() -> None:
    analysis = analyze(sample_graph())
    shares = [node.pagerank for node in analysis.nodes.values() if node.pagerank is not None]
    assert sum(shares) == pytest.approx(1)
    assert analysis.nodes["author/ada-lake"].pagerank is None


def test_credit_flows_to_what_others_are_built_on() -> None:
    names = [f"model/{name}" for name in "abcz"]
    statements = tuple(Statement(name, "based-on", "model/z") for name in names[:3])
    nodes = analyze(Graph({name: Entity(name, "Model", name) for name in names}, statements)).nodes
    assert max(nodes.values(), key=lambda node: node.pagerank or 0).id == "model/z"


def test_an_introduction_gives_no_credit() -> None:
    entities = {
        "model/a": Entity("model/a", "Model", "A"),
        "model/b": Entity("model/b", "Model", "B"),
        "paper/x": Entity("paper/x", "Paper", "X"),
    }
    nodes = analyze(Graph(entities, (Statement("paper/x", "introduces", "model/a"),))).nodes
    assert nodes["model/a"].pagerank == pytest.approx(nodes["model/b"].pagerank)


def test_a_bridge_has_more_betweenness_than_what_it_joins() -> None:
    nodes = analyze(_cliques(2, 5)).nodes
    assert (nodes["model/00-00"].betweenness or 0) > (nodes["model/00-01"].betweenness or 0)


def test_large_graphs_are_sampled_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures_module, "EXACT_NODE_LIMIT", 10)
    monkeypatch.setattr(measures_module, "PIVOTS", 8)
    graph = _cliques(4, 5)
    assert analyze(graph).pivots == 8
    assert analyze(graph) == analyze(graph)
    assert "estimated from the paths that start at 8 nodes" in render_report(analyze(graph), graph)


def test_small_graphs_are_measured_exactly() -> None:
    assert analyze(_cliques(4, 5)).pivots is None


def test_communities_are_the_groups_with_most_ties() -> None:
    communities = analyze(_cliques(4, 5)).communities
    assert [community.number for community in communities] == [1, 2, 3, 4]
    assert all(len({member[:8] for member in community.members}) == 1 for community in communities)


def test_a_community_is_named_after_what_most_papers_name() -> None:
    (first, *_) = analyze(sample_graph()).communities
    assert first.name.startswith("Otter-7B")
    assert first.size == sum(first.types.values())
    assert first.members[-1] == "paper/one"


def test_a_node_without_a_tie_is_in_no_community() -> None:
    analysis = analyze(sample_graph())
    assert analysis.nodes["paper/two"].community is None
    assert analysis.nodes["lab/wet-lab"].community is None


def test_rankings_count_papers_and_outcomes() -> None:
    (otter, beaver, _) = analyze(sample_graph()).models
    assert (otter.label, otter.papers, otter.introducing, otter.compared, otter.applied) == ("Otter-7B", 2, 1, 2, 1)
    assert (otter.better, otter.worse) == (1, 1)
    assert (beaver.built_on, beaver.better, beaver.worse) == (1, 1, 1)


def test_datasets_are_ranked_by_use() -> None:
    labels = {ranking.label: (ranking.trained, ranking.evaluated) for ranking in analyze(sample_graph()).datasets}
    assert labels == {"RiverPile": (1, 0), "PondBench": (0, 1), "PondBench-Hard": (0, 0)}
    assert list(labels)[-1] == "PondBench-Hard"


def test_labs_count_what_their_papers_introduce() -> None:
    (lab,) = analyze(sample_graph()).labs
    assert (lab.papers, lab.introduced, lab.authors, lab.mentioned) == (1, 1, 1, 0)


def test_years_have_no_gaps_and_keep_inferred_apart() -> None:
    dates = [Date(2021), Date(2023, 4, year_inferred=True), Date(month=6, day=2), None]
    ids = [f"paper/{number}" for number in range(5)]
    graph = Graph(
        {paper: Entity(paper, "Paper", paper) for paper in ids},
        papers={paper: PaperMetadata((), date=date) for paper, date in zip(ids, dates, strict=False)},
    )
    analysis = analyze(graph)
    assert analysis.years == (YearCount(2021, 1, 0), YearCount(2022, 0, 0), YearCount(2023, 0, 1))
    assert analysis.undated == 3


def test_an_empty_graph_has_an_empty_analysis() -> None:
    analysis = analyze(Graph())
    assert (analysis.nodes, analysis.communities, analysis.comparisons, analysis.years) == ({}, (), (), ())
    assert analysis.undated == 0


def test_one_node_is_enough() -> None:
    node = analyze(Graph({"model/a": Entity("model/a", "Model", "A")})).nodes["model/a"]
    assert (node.pagerank, node.betweenness, node.community) == (1.0, 0.0, None)


def test_a_loop_is_no_tie() -> None:
    loop = Graph({"model/a": Entity("model/a", "Model", "A")}, (Statement("model/a", "based-on", "model/a"),))
    assert analyze(loop).communities == ()


def test_statements_without_any_confidence_tie_nothing() -> None:
    graph = replace(sample_graph(), statements=tuple(replace(s, confidence=0.0) for s in sample_graph().statements))
    assert analyze(graph).communities == ()


def test_the_result_does_not_depend_on_the_seed_of_hashes(tmp_path: Path) -> None:
    file = tmp_path / "graph.pickle"
    file.write_bytes(pickle.dumps(_cliques(9, 6)))
    script = (
        "import hashlib, pickle, sys; from pathlib import Path; from paperatlas.analysis import *; "
        "from paperatlas.html.report.report_page import render_report\n"
        "graph = pickle.loads(Path(sys.argv[1]).read_bytes()); analysis = analyze(graph)\n"
        "content = b''.join(tables(analysis).values()) + render_report(analysis, graph).encode()\n"
        "print(hashlib.sha256(content).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script, str(file)],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for seed in ("1", "2", "77")
    }
    graph = _cliques(9, 6)
    analysis = analyze(graph)
    content = b"".join(tables(analysis).values()) + render_report(analysis, graph).encode()
    assert digests == {hashlib.sha256(content).hexdigest()}
