from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from paperatlas.errors import GraphError
from paperatlas.pipeline.outputs import write_outputs
from paperatlas.rdf.named_graphs import quads
from paperatlas.store import MANIFEST, node_graph, open_store, read_manifest
from samples import sample_graph

if TYPE_CHECKING:
    from pathlib import Path


def test_the_store_holds_everything_and_a_graph_a_paper(tmp_path: Path) -> None:
    graph = sample_graph()
    write_outputs(graph, tmp_path)
    held = ox.Store()  # the engine writes numbers in its own form: 0.8 for 0.800
    held.extend(quads(graph))
    assert set(open_store(tmp_path)) == set(held)


def test_each_build_has_a_store_of_its_own_and_the_one_before_can_still_be_read(tmp_path: Path) -> None:
    write_outputs(sample_graph(), tmp_path)
    first = open_store(tmp_path)
    write_outputs(sample_graph("Another title"), tmp_path)
    assert (read_manifest(tmp_path).number, read_manifest(tmp_path).base) == (2, sample_graph().base)
    title = ox.Literal("Another title")
    assert not any(first.quads_for_pattern(None, None, title))
    assert any(open_store(tmp_path).quads_for_pattern(None, None, title))


def test_who_reads_while_the_folder_is_replaced_reads_one_build_to_its_end(tmp_path: Path) -> None:
    write_outputs(sample_graph("First title"), tmp_path)
    store, base = open_store(tmp_path), read_manifest(tmp_path).base
    for title in ("Second title", "Third title"):
        write_outputs(sample_graph(title), tmp_path)
        before = node_graph(store, base, "paper/one")
        assert before is not None
        assert before.entities["paper/one"].label == "First title"
    now = node_graph(open_store(tmp_path), base, "paper/one")
    assert now is not None
    assert now.entities["paper/one"].label == "Third title"


def test_stores_older_than_the_one_before_the_last_go(tmp_path: Path) -> None:
    for number in range(4):
        write_outputs(sample_graph(f"Title {number}"), tmp_path)
    assert sorted(path.name for path in (tmp_path / "store").iterdir()) == ["3", "4", "manifest.json"]


def test_a_store_can_be_open_several_times_but_not_written(tmp_path: Path) -> None:
    write_outputs(sample_graph(), tmp_path)
    one, other = open_store(tmp_path), open_store(tmp_path)
    assert len(one) == len(other)
    with pytest.raises(RuntimeError, match="read-write"):
        one.add(ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:b"), ox.NamedNode("x:c")))


def test_a_folder_without_a_build_tells_to_build(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="paperatlas build"):
        open_store(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"number": "../..", "base": "x:"}', '{"number": null}'])
def test_a_broken_manifest_says_so(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).parent.mkdir()
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(GraphError, match="broken"):
        read_manifest(tmp_path)


def test_a_store_that_is_gone_says_so(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).parent.mkdir()
    (tmp_path / MANIFEST).write_text(json.dumps({"number": 3, "base": "x:"}))
    with pytest.raises(GraphError, match="build again"):
        open_store(tmp_path)
