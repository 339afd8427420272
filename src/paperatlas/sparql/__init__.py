"""Named questions and SPARQL, the engines that answer them, and the upload of triples to other servers.

>>> from pyoxigraph import Store
>>> result = ask(Store(), find_question("conflicts"))
>>> result.columns[:2], len(result)
(('first', 'outcome'), 0)
"""

from __future__ import annotations

from paperatlas.sparql.client import Endpoint
from paperatlas.sparql.engine import Engine, StoreEngine, open_graph
from paperatlas.sparql.entity_lookup import find_nodes
from paperatlas.sparql.execution import ask, bound, query
from paperatlas.sparql.named_queries import Parameter, Question, find_question, list_questions, read_question
from paperatlas.sparql.parameters import bind
from paperatlas.sparql.result_formats import RESULT_FORMATS, ResultFormat, format_result, rich_table
from paperatlas.sparql.results import Result, Term
from paperatlas.sparql.syntax import check
from paperatlas.sparql.unanswered import count_less_certain, papers_that_name

__all__ = [
    "RESULT_FORMATS",
    "Endpoint",
    "Engine",
    "Parameter",
    "Question",
    "Result",
    "ResultFormat",
    "StoreEngine",
    "Term",
    "ask",
    "bind",
    "bound",
    "check",
    "count_less_certain",
    "find_nodes",
    "find_question",
    "format_result",
    "list_questions",
    "open_graph",
    "papers_that_name",
    "query",
    "read_question",
    "rich_table",
]
