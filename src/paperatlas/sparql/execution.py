"""Ask a graph a question: resolve the question, bind its parameters, check the query, execute it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from pyoxigraph import Store

from paperatlas.errors import QueryError
from paperatlas.schema import NAMESPACES
from paperatlas.sparql.engine import engine_of
from paperatlas.sparql.entity_lookup import resolve
from paperatlas.sparql.federation import is_federated
from paperatlas.sparql.lexer import tokenize
from paperatlas.sparql.named_queries import Question, find_question, read_question
from paperatlas.sparql.parameters import bind
from paperatlas.sparql.syntax_errors import PADDING, syntax_error

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paperatlas.sparql.engine import Source
    from paperatlas.sparql.parameters import Values
    from paperatlas.sparql.results import Result

__all__ = ["ask", "bound", "check", "query"]

_UPDATES: Final = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def query(source: Source, question: Question | str, **params: Values) -> Result:
    """Ask a graph a question.

    Args:
        source: A graph, the RDF file of one, a folder that a build wrote, a store that holds a graph, or a
            :class:`paperatlas.sparql.Endpoint`. To ask a large graph several things, load it once with
            :func:`paperatlas.sparql.open_graph`.
        question: The name of a question that ships with paperatlas, the path of a ``.rq`` file, or SPARQL.
        params: Values for the parameters of the question.

    Raises:
        QueryError: if there is no such question, parameter or thing, or the SPARQL is broken.
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
    """Ask a graph a question that was read before, or a query.

    Args:
        source: As :func:`query` takes it.
        question: A question, or a SPARQL query (SELECT, ASK, CONSTRUCT or DESCRIBE). Prefixes of
            :data:`paperatlas.schema.NAMESPACES` need no PREFIX line.
        params: Values for parameters, as :func:`~paperatlas.sparql.bind` takes them; for a parameter that is a node,
            a name as people write it. What a question leaves open is its first example.

    Raises:
        QueryError: if the query is no SPARQL, changes the graph, asks another server, lacks a parameter, or nothing in
            the graph has the name that is given for one.
        GraphError: if there is no graph there.

    >>> ask(Store(), "SELECT ?name WHERE {}", {"name": "Otter"}).rows
    ((<Literal value=Otter datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#string>>,),)
    """
    # What is no query is told before a file is loaded for it.
    check(question.sparql if isinstance(question, Question) else question)
    engine = engine_of(source)
    sparql = bound(engine, question, params or {})
    check(sparql)
    return engine.run(sparql)


def bound(source: Source, question: Question | str, params: Mapping[str, Values]) -> str:
    """Return the SPARQL of a question with its parameters bound to what the graph calls by these names.

    Raises:
        QueryError: as :func:`ask` does, but for what only running it tells.
        GraphError: if the file is missing or is no RDF.
    """
    if isinstance(question, str):
        return bind(question, params)
    return question.bind(resolve(partial(engine_of, source), question, params))


def check(sparql: str) -> None:
    r"""See that a query is one, that it only reads, and that it asks no other server.

    Raises:
        QueryError: if not; where it is no SPARQL, the error has line and column, and its message shows them.

    >>> check("ASK {\n  ?paper a ]\n}")
    Traceback (most recent call last):
        ...
    paperatlas.errors.QueryError: the query is no SPARQL; look at line 2, column 12:
      ?paper a ]
               ^
    """
    first = next((token for token in tokenize(sparql) if token.is_word(*_FORMS, *_UPDATES)), None)
    if first and first.is_word(*_UPDATES):
        raise QueryError(
            f"{first.text.upper()} changes the graph; questions only read: SELECT, ASK, CONSTRUCT, DESCRIBE"
        )
    if is_federated(sparql):
        raise QueryError("SERVICE asks another server, which paperatlas does not; leave it out")
    try:
        Store().query(sparql + PADDING, prefixes=NAMESPACES)
    except RuntimeError:
        # It is SPARQL, but asks for what the engine lacks: running it tells.
        return
    except (SyntaxError, UnicodeEncodeError) as error:
        raise syntax_error(sparql, str(error)) from error
