from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter

from paperatlas.graph.graph import Graph
from paperatlas.html.explorer.notebook import graph_table
from samples import HOSTILE, sample_graph


def test_a_graph_shows_what_it_holds_and_the_way_to_its_explorer() -> None:
    graph = sample_graph(HOSTILE)
    shown = graph_table(graph)
    counted = {name: int(count) for name, count in re.findall(r"<th>([^<]+)</th><td>(\d+)</td>", shown)}
    types = Counter(entity.type for entity in graph.entities.values())
    assert counted == types | Counter(statement.predicate for statement in graph.statements)
    assert "11 nodes" in shown
    assert "paperatlas.explore(graph)" in shown


def test_a_table_is_short_and_holds_no_text_of_a_paper() -> None:
    assert len(graph_table(sample_graph(HOSTILE))) < 2500
    assert "onerror" not in graph_table(sample_graph(HOSTILE))
    assert "0 nodes" in graph_table(Graph())


def test_a_graph_of_the_public_verbs_shows_itself_by_its_table() -> None:
    code = "import paperatlas as pa; print(pa.Graph()._repr_html_())"
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert shown.strip() == graph_table(Graph())
