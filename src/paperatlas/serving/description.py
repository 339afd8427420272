"""Tell what the endpoint can: the SPARQL 1.1 Service Description."""

from __future__ import annotations

from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from paperatlas.schema import NAMESPACES

__all__ = ["describe"]

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_TYPE: Final = NamedNode(f"{NAMESPACES['rdf']}type")
_RESULTS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)


def describe(endpoint: str, media_type: str, *, writable: bool) -> bytes:
    """Describe the endpoint.

    Args:
        endpoint: Its address.
        media_type: The RDF format to write.
        writable: Whether it takes updates.

    >>> print(describe("http://localhost/sparql", "application/n-triples", writable=False).decode().splitlines()[1])
    _:service <http://www.w3.org/ns/sparql-service-description#endpoint> <http://localhost/sparql> .
    """
    service, dataset, graph = BlankNode("service"), BlankNode("dataset"), BlankNode("graph")
    languages = ["SPARQL11Query", *(["SPARQL11Update"] if writable else [])]
    triples = [
        Triple(service, _TYPE, _sd("Service")),
        Triple(service, _sd("endpoint"), NamedNode(endpoint)),
        *(Triple(service, _sd("supportedLanguage"), _sd(language)) for language in languages),
        *(Triple(service, _sd("resultFormat"), NamedNode(_FORMATS + name)) for name in _RESULTS),
        Triple(service, _sd("defaultDataset"), dataset),
        Triple(dataset, _TYPE, _sd("Dataset")),
        Triple(dataset, _sd("defaultGraph"), graph),
        Triple(graph, _TYPE, _sd("Graph")),
        Triple(
            service,
            NamedNode(f"{NAMESPACES['rdfs']}comment"),
            Literal(
                "A graph of papers, models and data sets, with the words of the papers as evidence.", language="en"
            ),
        ),
    ]
    rdf_format = RdfFormat.from_media_type(media_type)
    prefixes = {"sd": _SD, "formats": _FORMATS, "rdfs": NAMESPACES["rdfs"]}
    return serialize(triples, format=rdf_format, prefixes=prefixes) or b""


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
