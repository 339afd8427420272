"""The verb of the library: a graph, a question, its parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Quad, Store

from paperatlas.querying.asking import ask
from paperatlas.querying.questions import Question, find_question, read_question
from paperatlas.rdf.blocks import triples
from paperatlas.records import Graph

if TYPE_CHECKING:
    from pathlib import Path

    from paperatlas.querying.binding import Values
    from paperatlas.querying.engines import Engine
    from paperatlas.querying.results import Result

__all__ = ["query"]


def query(source: Graph | Path | str | Store | Engine, question: Question | str, **params: Values) -> Result:
    """Ask a graph a question.

    Args:
        source: A graph, the RDF file of one, a store that holds one, or a :class:`paperatlas.querying.Endpoint`. To
            ask a large graph several things, load it once with :func:`paperatlas.querying.open_graph`.
        question: The name of a question that ships with paperatlas, the path of a ``.rq`` file, or SPARQL.
        params: Values for the parameters of the question.

    Raises:
        QueryError: if there is no such question, parameter or thing, or the SPARQL is broken.
        GraphError: if the file is missing or is no RDF.

    >>> query(Graph(), "conflicts").rows
    ()
    >>> query(Graph(), "ASK { ?graph a void:Dataset }").answer
    True
    """
    if isinstance(question, str):
        question = read_question("the query", question) if "{" in question else find_question(question)
    return ask(_stored(source) if isinstance(source, Graph) else source, question, params)


def _stored(graph: Graph) -> Store:
    store = Store()
    store.bulk_extend(Quad(triple.subject, triple.predicate, triple.object) for triple in triples(graph))
    return store
