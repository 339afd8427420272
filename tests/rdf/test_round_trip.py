"""Any graph goes to RDF and comes back the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from drawing import graphs
from paperatlas.rdf import SYNTAXES, load, serialize

if TYPE_CHECKING:
    from pathlib import Path

    from paperatlas.records import Graph


@pytest.mark.parametrize("syntax", [name for name in SYNTAXES if name != "nanopubs"])
@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(graph=graphs())
def test_any_graph_comes_back(tmp_path: Path, syntax: str, graph: Graph) -> None:
    path = tmp_path / f"graph{SYNTAXES[syntax].suffix}"
    path.write_bytes(serialize(graph, syntax))
    assert load(path) == graph
