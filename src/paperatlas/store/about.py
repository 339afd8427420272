"""What a store knows of one node, as a small graph of its own."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final, cast

import pyoxigraph as ox

from paperatlas.rdf.loading import graph_of
from paperatlas.rdf.terms import DESCRIPTION
from paperatlas.schema import NAMESPACES, PREDICATES, VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from paperatlas.records import Graph

__all__ = ["about", "count_about"]

_AROUND: Final = "{ ?statement rdf:subject $node } UNION { ?statement rdf:object $node }"
_STATEMENTS: Final = f"""
SELECT DISTINCT ?statement WHERE {{
    {_AROUND}
    ?statement rdf:predicate ?predicate ; pa:support ?support .
}} ORDER BY (?predicate = pa:mentions) DESC(?support) ?statement LIMIT $limit
"""
_COUNTS: Final = f"""
SELECT ?predicate (COUNT(DISTINCT ?statement) AS ?count) WHERE {{ {_AROUND} ?statement rdf:predicate ?predicate }}
GROUP BY ?predicate
"""
_TOLD: Final = "SELECT DISTINCT ?s ?p ?o WHERE {{ VALUES ?s {{ {nodes} }} {condition} ?s ?p ?o }}"
_OF_NODE: Final = " ".join(
    ("rdf:type", "rdfs:label", "skos:altLabel", "pa:wording", "dcterms:identifier", "schema:datePublished")
    + ("pa:yearInferred", "schema:url", "schema:codeRepository", "pa:category", "pa:authorsComplete", "pa:authorCount")
    + ("pa:commentCount", "pa:upvotes", "pa:hasCode")
)
"""What is said of a node itself; its edges are left out, of which a much cited one has thousands."""
