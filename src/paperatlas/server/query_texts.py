"""The SPARQL that pages ask, show and offer.

``<NODE>`` stands for the IRI of a node and ``TYPE`` for the class of one. The prefixes of
:data:`paperatlas.schema.NAMESPACES` need no PREFIX line.
"""

from __future__ import annotations

from typing import Final

from paperatlas.schema import predicate

__all__ = [
    "BESIDE",
    "COAUTHORS",
    "COUNT_BY_TERM",
    "COUNT_TRIPLES",
    "DRAWN",
    "EXAMPLE",
    "FAMILY",
    "INTRODUCED",
    "LABS",
    "LINEAGE",
    "MOST",
    "MOST_NAMED",
    "QUOTES_OF",
    "STATED",
    "TOTALS",
    "TRIPLES_OF",
    "all_of",
]

MOST: Final = 400
"""How many rows an answer may have."""

# What the home page counts.
COUNT_TRIPLES: Final = "SELECT (COUNT(*) AS ?count) { ?s ?p ?o }"
COUNT_BY_TERM: Final = "SELECT ?term (COUNT(*) AS ?count) {{ VALUES ?term {{ {terms} }} {pattern} }} GROUP BY ?term"

# What the page of a thing or of a statement asks beyond the statements around it.
FAMILY: Final = f"""SELECT DISTINCT ?a ?aLabel ?b ?bLabel WHERE {{
  {{ SELECT DISTINCT ?b WHERE {{ <NODE> pa:variantOf* ?top . ?b ^pa:variantOf* ?top }} }}
  ?a pa:variantOf ?b ; rdfs:label ?aLabel . ?b rdfs:label ?bLabel
}} LIMIT {MOST}"""
LINEAGE: Final = f"""SELECT DISTINCT ?a ?aLabel ?b ?bLabel WHERE {{
  {{ SELECT DISTINCT ?a WHERE {{ <NODE> pa:basedOn* ?a }} }}
  ?a a TYPE ; pa:basedOn ?b ; rdfs:label ?aLabel . ?b a TYPE ; rdfs:label ?bLabel
}} LIMIT {MOST}"""
TOTALS: Final = """SELECT ?predicate ?end (COUNT(?statement) AS ?count) WHERE {
  { ?statement rdf:subject <NODE> BIND("subject" AS ?end) }
  UNION { ?statement rdf:object <NODE> BIND("object" AS ?end) }
  ?statement rdf:predicate ?predicate
} GROUP BY ?predicate ?end"""
COAUTHORS: Final = f"""SELECT ?a ?aLabel (COUNT(DISTINCT ?paper) AS ?papers) WHERE {{
  ?paper pa:authoredBy <NODE> , ?a . ?a rdfs:label ?aLabel FILTER(?a != <NODE>)
}} GROUP BY ?a ?aLabel ORDER BY DESC(?papers) ?aLabel LIMIT {MOST}"""
INTRODUCED: Final = f"""SELECT ?a ?aLabel (COUNT(DISTINCT ?paper) AS ?papers) WHERE {{
  {{ SELECT DISTINCT ?a WHERE {{ ?from pa:fromLab <NODE> ; pa:introduces ?a }} }}
  ?paper pa:mentions ?a . ?a rdfs:label ?aLabel
}} GROUP BY ?a ?aLabel ORDER BY DESC(?papers) ?aLabel LIMIT {MOST}"""
LABS: Final = (
    """SELECT ?b ?a ?aLabel WHERE { VALUES ?b { PAPERS } ?b pa:fromLab ?a . ?a rdfs:label ?aLabel } ORDER BY ?aLabel"""
)
STATED: Final = f"""SELECT ?a ?aLabel ?predicate ?b ?bLabel ?support ?confidence ?quote ?outcome WHERE {{
  ?evidence prov:wasDerivedFrom <NODE> ; pa:quote ?quote . ?statement pa:evidence ?evidence ;
    rdf:subject ?a ; rdf:predicate ?predicate ; rdf:object ?b ; pa:support ?support ; pa:confidence ?confidence .
  ?a rdfs:label ?aLabel . ?b rdfs:label ?bLabel
  OPTIONAL {{ ?evidence pa:outcome ?outcome }}
  FILTER(?a != <NODE> && ?predicate != pa:affiliatedWith)
}} ORDER BY DESC(?confidence) ?a ?b ?quote LIMIT {MOST}"""
BESIDE: Final = """SELECT DISTINCT ?statement ?aLabel ?predicate ?bLabel ?support WHERE {
  { VALUES (?a ?b) { ({A} {B}) ({B} {A}) } ?statement rdf:subject ?a ; rdf:object ?b }
  ?statement rdf:predicate ?predicate ; pa:support ?support . ?a rdfs:label ?aLabel . ?b rdfs:label ?bLabel
} ORDER BY DESC(?support) ?predicate ?statement LIMIT 60"""
MOST_NAMED: Final = """SELECT ?a ?aLabel ?papers WHERE {
  { SELECT ?a (COUNT(?paper) AS ?papers) WHERE { ?a a TYPE . ?paper pa:mentions ?a }
    GROUP BY ?a ORDER BY DESC(?papers) ?a LIMIT 8 }
  ?a rdfs:label ?aLabel
} ORDER BY DESC(?papers) ?a"""

