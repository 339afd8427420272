"""Named questions and free SPARQL, asked of a graph, a store or a server.

>>> from pyoxigraph import Store
>>> result = ask(Store(), find_question("conflicts"))
>>> result.columns[:2], len(result)
(('first', 'outcome'), 0)
"""

from __future__ import annotations

from paperatlas.sparql.client import Endpoint
from paperatlas.sparql.engine import Engine, StoreEngine, open_graph
from paperatlas.sparql.entity_lookup import find_nodes
from paperatlas.sparql.execution import ask, bound, check, query
from paperatlas.sparql.named_queries import Parameter, Question, find_question, list_questions, read_question
from paperatlas.sparql.parameters import bind
from paperatlas.sparql.result_formats import FORMATS, Format, format_result, rich_table
from paperatlas.sparql.results import Result, Term

__all__ = [
    "FORMATS",
    "Endpoint",
    "Engine",
    "Format",
    "Parameter",
    "Question",
    "Result",
    "StoreEngine",
    "Term",
    "ask",
    "bind",
    "bound",
    "check",
    "find_nodes",
    "find_question",
    "format_result",
    "list_questions",
    "open_graph",
    "query",
    "read_question",
    "rich_table",
]
