"""Any graph goes to RDF and comes back the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import rdflib
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


@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(graph=graphs())
def test_json_ld_of_any_graph_holds_the_triples_of_its_turtle(graph: Graph) -> None:
    written = rdflib.Graph().parse(serialize(graph, "jsonld"), format="json-ld")
    assert set(written) == set(rdflib.Graph().parse(serialize(graph, "turtle"), format="turtle"))


@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(graph=graphs())
def test_json_ld_of_any_graph_has_values_of_the_shape_that_the_context_tells(graph: Graph) -> None:
    document = json.loads(serialize(graph, "jsonld"))
    for node in document["@graph"]:
        for key, value in node.items():
            assert isinstance(value, list) == ("@container" in document["@context"][key]), key
