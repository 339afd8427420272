from __future__ import annotations

import html
import re
import subprocess
import sys
from collections import Counter

import pytest

import paperatlas as pa
from paperatlas.errors import OutputError
from paperatlas.graph.graph import Graph
from paperatlas.html.explorer import explorer_data, render_explorer
from paperatlas.html.explorer.notebook import graph_table
from samples import HOSTILE, sample_graph


def test_a_notebook_shows_the_page_in_a_frame() -> None:
    graph = sample_graph()
    frame = pa.explore(graph, height=420)
    shown = frame._repr_html_()
    match = re.fullmatch(r'<iframe srcdoc="([^"]*)" sandbox="([^"]*)" ([^<>]*)></iframe>', shown)
    assert match is not None
    assert html.unescape(match[1]) == render_explorer(explorer_data(graph))
    assert "allow-same-origin" not in match[2]
    assert 'height="420"' in match[3]
    assert len(repr(frame)) < 100


def test_a_frame_may_begin_with_less_certain_statements() -> None:
    kept_apart = sample_graph().with_min_confidence(0.99)
    frame = pa.explore(kept_apart, min_confidence=0)
    assert frame.page == render_explorer(explorer_data(kept_apart, min_confidence=0))
    assert frame.page != pa.explore(kept_apart).page


def test_a_frame_has_a_height() -> None:
    with pytest.raises(OutputError, match="height of 1 or more"):
        pa.explore(sample_graph(), height=0)


def test_a_graph_table_shows_counts_and_how_to_explore_the_graph() -> None:
    graph = sample_graph(HOSTILE)
    shown = graph_table(graph)
    counts = {name: int(count) for name, count in re.findall(r"<th>([^<]+)</th><td>(\d+)</td>", shown)}
    types = Counter(entity.type for entity in graph.entities.values())
    assert counts == types | Counter(statement.predicate for statement in graph.statements)
    assert "11 nodes" in shown
    assert "paperatlas.explore(graph)" in shown


def test_a_graph_table_counts_unsure_statements_apart() -> None:
    assert "less certain" not in graph_table(sample_graph())
    kept_apart = sample_graph().with_min_confidence(1.0)
    assert f"({len(kept_apart.unsure)} less certain ones apart)" in graph_table(kept_apart)


def test_a_graph_table_is_short_and_has_no_text_of_a_paper() -> None:
    assert len(graph_table(sample_graph(HOSTILE))) < 2500
    assert "onerror" not in graph_table(sample_graph(HOSTILE))
    assert "0 nodes" in graph_table(Graph())


def test_a_graph_of_the_public_verbs_shows_itself_by_its_table() -> None:
    code = "import paperatlas as pa; print(pa.Graph()._repr_html_())"
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert shown.strip() == graph_table(Graph())
