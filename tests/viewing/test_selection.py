from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from paperatlas.records import Entity, Evidence, Graph, Statement
from paperatlas.viewing.selection import CORE_NODES, LAST_STEP, THINGS, importance, select
from samples import sample_graph
from viewing.synthetic import synthetic_graph


def test_what_is_stated_makes_a_node_telling() -> None:
    weights = importance(sample_graph())
    assert weights["model/otter7b"] == max(weights.values())
    assert weights["dataset/pondbench"] > weights["dataset/pondbench-hard"]


def test_a_long_list_of_authors_does_not_make_a_paper_telling() -> None:
    entities = {"paper/p": Entity("paper/p", "Paper", "P")}
    entities |= {f"author/{i}": Entity(f"author/{i}", "Author", f"A{i}") for i in range(50)}
    statements = tuple(Statement("paper/p", "authored-by", f"author/{i}") for i in range(50))
    weights = importance(Graph(entities, statements))
    assert weights["paper/p"] == 0.0
    assert weights["author/7"] > 0.0


def test_support_by_more_papers_counts_more() -> None:
    entities = {name: Entity(name, "Model", name) for name in ("model/a", "model/b", "model/c")}
    twice = (Evidence("paper/1", "q"), Evidence("paper/2", "q"))
    weights = importance(
        Graph(
            entities,
            (
                Statement("model/a", "based-on", "model/b", twice),
                Statement("model/c", "based-on", "model/b", twice[:1]),
            ),
        )
    )
    assert weights["model/a"] == 2 * weights["model/c"]


def test_the_core_holds_things_that_statements_relate_and_nothing_else() -> None:
    graph = sample_graph()
    core = select(graph, 100).core
    assert core[0] == "model/otter7b"
    assert set(core) == {
        "model/otter7b",
        "model/beaver13b",
        "dataset/pondbench",
        "dataset/riverpile",
        "method/streamlora",
    }


def test_the_core_is_bounded_and_in_one_piece() -> None:
    graph = synthetic_graph(300)
    selection = select(graph, 1000)
    assert len(selection.core) == CORE_NODES
    pairs = [
        {s.subject, s.object}
        for s in selection.statements
        if s.subject in selection.core and s.object in selection.core
    ]
    reached = {selection.core[0]}
    for _ in selection.core:
        reached = reached.union(*(pair for pair in pairs if pair & reached))
    assert reached == set(selection.core)


def test_steps_start_with_the_core_and_grow() -> None:
    graph = synthetic_graph(300)
    selection = select(graph, 1000)
    things = {node: step for node, step in selection.steps.items() if graph.entities[node].type in THINGS}
    assert {node for node, step in things.items() if step == 0} == set(selection.core)
    sizes = Counter(things.values())
    assert sizes[0] < sizes[1] < sizes[2]
    assert set(selection.steps.values()) <= set(range(LAST_STEP + 1))


def test_the_papers_of_the_core_come_before_others() -> None:
    graph = synthetic_graph(300)
    selection = select(graph, 1000)
    first = [node for node, step in selection.steps.items() if step == 0 and node.startswith("paper/")]
    stating = {
        paper for s in selection.statements for paper in s.papers if {s.subject, s.object} <= set(selection.core)
    }
    assert first
    assert set(first) <= stating


def test_a_graph_without_statements_between_things_has_no_core() -> None:
    graph = Graph({"paper/p": Entity("paper/p", "Paper", "P"), "author/a": Entity("author/a", "Author", "A")})
    selection = select(graph, 10)
    assert selection.core == ()
    assert set(selection.steps) == {"paper/p", "author/a"}


def test_two_pieces_of_the_core_follow_each_other() -> None:
    names = ("model/a", "model/b", "model/c", "model/d")
    graph = Graph(
        {name: Entity(name, "Model", name) for name in names},
        (Statement("model/a", "based-on", "model/b"), Statement("model/c", "compares-to", "model/d")),
    )
    assert select(graph, 10).core == names


@settings(max_examples=25, deadline=None)
@given(limit=st.integers(1, 60))
def test_no_more_nodes_than_asked_for_and_statements_only_between_them(limit: int) -> None:
    graph = synthetic_graph(20)
    selection = select(graph, limit)
    assert len(selection.steps) == min(limit, len(graph.entities))
    left_out = set(graph.entities) - set(selection.steps)
    weights = importance(graph)
    assert all(weights[out] <= min(selection.weights.values()) + 0.001 for out in left_out)
    assert all(s.subject in selection.steps and s.object in selection.steps for s in selection.statements)


def test_authors_come_after_what_they_write_about() -> None:
    papers = [f"paper/{i}" for i in range(9)]
    names = {"author/a": "Author", "model/a": "Model", "model/b": "Model", **dict.fromkeys(papers, "Paper")}
    authored = tuple(Statement(paper, "authored-by", "author/a") for paper in papers)
    stated = Statement("model/a", "based-on", "model/b", confidence=0.5)
    graph = Graph({name: Entity(name, kind, name) for name, kind in names.items()}, (*authored, stated))
    assert list(select(graph, 3).steps) == ["model/a", "model/b", "author/a"]
