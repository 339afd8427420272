"""The execution of questions: names are resolved, parameters bound, the query checked and run."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from paperatlas.sparql.engine import engine_of
from paperatlas.sparql.entity_lookup import resolve
from paperatlas.sparql.named_queries import Question, find_question, read_question
from paperatlas.sparql.parameters import bind
from paperatlas.sparql.syntax import check

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paperatlas.sparql.engine import Source
    from paperatlas.sparql.parameters import Values
    from paperatlas.sparql.results import Result

__all__ = ["ask", "bound", "query"]


def query(source: Source, question: Question | str, **params: Values) -> Result:
    """Ask a graph a question.

    Args:
        source: A graph, the RDF file of one, a folder that a build wrote, a store that holds a graph, or a
            :class:`paperatlas.sparql.Endpoint`. To ask a large graph several questions, load it once with
            :func:`paperatlas.sparql.open_graph`.
        question: The name of a question that ships with paperatlas, the path of a ``.rq`` file, or SPARQL.
        params: Values for the parameters of the question.

    Raises:
        QueryError: if there is no such question, parameter or node, or the SPARQL is broken.
        GraphError: if the file is missing or is no RDF.

    >>> from paperatlas.graph.graph import Graph
    >>> query(Graph(), "conflicts").rows
    ()
    >>> query(Graph(), "ASK { ?graph a void:Dataset }").answer
    True
    """
    if isinstance(question, str):
        question = read_question("the query", question) if "{" in question else find_question(question)
    return ask(source, question, params)


def ask(source: Source, question: Question | str, params: Mapping[str, Values] | None = None) -> Result:
    """Ask a graph a question that is already read, or a query.

    Args:
        source: As :func:`query` takes it.
        question: A question, or a SPARQL query (SELECT, ASK, CONSTRUCT or DESCRIBE). Prefixes of
            :data:`paperatlas.schema.NAMESPACES` need no PREFIX line.
        params: Values for parameters, as :func:`~paperatlas.sparql.bind` takes them; for a parameter that is a node,
            a name as people write it. The first example of a question stands for a missing one.

    Raises:
        QueryError: if the query is no SPARQL, changes the graph, asks another server, lacks a parameter, or no node in
            the graph has the name that is given for one.
        GraphError: if there is no graph there.

    >>> from pyoxigraph import Store
    >>> ask(Store(), "SELECT ?name WHERE {}", {"name": "Otter"}).rows
    ((<Literal value=Otter datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#string>>,),)
    """
    # A text that is no query fails before a file is loaded for it.
    check(question.sparql if isinstance(question, Question) else question)
    engine = engine_of(source)
    sparql = bound(engine, question, params or {})
    check(sparql)
    return engine.run(sparql)


def bound(source: Source, question: Question | str, params: Mapping[str, Values]) -> str:
    """Return the SPARQL of a question with its parameters bound to the nodes that have these names in the graph.

    Raises:
        QueryError: as :func:`ask` does, but for errors that occur only when the query runs.
        GraphError: if the file is missing or is no RDF.
    """
    if isinstance(question, str):
        return bind(question, params)
    return question.bind(resolve(partial(engine_of, source), question, params))
