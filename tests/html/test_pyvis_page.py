from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from paperatlas.graph.graph import Entity, Graph
from paperatlas.html.content_security_policy import inline_sources, source_hash
from paperatlas.html.pyvis_page import render_pyvis_page
from paperatlas.schema import NODE_TYPES, PREDICATES
from samples import HOSTILE, sample_graph
from synthetic_graph import synthetic_graph

if TYPE_CHECKING:
    from pathlib import Path


def policy(page: str) -> dict[str, str]:
    found = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert found
    return dict(part.split(" ", 1) for part in found[1].split("; "))


def test_the_legend_is_the_schema() -> None:
    page = render_pyvis_page(sample_graph())
    legend = page.partition('<ul aria-label="Legend">')[2].partition("</ul>")[0]
    names = re.findall(r"</svg>([^<]+)</li>", legend)
    assert names == [*(entry.name for entry in NODE_TYPES), *(entry.name for entry in PREDICATES), "inferred"]


def test_a_page_of_a_large_graph_says_that_it_holds_a_part() -> None:
    graph = synthetic_graph(80)
    assert f"50 of {len(graph.entities)} nodes" in render_pyvis_page(graph, limit=50)
    assert "All 11 nodes" in render_pyvis_page(sample_graph())


def test_the_menu_names_nodes_as_people_do() -> None:
    page = render_pyvis_page(sample_graph())
    assert '<option value="model/otter7b">Otter-7B (Model)</option>' in page


def test_hostile_texts_are_escaped() -> None:
    page = render_pyvis_page(sample_graph(HOSTILE), title=HOSTILE)
    assert "<img" not in page
    assert "<script>alert" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_hostile_ids_are_escaped() -> None:
    node = f'model/">{HOSTILE}'
    page = render_pyvis_page(Graph({node: Entity(node, "Model", "A //# sourceMappingURL=a")}))
    assert "<img" not in page
    assert page.count("</script>") == page.count("<script") - 1  # vis-network holds the word once


def test_the_page_names_no_file_and_no_site_to_fetch_from() -> None:
    page = render_pyvis_page(sample_graph())
    assert not re.search(r"<(?:link|script|img|iframe|object)\b[^>]+(?:src|href)=", page)
    assert "sourceMappingURL" not in page
    assert "@import" not in page


def test_the_policy_forbids_requests_and_allows_just_what_stands_in_the_page() -> None:
    page = render_pyvis_page(sample_graph())
    told, inline = policy(page), inline_sources(page)
    assert (told["default-src"], told["img-src"], told["base-uri"]) == ("'none'", "data:", "'none'")
    for sources, directive in (
        (inline.scripts | inline.handlers, told["script-src"]),
        (inline.styles | inline.style_attributes, told["style-src"]),
    ):
        assert set(map(source_hash, sources)) <= set(directive.split())
        assert "unsafe-inline" not in directive
        assert "unsafe-eval" not in directive


def test_lone_surrogates_do_not_keep_the_page_from_being_written(tmp_path: Path) -> None:
    graph = Graph({"model/a": Entity("model/a", "Model", "bro\ud800ken")})
    path = tmp_path / "page.html"
    path.write_text(render_pyvis_page(graph, title="a\udfffb"), encoding="utf-8")
    assert "a?b" in path.read_text(encoding="utf-8")


def test_an_empty_graph_makes_a_page() -> None:
    assert "All 0 nodes" in render_pyvis_page(Graph())


def test_the_same_graph_gives_the_same_bytes_whatever_the_hash_seed() -> None:
    code = (
        "import hashlib; from synthetic_graph import synthetic_graph; "
        "from paperatlas.html.pyvis_page import render_pyvis_page; "
        "print(hashlib.sha256(render_pyvis_page(synthetic_graph(40)).encode()).hexdigest())"
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


def test_the_other_pages_do_not_wait_for_pyvis() -> None:
    code = "import sys; import paperatlas.html.explorer, paperatlas.pipeline.outputs; print('pyvis' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert shown.strip() == "False"
