"""Any graph goes to RDF and comes back the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings

from graph_strategies import graphs
from paperatlas.formats import FORMATS
from paperatlas.rdf import load

if TYPE_CHECKING:
    from pathlib import Path

    from paperatlas.graph.graph import Graph


@pytest.mark.parametrize("syntax", ["turtle", "turtle12", "ntriples", "trig", "nquads", "jsonld", "rdfxml"])
@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(graph=graphs())
def test_any_graph_comes_back(tmp_path: Path, syntax: str, graph: Graph) -> None:
    path = tmp_path / FORMATS[syntax].file
    path.write_bytes(FORMATS[syntax].render(graph))
    assert load(path) == graph


@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(graph=graphs())
def test_json_ld_of_any_graph_holds_the_triples_of_its_turtle(graph: Graph) -> None:
    written = rdflib.Graph().parse(FORMATS["jsonld"].render(graph), format="json-ld")
    assert set(written) == set(rdflib.Graph().parse(FORMATS["turtle"].render(graph), format="turtle"))


@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(graph=graphs())
def test_json_ld_of_any_graph_has_values_of_the_type_that_the_context_states(graph: Graph) -> None:
    document = json.loads(FORMATS["jsonld"].render(graph))
    for node in document["@graph"]:
        for key, value in node.items():
            assert isinstance(value, list) == ("@container" in document["@context"][key]), key
