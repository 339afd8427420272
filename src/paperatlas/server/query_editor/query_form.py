"""The form of the query page: a query, or a named question with its parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import dropwhile
from typing import TYPE_CHECKING, Final

from paperatlas.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from paperatlas.server.http.requests import Parameters
    from paperatlas.sparql import Question

__all__ = ["DRAWN", "EXAMPLE", "QueryForm", "parse_form", "without_head"]

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
"""The query that the editor shows at first."""

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
"""A query whose result is drawn."""


@dataclass(frozen=True, slots=True)
class QueryForm:
    """The contents of the form.

    Attributes:
        sparql: The query in the editor.
        question: The question that the query comes from, if any.
        values: The first value of each of the question's parameters, or else its default.
        runs: Whether to run the query or only to show it.
        params: All given values of the question's parameters, which are not bound yet.
    """

    sparql: str
    question: Question | None
    values: Mapping[str, str]
    runs: bool
    params: Mapping[str, Sequence[str]] = field(default_factory=dict)


def parse_form(fields: Parameters, questions: Mapping[str, Question]) -> QueryForm:
    """Parse a form.

    Args:
        fields: ``query``, else ``question`` with a field for each of its parameters.
        questions: The available questions by name.

    Raises:
        QueryError: if there is no such question.
    """
    query = "".join(fields.getlist("query")[:1]).replace("\r\n", "\n")
    if query.strip():
        return QueryForm(query, None, {}, runs=True)
    name = "".join(fields.getlist("question")[:1])
    if not name:
        return QueryForm(EXAMPLE, None, {}, runs=False)
    if name not in questions:
        raise QueryError(f"there is no question {name!r}; choose one of the list")
    question = questions[name]
    given = {entry.name: [text for text in fields.getlist(entry.name) if text] for entry in question.parameters}
    params = {key: texts for key, texts in given.items() if texts}
    values = {entry.name: (params.get(entry.name) or [*entry.defaults, ""])[0] for entry in question.parameters}
    return QueryForm(without_head(question.sparql), question, values, runs=True, params=params)


def without_head(sparql: str) -> str:
    """Return a query without its leading comments, whose content the page shows elsewhere."""
    lines = sparql.strip().splitlines()
    return "\n".join(dropwhile(lambda line: line.startswith("#"), lines))
