from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.errors import OutputError
from paperatlas.records import Entity, Graph
from paperatlas.schema import NODE_TYPES, PREDICATES
from paperatlas.viewing import page as page_module
from paperatlas.viewing import render_page
from paperatlas.viewing.page import script_json
from samples import HOSTILE, sample_graph
from viewing.synthetic import synthetic_graph

if TYPE_CHECKING:
    from pathlib import Path


def _data(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="data" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_the_page_holds_every_node_and_statement_of_a_small_graph() -> None:
    graph = sample_graph()
    data = _data(render_page(graph))
    assert {node["id"] for node in data["nodes"]} == set(graph.entities)
    assert {edge["id"] for edge in data["edges"]} == {statement.id for statement in graph.statements}


def test_the_legend_is_the_schema() -> None:
    data = _data(render_page(sample_graph()))
    assert [entry["name"] for entry in data["types"]] == [entry.name for entry in NODE_TYPES]
    assert {entry["name"] for entry in data["predicates"]} == {entry.name for entry in PREDICATES}
    assert [entry["name"] for entry in data["types"] if entry["first"]] == ["Model", "Dataset", "Method"]
    assert [entry["name"] for entry in data["predicates"] if not entry["first"]] == ["mentions"]


def test_all_types_are_shown_first_where_there_is_no_core() -> None:
    data = _data(render_page(Graph({"author/a": Entity("author/a", "Author", "Ada Lake")})))
    assert all(entry["first"] for entry in data["types"])


def test_a_page_of_a_large_graph_says_that_it_holds_a_part() -> None:
    graph = synthetic_graph(80)
    page = render_page(graph, limit=50)
    assert f"showing 50 of {len(graph.entities)} nodes" in page
    assert len(_data(page)["nodes"]) == 50
    assert "holds all nodes" in render_page(graph)


def test_a_limit_below_one_is_refused() -> None:
    with pytest.raises(OutputError, match="limit of 1 or more"):
        render_page(sample_graph(), limit=0)


def test_hostile_texts_stand_in_the_data_alone_and_escaped() -> None:
    page = render_page(sample_graph(HOSTILE), title=HOSTILE)
    assert "<img" not in page
    assert "<script>alert" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page  # the title
    assert {node["label"] for node in _data(page)["nodes"] if node["group"] == "Paper"} == {HOSTILE}


def test_the_page_names_no_file_and_no_site_to_fetch_from() -> None:
    page = render_page(sample_graph())
    assert not re.search(r"<(?:link|script|img|iframe|object)[^>]+(?:src|href)=[\"'](?!data:)", page)
    assert "sourceMappingURL" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page


def test_our_scripts_never_parse_text_as_html() -> None:
    ours = "".join(page_module._own_file(name) for name in page_module._SCRIPTS)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", ours)


def test_lone_surrogates_do_not_keep_the_page_from_being_written(tmp_path: Path) -> None:
    graph = Graph({"model/a": Entity("model/a", "Model", "bro\ud800ken")})
    path = tmp_path / "page.html"
    path.write_text(render_page(graph, title="a\udfffb"), encoding="utf-8")
    assert "a?b" in path.read_text(encoding="utf-8")


@given(st.text() | st.text(alphabet="<>&/!-scriptSCRIPT\u2028\u2029"))
def test_json_in_a_script_means_the_same_and_cannot_end_the_script(text: str) -> None:
    written = script_json({text: [text]})
    assert json.loads(written) == {text: [text]}
    assert written.isascii()
    assert not set(written) & set("<>&")


def test_an_empty_graph_makes_a_page() -> None:
    assert _data(render_page(Graph()))["nodes"] == []


def test_a_pyvis_without_its_script_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_module, "resources", SimpleNamespace(files=lambda _: tmp_path))
    with pytest.raises(OutputError, match="pyvis has no lib/vis"):
        page_module._bundle()


def test_the_same_graph_gives_the_same_bytes_whatever_the_hash_seed() -> None:
    code = (
        "import hashlib; from viewing.synthetic import synthetic_graph; from paperatlas.viewing import render_page; "
        "print(hashlib.sha256(render_page(synthetic_graph(40)).encode()).hexdigest())"
    )
    paths = os.pathsep.join(path for path in sys.path if path)
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