# What the page of a resource asks, and what that of a statement offers.
TRIPLES_OF: Final = """SELECT ?s ?p ?o WHERE {
  { BIND(<NODE> AS ?s) ?s ?p ?o } UNION { BIND(<NODE> AS ?o) ?s ?p ?o }
} ORDER BY ?p ?s ?o LIMIT 500"""
QUOTES_OF: Final = """SELECT ?quote ?paper WHERE {
  <NODE> pa:evidence ?evidence .
  ?evidence pa:quote ?quote ; prov:wasDerivedFrom ?paper
}"""

EXAMPLE: Final = """\
# Which models are trained on which data, the best supported first
SELECT ?model ?modelIri ?dataset ?datasetIri ?support
WHERE {
  ?statement rdf:predicate pa:trainsOn ; pa:support ?support .
  ?statement rdf:subject ?modelIri ; rdf:object ?datasetIri .
  ?modelIri a pa:Model ; rdfs:label ?model .
  ?datasetIri rdfs:label ?dataset .
}
ORDER BY DESC(?support) ?model ?dataset
LIMIT 50"""
"""What stands in the editor before anything is asked."""

DRAWN: Final = """\
# What is built on the things that most is built on
CONSTRUCT { ?made pa:basedOn ?from . ?made rdfs:label ?name . ?from rdfs:label ?origin }
WHERE {
  {
    SELECT ?made ?from
    WHERE {
      { SELECT ?from { ?any pa:basedOn ?from } GROUP BY ?from ORDER BY DESC(COUNT(*)) ?from LIMIT 8 }
      ?made pa:basedOn ?from .
      FILTER NOT EXISTS { ?made a pa:Paper }
    }
    ORDER BY ?made ?from
    LIMIT 100
  }
  ?made rdfs:label ?name .
  ?from rdfs:label ?origin .
}"""
"""A query whose answer is drawn."""


def all_of(iri: str, name: str, end: str) -> str:
    """The query that gives all statements of one predicate around a node.

    Args:
        iri: The node.
        name: The predicate.
        end: Which end of the statements the node is: ``subject``, ``object`` or ``either``.
    """
    ways = {"subject": ("object",), "object": ("subject",), "either": ("object", "subject")}[end]
    turned = {"subject": "object", "object": "subject"}
    parts = [f"{{ ?statement rdf:{turned[other]} <{iri}> ; rdf:{other} ?other }}" for other in ways]
    return f"""SELECT ?other ?name ?support ?confidence ?statement WHERE {{
  {" UNION ".join(parts)}
  ?statement rdf:predicate pa:{predicate(name).term} ; pa:support ?support ; pa:confidence ?confidence .
  ?other rdfs:label ?name
}}
ORDER BY DESC(?support) DESC(?confidence) ?name"""
