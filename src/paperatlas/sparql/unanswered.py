"""What a question leaves unsaid: what was looked at when there is no answer, and statements that are less certain.

A question takes statements of the class ``rdf:Statement``; the same query with ``pa:UnsureStatement`` in its place has
the rows that would come from the unsure ones.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from paperatlas.errors import QueryError
from paperatlas.sparql.engine import engine_of
from paperatlas.sparql.entity_lookup import resolve
from paperatlas.sparql.lexer import portable, tokenize
from paperatlas.sparql.parameters import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from paperatlas.sparql.engine import Engine, Source
    from paperatlas.sparql.lexer import Token
    from paperatlas.sparql.named_queries import Question
    from paperatlas.sparql.parameters import Values

__all__ = ["count_less_certain", "papers_that_name"]

_SURE: Final = "rdf:Statement"
_UNSURE: Final = "pa:UnsureStatement"
_MOST_TITLES: Final = 3
_LABEL: Final = "SELECT (MIN(STR(?name)) AS ?label) WHERE {{ {node} rdfs:label ?name }}"
_TITLES: Final = """
SELECT DISTINCT ?paper ?title WHERE {{ ?paper pa:mentions|pa:introduces {node} ; rdfs:label ?title }}
ORDER BY LCASE(STR(?title)) ?paper
"""


def count_less_certain(source: Source, question: Question, params: Mapping[str, Values]) -> int:
    """Return the number of rows that a question would have from the statements of a graph that are unsure.

    Args:
        source: A source as :func:`paperatlas.sparql.query` takes it.
        question: The question; 0 if it takes no statements, or all of them.
        params: The values of its parameters.

    Raises:
        QueryError: as :func:`paperatlas.sparql.ask` does.

    >>> from paperatlas.graph.graph import Graph; from paperatlas.sparql.named_queries import find_question
    >>> count_less_certain(Graph(), find_question("conflicts"), {})
    0
    """
    if not _sure_classes(question.sparql):
        return 0
    engine = engine_of(source)
    sparql = question.bind(resolve(partial(engine_of, engine), question, params))
    return len(engine.run(_of_unsure(sparql)).rows)


def _of_unsure(sparql: str) -> str:
    """Return a query of unsure statements in place of sure ones.

    >>> _of_unsure("ASK { ?s a rdf:Statement ; rdfs:label 'what a rdf:Statement is' }")
    "ASK { ?s a pa:UnsureStatement ; rdfs:label 'what a rdf:Statement is' }"
    """
    for token in reversed(_sure_classes(sparql)):
        sparql = sparql[: token.start] + _UNSURE + sparql[token.end :]
    return sparql


def _sure_classes(sparql: str) -> list[Token]:
    """Return the tokens of a query by which something is of the class of sure statements; texts have none."""
    pairs = pairwise(tokenize(sparql))
    return [name for word, name in pairs if word.is_word("A") and name.kind == "name" and name.text == _SURE]


def papers_that_name(source: Source, question: Question, params: Mapping[str, Values]) -> list[str]:
    """Return how many papers name each node that a question asks about, with some of their titles, a line a node.

    Args:
        source: A source as :func:`paperatlas.sparql.query` takes it.
        question: The question.
        params: The values of its parameters.

    Raises:
        QueryError: as :func:`paperatlas.sparql.ask` does.

    >>> from paperatlas.graph.graph import Graph; from paperatlas.sparql.named_queries import find_question
    >>> papers_that_name(Graph(), find_question("conflicts"), {})
    []
    """
    engine = engine_of(source)
    values = resolve(partial(engine_of, engine), question, params)
    return [_line(engine, node) for node in dict.fromkeys(_nodes(question, values))]


def _nodes(question: Question, values: Mapping[str, Values]) -> Iterator[str]:
    """Yield the nodes that parameters stand for, as terms of SPARQL."""
    for parameter in question.parameters:
        if parameter.is_node and parameter.name in values:
            for value in listed(values[parameter.name]):
                if isinstance(value, str):
                    try:
                        yield portable(str(NamedNode(value.strip("<>"))))
                    except ValueError as error:
                        raise QueryError(f"{value} is no IRI, percent-encode it: {error}") from error
                elif isinstance(value, NamedNode):
                    yield portable(str(value))


def _line(engine: Engine, node: str) -> str:
    labels = [row[0] for row in engine.run(_LABEL.format(node=node)).rows]
    label = next((term.value for term in labels if isinstance(term, Literal)), node)
    titles = [row[1] for row in engine.run(_TITLES.format(node=node)).rows]
    papers = {0: "no paper names", 1: "1 paper names"}.get(len(titles), f"{len(titles):,} papers name")
    shown = [title.value for title in titles[:_MOST_TITLES] if isinstance(title, Literal)]
    more = ["…"] if len(titles) > _MOST_TITLES else []
    return f"{papers} {label}" + (f": {'; '.join([*shown, *more])}" if shown else "")
