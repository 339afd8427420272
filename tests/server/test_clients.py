"""Clients that others wrote."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from rdflib import URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

from servers import TOKEN

if TYPE_CHECKING:
    import httpx2 as httpx

SELECT = "SELECT ?label { ?model a pa:Model ; rdfs:label ?label } ORDER BY ?label"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper(url: str, method: str) -> None:
    wrapper: Any = SPARQLWrapper(f"{url}/sparql")
    wrapper.setMethod(method)
    wrapper.setQuery(SELECT)
    wrapper.setReturnFormat(JSON)
    rows = wrapper.queryAndConvert()["results"]["bindings"]
    assert [row["label"]["value"] for row in rows] == ["Beaver-13B", "Otter", "Otter-7B"]
    wrapper.setReturnFormat(CSV)
    assert wrapper.queryAndConvert().startswith(b"label\r\n")
    wrapper.setReturnFormat(XML)
    assert len(wrapper.queryAndConvert().getElementsByTagName("result")) == 3
    wrapper.setQuery("CONSTRUCT WHERE { ?model a pa:Model }")
    wrapper.setReturnFormat(TURTLE)
    assert b"Model" in wrapper.queryAndConvert()


def test_sparqlwrapper_writes(writer: httpx.Client) -> None:
    wrapper = SPARQLWrapper(f"{writer.base_url}/sparql")
    wrapper.addCustomHttpHeader("Authorization", f"Bearer {TOKEN}")
    wrapper.setMethod(POST)
    wrapper.setQuery("INSERT DATA { <urn:wrapper> <urn:p> 1 }")
    wrapper.query().response.close()
    assert writer.get("/sparql", params={"query": "ASK { <urn:wrapper> ?p ?o }"}).json()["boolean"]


def test_rdflib_reads_as_from_a_graph_of_its_own(url: str) -> None:
    store = SPARQLStore(f"{url}/sparql")
    labels = [str(row[0]) for row in store.query(SELECT)]  # type: ignore[index]
    assert labels == ["Beaver-13B", "Otter", "Otter-7B"]
    label = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
    assert len(list(store.triples((None, label, None)))) > 3


def test_rdflib_writes(writer: httpx.Client) -> None:
    endpoint = f"{writer.base_url}/sparql"
    store = SPARQLUpdateStore(endpoint, endpoint, headers={"Authorization": f"Bearer {TOKEN}"})
    store.update("INSERT DATA { <urn:rdflib> <urn:p> 'é' }")
    assert [str(row[0]) for row in store.query("SELECT ?o { <urn:rdflib> ?p ?o }")] == ["é"]  # type: ignore[index]


def curl(*arguments: str) -> str:
    return subprocess.run(["curl", "-sS", *arguments], check=True, capture_output=True, text=True, timeout=30).stdout


def test_curl(url: str) -> None:
    csv = curl(f"{url}/sparql", "--data-urlencode", f"query={SELECT}", "-H", "Accept: text/csv", "--compressed")
    assert csv.splitlines() == ["label", "Beaver-13B", "Otter", "Otter-7B"]
    head = curl("-I", f"{url}/sparql?query=ASK%7B%7D")
    assert head.startswith("HTTP/1.1 200")
    path = curl("--path-as-is", "-o", "/dev/null", "-w", "%{http_code}", f"{url}/../../../../etc/passwd")
    assert path == "404"
